/**
 * Spaces of this library's layers, for Arbiter's {@code ComputationGraphSpace} and {@code
 * MultiLayerSpace}.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.search.layers.BuiltLayerSpace}: of any layer that has a
 *       builder
 * </ul>
 */
package io.github.dl4jattention.zoo.search.layers;
