/**
 * Finding the likeliest output of a model that is stepped symbol by symbol; written once, for every
 * decoder.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.decoding.StepModel}: what a search asks of a model
 *   <li>{@link io.github.dl4jattention.zoo.decoding.BeamSearch}: beam search; greedy at width 1
 *   <li>{@link io.github.dl4jattention.zoo.decoding.Hypothesis}: an output with its log probability
 *       and its alignment
 * </ul>
 */
package io.github.dl4jattention.zoo.decoding;
