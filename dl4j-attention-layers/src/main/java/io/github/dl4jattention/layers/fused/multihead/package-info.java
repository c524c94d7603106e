/**
 * Kernels of attentions with several heads: positions, biases by distance, gates of heads, learned
 * queries.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.multihead.MultiHeadKernels}: finds the kernel
 *       of a multi-headed attention's settings
 *   <li>{@code MultiHeadKernel}: the passes; {@code MultiHeadSizes}: its sizes; {@code
 *       HeadQueries}: where queries come from, {@code InputQueries} or {@code RepeatedQueries}
 *   <li>{@code Positions}: how steps know where they stand: {@code Rotation}, {@code DistanceBias}
 *       ({@code LinearBias}, {@code BucketedBias}), {@code DistanceVectors}; {@code
 *       PlacedEnergies}, {@code Tile}: where they act; {@code GatedOutput}: gates of heads
 *   <li>{@link io.github.dl4jattention.layers.fused.multihead.StepHeads}: one query of each row,
 *       over {@link io.github.dl4jattention.layers.fused.multihead.KeptKeys}
 * </ul>
 */
package io.github.dl4jattention.layers.fused.multihead;
