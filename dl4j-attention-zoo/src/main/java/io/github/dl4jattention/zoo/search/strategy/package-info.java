/**
 * How the next candidate is chosen: generators for Arbiter's spaces.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.search.strategy.Strategy}: which there are
 *   <li>{@link io.github.dl4jattention.zoo.search.strategy.RandomGenerator}, {@link
 *       io.github.dl4jattention.zoo.search.strategy.GridGenerator}, {@link
 *       io.github.dl4jattention.zoo.search.strategy.GeneticGenerator}: Arbiter's, mended
 *   <li>{@link io.github.dl4jattention.zoo.search.strategy.TreeParzenGenerator}: by a model of the
 *       trials so far; its densities are {@code Density}, {@code ParzenEstimator} and {@code
 *       CategoryEstimator} (internal)
 *   <li>{@link io.github.dl4jattention.zoo.search.strategy.ArbiterJson}: Arbiter's spaces and
 *       configurations as JSON
 *   <li>{@code DistinctGenerator} (internal): no candidate twice, and an end to a finite space
 * </ul>
 */
package io.github.dl4jattention.zoo.search.strategy;
