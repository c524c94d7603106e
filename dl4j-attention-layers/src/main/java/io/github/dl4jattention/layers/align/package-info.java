/**
 * How energies become attention weights, and weights contexts.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.align.Alignment}: a score, a window, a distribution
 *       and dropout; what every single-headed attention has
 *   <li>{@link io.github.dl4jattention.layers.align.KeyMask}: the one rule for masks
 *   <li>{@link io.github.dl4jattention.layers.align.AttentionDistribution}: the parent of a new
 *       one; {@link io.github.dl4jattention.layers.align.Softmax}, {@link
 *       io.github.dl4jattention.layers.align.Sparsemax} (Martins 2016), {@link
 *       io.github.dl4jattention.layers.align.HardAttention} (Xu 2015)
 *   <li>{@link io.github.dl4jattention.layers.align.Window}: local attention, Luong 2015; the
 *       parent of a new one; {@link io.github.dl4jattention.layers.align.MonotonicWindow}, {@link
 *       io.github.dl4jattention.layers.align.PredictiveWindow}
 *   <li>{@link io.github.dl4jattention.layers.align.Memory}: what queries look at; {@link
 *       io.github.dl4jattention.layers.align.Tape}: one that grows step by step
 *   <li>{@link io.github.dl4jattention.layers.align.AttentionInTurn}: one query after the other
 * </ul>
 */
package io.github.dl4jattention.layers.align;
