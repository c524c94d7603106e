/**
 * Trained decoders, one step at a time, on arrays and without SameDiff: what greedy and beam search
 * drive.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.decode.BahdanauStepper}: steps a {@link
 *       io.github.dl4jattention.layers.BahdanauDecoder}
 * </ul>
 */
package io.github.dl4jattention.layers.decode;
