/**
 * Kernels of this library's formulas, forward and backward, written out by hand.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.FusedKernels}: finds the kernel of a formula's
 *       settings
 *   <li>{@link io.github.dl4jattention.layers.fused.HeadAttention}: attention in tiles, with any
 *       {@link io.github.dl4jattention.layers.fused.Energies}, such as {@link
 *       io.github.dl4jattention.layers.fused.DotEnergies} or those of {@link
 *       io.github.dl4jattention.layers.fused.TanhEnergies}, and any {@link
 *       io.github.dl4jattention.layers.fused.Sight}; {@link
 *       io.github.dl4jattention.layers.fused.HeadSizes}, {@link
 *       io.github.dl4jattention.layers.fused.Extent}: its sizes
 * </ul>
 */
package io.github.dl4jattention.layers.fused;
