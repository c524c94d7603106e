/**
 * What DL4J instantiates for the configurations. It runs their formulas, and mends the defects of
 * DL4J 1.0.0-M2.1's own runtimes.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.runtime.RuntimeAttentionLayer}, {@link
 *       io.github.dl4jattention.layers.runtime.AttentionGraphVertex}: every layer, every vertex;
 *       {@code HasFormula}: what both have
 *   <li>{@code FormulaRunner}: forward and backward of both, by one of two kinds of {@code Passes}:
 *       {@code KernelPasses}, by a kernel, with {@code NativeFloats} between ND4J's arrays and the
 *       kernel's; {@code SameDiffPasses}, as graphs, with {@code SameDiffProgram}: a formula's
 *       graph for one set of time lengths
 *   <li>{@link io.github.dl4jattention.layers.runtime.AttentionWeights}: where a layer or vertex
 *       looked
 *   <li>{@link io.github.dl4jattention.layers.runtime.Rewards}, {@link
 *       io.github.dl4jattention.layers.runtime.Reward}: what sampled attention learns from; {@code
 *       Reinforcement}: its baseline
 *   <li>{@link io.github.dl4jattention.layers.runtime.ParameterRules}: weight noise and constraints
 *       of a configuration; {@code NoisyParameters}, {@code ParametersAsLayer}: how they are
 *       applied
 *   <li>{@link io.github.dl4jattention.layers.runtime.TransferredVertices}: takes vertices'
 *       parameters along in transfer learning
 *   <li>{@code Masks}: zeros in the place of padding, ones where DL4J gives no mask
 *   <li>{@code ScratchMemory}: reused memory for a pass
 *   <li>{@code Wrappers}: what DL4J puts around frozen layers and vertices
 *   <li>{@code StdoutFilter}: silences a leftover print of DL4J's
 *   <li>{@link io.github.dl4jattention.layers.runtime.ReverseSequenceGraphVertex}: reversal under a
 *       mask
 *   <li>{@link io.github.dl4jattention.layers.runtime.GruLayer}: a GRU between DL4J and its passes;
 *       {@link io.github.dl4jattention.layers.runtime.GruParamInitializer}: its parameters; {@code
 *       GruForward}, {@code GruBackward}: the passes; {@code GruGates}: what they compute with;
 *       {@code TimeRows}, {@code StepMask}: their layout of sequences, and masks in it
 * </ul>
 */
package io.github.dl4jattention.layers.runtime;
