/**
 * How multi-head attention knows where its steps stand.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.position.PositionScheme}: the three places where a
 *       scheme acts; the parent of a new one
 *   <li>{@link io.github.dl4jattention.layers.position.AttentionBias}: a scheme that adds to the
 *       energies and nothing else
 *   <li>{@link io.github.dl4jattention.layers.position.RotaryPosition}: queries and keys are
 *       turned, Su 2021
 *   <li>{@link io.github.dl4jattention.layers.position.RelativePosition}: learned vectors for
 *       distances, Shaw 2018
 *   <li>{@link io.github.dl4jattention.layers.position.AlibiPosition}: energies fall with the
 *       distance, Press 2022
 *   <li>{@link io.github.dl4jattention.layers.position.BucketBias}: learned biases for ranges of
 *       distances, Raffel 2020
 *   <li>{@code Distances}: tables with a row for each distance
 * </ul>
 */
package io.github.dl4jattention.layers.position;
