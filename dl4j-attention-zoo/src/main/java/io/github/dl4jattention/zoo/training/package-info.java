/**
 * The training loop.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.training.Trainer}: epochs, evaluation, checkpoints
 *   <li>{@link io.github.dl4jattention.zoo.training.ParallelFit}: one update, on several threads;
 *       {@code NativeMemory} (internal) keeps its memory small
 *   <li>{@link io.github.dl4jattention.zoo.training.TrainingOptions}: what a run is told, with
 *       {@link io.github.dl4jattention.zoo.training.Batching}, {@link
 *       io.github.dl4jattention.zoo.training.Schedule} of the learning rate and {@link
 *       io.github.dl4jattention.zoo.training.ScheduledSampling}
 *   <li>{@link io.github.dl4jattention.zoo.training.Validation}: how it is measured after an epoch,
 *       {@link io.github.dl4jattention.zoo.training.PairValidation} a translation; {@code Standing}
 *       (internal): which epoch is the best
 *   <li>{@code TrainingState}, {@code StateJson} (internal): where a run stands, in its checkpoint
 *   <li>{@link io.github.dl4jattention.zoo.training.RunFolder}: a run's files; {@code RunFiles},
 *       {@code EpochTable} (internal): write them
 *   <li>{@link io.github.dl4jattention.zoo.training.Provenance}: where a model comes from
 *   <li>{@link io.github.dl4jattention.zoo.training.TrainingProgress}: what an observer is told,
 *       such as {@link io.github.dl4jattention.zoo.training.EpochFigures}
 * </ul>
 */
package io.github.dl4jattention.zoo.training;
