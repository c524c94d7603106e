/**
 * The training loop.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.training.Trainer}: epochs, evaluation, checkpoints
 *   <li>{@link io.github.dl4jattention.zoo.training.ParallelFit}: one update, on several threads
 *   <li>{@link io.github.dl4jattention.zoo.training.TrainingOptions}: what a run is told
 *   <li>{@link io.github.dl4jattention.zoo.training.TrainingState}: where a run stands
 *   <li>{@link io.github.dl4jattention.zoo.training.RunFolder}: a run's files
 *   <li>{@link io.github.dl4jattention.zoo.training.Provenance}: where a model comes from
 *   <li>{@link io.github.dl4jattention.zoo.training.TrainingProgress}: what an observer is told
 * </ul>
 */
package io.github.dl4jattention.zoo.training;
