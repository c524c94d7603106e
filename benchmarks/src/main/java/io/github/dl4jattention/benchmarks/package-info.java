/**
 * Times of the layers beside those of PyTorch and of Deeplearning4j's own, by JMH.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.benchmarks.Bench}: the command {@code zoo bench}
 *   <li>{@link io.github.dl4jattention.benchmarks.Comparison}, {@link
 *       io.github.dl4jattention.benchmarks.Training}, {@link
 *       io.github.dl4jattention.benchmarks.Memory}: the benchmarks
 *   <li>{@link io.github.dl4jattention.benchmarks.Side}: who computes a work
 * </ul>
 *
 * <p>A run is three processes deep. {@code Bench} starts a process for each mode, because ND4J's
 * number of threads is read from the environment; in it JMH starts a JVM for each {@code Task}.
 */
package io.github.dl4jattention.benchmarks;
