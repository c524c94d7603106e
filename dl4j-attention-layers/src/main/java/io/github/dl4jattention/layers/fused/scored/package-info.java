/**
 * Kernels of attentions with one head: any score, and local windows.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.scored.ScoredKernels}: finds the kernel of an
 *       alignment's settings
 * </ul>
 */
package io.github.dl4jattention.layers.fused.scored;
