/**
 * The formulas, as SameDiff variables: one file a score, one softmax with its mask rule, one
 * projection. They are the definition that every faster path is held against.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.score.AdditiveScore}: {@code v . tanh(s Wq + h Wk)}
 *   <li>{@link io.github.dl4jattention.layers.score.MaskedSoftmax}: energies to weights
 *   <li>{@link io.github.dl4jattention.layers.score.Projection}: a sequence times a matrix
 * </ul>
 */
package io.github.dl4jattention.layers.score;
