/**
 * Kernels of attentions with one head: any score, and local windows.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.scored.ScoredKernels}: finds the kernel of an
 *       alignment's settings
 *   <li>{@code ScoredKernel}: the passes; {@code PoolingKernel}: those of learned queries
 *   <li>{@code Scoring}: a score, one of {@code DotScoring}, {@code GeneralScoring}, {@code
 *       AdditiveScoring}, {@code LocationScoring}; {@code PlacedSight}: a window, {@code
 *       MonotonicSight} or {@code PredictiveSight}; {@code Part}: what both are of a kernel
 * </ul>
 */
package io.github.dl4jattention.layers.fused.scored;
