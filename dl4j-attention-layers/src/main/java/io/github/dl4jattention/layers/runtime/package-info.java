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
 *       kernel's, which asks {@code MemoryOrder} how they lie; {@code SameDiffPasses}, as graphs,
 *       with {@code SameDiffProgram}: a formula's graph for one set of time lengths
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
 *   <li>{@code InputShapes}: refuses arrays that do not fit
 *   <li>{@link io.github.dl4jattention.layers.runtime.Masks}: zeros in the place of padding, ones
 *       where DL4J gives no mask
 *   <li>{@link io.github.dl4jattention.layers.runtime.ScratchMemory}: reused memory for a pass
 *   <li>{@code Wrappers}: what DL4J puts around frozen layers and vertices
 *   <li>{@code StdoutFilter}: silences a leftover print of DL4J's
 *   <li>{@code PlainGraphVertex} (internal): a vertex without parameters, such as those that follow
 *   <li>{@link io.github.dl4jattention.layers.runtime.ReverseSequenceGraphVertex}: reversal under a
 *       mask
 *   <li>{@link io.github.dl4jattention.layers.runtime.SequenceDropoutGraphVertex}: numbers or
 *       channels dropped
 *   <li>{@link io.github.dl4jattention.layers.runtime.FinalStateGraphVertex}: the last step of each
 *       direction; {@link io.github.dl4jattention.layers.runtime.FirstStepGraphVertex}: a vector in
 *       the place of the first
 *   <li>{@link io.github.dl4jattention.layers.runtime.SoftmaxOutputLayer}: an output layer whose
 *       labels are numbers, by {@code ClassPasses}: {@code ClassKernelPasses}, {@code
 *       ClassArrayPasses}
 *   <li>{@link io.github.dl4jattention.layers.runtime.TokenEmbeddingLayer} with {@link
 *       io.github.dl4jattention.layers.runtime.TokenEmbeddingParamInitializer}, {@link
 *       io.github.dl4jattention.layers.runtime.TiedEmbeddingGraphVertex}: rows of {@link
 *       io.github.dl4jattention.layers.runtime.SharedRows}, which {@code TokenRows} reads
 *   <li>{@link io.github.dl4jattention.layers.runtime.GatedLayer}: a recurrent layer between DL4J
 *       and its passes, {@link io.github.dl4jattention.layers.runtime.LstmLayer} or {@link
 *       io.github.dl4jattention.layers.runtime.GruLayer}; {@link
 *       io.github.dl4jattention.layers.runtime.GatedBidirectionalLayer}: one of them in both
 *       directions; {@link io.github.dl4jattention.layers.runtime.GatedParamInitializer}, {@link
 *       io.github.dl4jattention.layers.runtime.LstmParamInitializer}, {@link
 *       io.github.dl4jattention.layers.runtime.GruParamInitializer}: their parameters
 *   <li>{@code SequencePasses}: how a recurrent layer runs, from a {@code SequencePass}; {@code
 *       CellPasses}: by a kernel, which {@code CellRun} puts between DL4J's arrays; {@code
 *       ArrayPasses}: by ND4J's operations
 *   <li>{@code GatedForward}, {@code GatedBackward}, {@code Gates}: those operations; {@code
 *       LstmForward}, {@code LstmBackward}, {@code LstmGates}, {@code GruForward}, {@code
 *       GruBackward}, {@code GruGates}: of each cell; {@code TimeRows}, {@code StepMask}: their
 *       layout of sequences, and masks in it
 * </ul>
 */
package io.github.dl4jattention.layers.runtime;
