/**
 * Which hyperparameters mattered.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.search.importance.Importance}: the share of the scores'
 *       variance that each explains; {@code RegressionTree} (internal): what it is measured with
 * </ul>
 */
package io.github.dl4jattention.zoo.search.importance;
