/**
 * Trained decoders, one step at a time, on arrays and without SameDiff: what greedy and beam search
 * drive.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.decode.BahdanauStepper}: steps a {@link
 *       io.github.dl4jattention.layers.BahdanauDecoder}
 *   <li>{@link io.github.dl4jattention.layers.decode.TransformerStepper}: steps a stack of {@link
 *       io.github.dl4jattention.layers.TransformerDecoderLayer}, over the keys of earlier steps,
 *       {@code StepKeys}, and of the memory, {@code SourceKeys}
 *   <li>{@code Stepping}: how a step is computed; {@code KernelStepping}: on float arrays, with
 *       {@code ColumnParts} of weights; {@code ArrayStepping}: on ND4J's; {@code Rows}: states and
 *       inputs as either
 * </ul>
 */
package io.github.dl4jattention.layers.decode;
