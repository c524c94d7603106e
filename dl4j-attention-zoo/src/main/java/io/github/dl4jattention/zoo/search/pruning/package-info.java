/**
 * Which trials are not worth going on with.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.search.pruning.Pruner}: tells it from the scores so far
 *   <li>{@link io.github.dl4jattention.zoo.search.pruning.MedianPruner}, {@link
 *       io.github.dl4jattention.zoo.search.pruning.SuccessiveHalving}: two rules
 * </ul>
 */
package io.github.dl4jattention.zoo.search.pruning;
