/**
 * Kernels of this library's formulas, forward and backward, written out by hand.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.FusedKernels}: finds the kernel of a formula's
 *       settings
 * </ul>
 */
package io.github.dl4jattention.layers.fused;
