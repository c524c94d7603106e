/**
 * How a query is compared with a key: a score, one file a formula.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.score.Score}: the parent of a new one
 *   <li>{@link io.github.dl4jattention.layers.score.AdditiveScore}: Bahdanau 2014's alignment
 *       model, also normalised, or with coverage
 *   <li>{@link io.github.dl4jattention.layers.score.DotScore}, {@link
 *       io.github.dl4jattention.layers.score.GeneralScore}, {@link
 *       io.github.dl4jattention.layers.score.ConcatScore}, {@link
 *       io.github.dl4jattention.layers.score.LocationScore}: Luong 2015
 *   <li>{@link io.github.dl4jattention.layers.score.ScaledDotScore}: Vaswani 2017, of one head
 *   <li>{@code HiddenUnits}: what additive and concat scores have in common
 * </ul>
 */
package io.github.dl4jattention.layers.score;
