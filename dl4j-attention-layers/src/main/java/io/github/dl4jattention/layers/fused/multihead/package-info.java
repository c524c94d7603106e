/**
 * Kernels of attentions with several heads: positions, biases by distance, gates of heads, learned
 * queries.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.multihead.MultiHeadKernels}: finds the kernel
 *       of a multi-headed attention's settings
 * </ul>
 */
package io.github.dl4jattention.layers.fused.multihead;
