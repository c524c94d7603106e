/**
 * The kernel of the long short-term memory-network.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.fused.intra.IntraAttentionKernel}: the steps; {@code
 *       Tapes}: what they look at
 * </ul>
 */
package io.github.dl4jattention.layers.fused.intra;
