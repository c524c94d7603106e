/**
 * Kernels of this library's formulas, forward and backward, written out by hand.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.FusedKernels}: finds the kernel of a formula's
 *       settings
 *   <li>{@link io.github.dl4jattention.layers.fused.HeadAttention}: attention in tiles, with any
 *       {@link io.github.dl4jattention.layers.fused.Energies}, such as {@link
 *       io.github.dl4jattention.layers.fused.DotEnergies} or those of {@link
 *       io.github.dl4jattention.layers.fused.TanhEnergies} with an {@link
 *       io.github.dl4jattention.layers.fused.EnergyVector}, and any {@link
 *       io.github.dl4jattention.layers.fused.Sight}, in a recurrence a {@link
 *       io.github.dl4jattention.layers.fused.StepSight}; {@link
 *       io.github.dl4jattention.layers.fused.HeadSizes}, {@link
 *       io.github.dl4jattention.layers.fused.Extent}: its sizes
 *   <li>{@code TileScratch}: what a worker works with; {@code VisibleKeys}: what may be looked at;
 *       {@link io.github.dl4jattention.layers.fused.Contexts}: what weights give beside a mean of
 *       values
 *   <li>{@code AttentionalKernel}: Luong's attentional state; {@code NormalizationKernel}, all of
 *       whose rows are {@link io.github.dl4jattention.layers.fused.RowNorm}; {@code PlacesKernel}:
 *       positions added to steps; {@code ReadoutKernel}: a dense layer before a softmax
 * </ul>
 */
package io.github.dl4jattention.layers.fused;
