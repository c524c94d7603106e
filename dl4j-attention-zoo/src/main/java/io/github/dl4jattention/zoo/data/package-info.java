/**
 * Pairs of texts on their way to arrays.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.data.Pair}: a source and its target
 *   <li>{@link io.github.dl4jattention.zoo.data.PairFile}: reads them from a file of lines
 *   <li>{@link io.github.dl4jattention.zoo.data.EncodedPair}: a pair as numbers
 *   <li>{@link io.github.dl4jattention.zoo.data.Batch}: padded arrays with masks
 *   <li>{@link io.github.dl4jattention.zoo.data.EpochPlan}: which pairs form which batch
 * </ul>
 */
package io.github.dl4jattention.zoo.data;
