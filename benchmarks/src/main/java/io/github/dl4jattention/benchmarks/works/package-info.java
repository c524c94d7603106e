/**
 * What is timed: each work is computed by this library, by PyTorch and, where it has a like layer,
 * by Deeplearning4j itself.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.benchmarks.works.Works}: all of them, by name
 *   <li>{@link io.github.dl4jattention.benchmarks.works.Work}, {@link
 *       io.github.dl4jattention.benchmarks.works.Contender}, {@link
 *       io.github.dl4jattention.benchmarks.works.Pass}: a work, a side of it, what is timed of it
 *   <li>{@link io.github.dl4jattention.benchmarks.works.Lengths}: works whose cost is plotted
 *       against length
 * </ul>
 */
package io.github.dl4jattention.benchmarks.works;
