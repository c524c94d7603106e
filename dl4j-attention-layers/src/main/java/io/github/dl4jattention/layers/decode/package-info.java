/**
 * Trained decoders, one step at a time, without their graph: what greedy and beam search drive.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.decode.DecoderStepper}: steps a {@link
 *       io.github.dl4jattention.layers.BahdanauDecoder}, a {@link
 *       io.github.dl4jattention.layers.LuongDecoder} or a {@link
 *       io.github.dl4jattention.layers.RecurrentVertex}, with a {@link
 *       io.github.dl4jattention.layers.decode.SourceMemory} and a {@link
 *       io.github.dl4jattention.layers.decode.DecoderState}
 *   <li>{@link io.github.dl4jattention.layers.decode.TransformerStepper}: steps a stack of {@link
 *       io.github.dl4jattention.layers.TransformerDecoderLayer}, over the keys of earlier steps,
 *       {@code StepKeys} in a {@code KeyStore}, and of the memory, {@code SourceKeys}
 *   <li>{@link io.github.dl4jattention.layers.decode.OutputScores}: log probabilities of what such
 *       a step gives
 *   <li>{@code Stepping}: how a step is computed; {@code KernelStepping}: on float arrays, by a
 *       {@code CellStep} and an {@code AdditiveLook}, with {@code ColumnParts} of weights; {@code
 *       FormulaStepping}: by the decoder's own formula, a {@code StepFormula} ({@code
 *       AttendingStep}, {@code PlainStep}) in a {@code StepProgram}; {@code Rows}: states and
 *       inputs as either
 * </ul>
 */
package io.github.dl4jattention.layers.decode;
