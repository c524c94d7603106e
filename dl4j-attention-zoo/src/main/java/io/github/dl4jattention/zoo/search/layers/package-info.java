/**
 * Spaces of this library's layers, vertices and graphs, for Arbiter's generators.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.search.layers.BuiltSpace}: of anything that is built,
 *       such as a vertex or a graph, of drawn {@link
 *       io.github.dl4jattention.zoo.search.layers.Values}
 *   <li>{@link io.github.dl4jattention.zoo.search.layers.BuiltLayerSpace}: of layers, for Arbiter's
 *       {@code ComputationGraphSpace} and {@code MultiLayerSpace}
 * </ul>
 */
package io.github.dl4jattention.zoo.search.layers;
