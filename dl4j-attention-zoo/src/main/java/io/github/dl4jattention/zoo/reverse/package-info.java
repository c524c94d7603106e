/**
 * Sequences and the same in reverse, for a model that must learn to look at any place.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.reverse.ReversedNumbers}: generates the pairs from a
 *       seed
 * </ul>
 *
 * <p>The package needs nothing but the JDK and {@code data.Pair}.
 */
package io.github.dl4jattention.zoo.reverse;
