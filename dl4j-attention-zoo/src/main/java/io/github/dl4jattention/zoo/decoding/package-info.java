/**
 * Finding the best output of a model that is stepped symbol by symbol; written once, for every
 * decoder.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.decoding.StepModel}: what a search asks of a model
 *   <li>{@link io.github.dl4jattention.zoo.decoding.SearchOptions}: how to search; {@link
 *       io.github.dl4jattention.zoo.decoding.LengthPenalty} is one of the settings
 *   <li>{@link io.github.dl4jattention.zoo.decoding.BeamSearch}: beam search; greedy at width 1
 *   <li>{@link io.github.dl4jattention.zoo.decoding.Sampler}: outputs drawn as {@link
 *       io.github.dl4jattention.zoo.decoding.Sampling} says
 *   <li>{@link io.github.dl4jattention.zoo.decoding.Hypothesis}: an output with its log probability
 *       and its alignment
 *   <li>{@code Candidates} (internal): the best continuations of a step
 * </ul>
 */
package io.github.dl4jattention.zoo.decoding;
