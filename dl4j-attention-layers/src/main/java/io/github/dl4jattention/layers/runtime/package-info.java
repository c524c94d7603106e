/**
 * What DL4J instantiates for the configurations, and the one place that knows the defects of DL4J
 * 1.0.0-M2.1.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.runtime.AttentionGraphVertex}: forward, backward,
 *       masks, kept attention weights
 *   <li>{@link io.github.dl4jattention.layers.runtime.ReverseSequenceGraphVertex}: reversal under a
 *       mask
 *   <li>{@link io.github.dl4jattention.layers.runtime.GruLayer}: a GRU between DL4J and its passes
 *   <li>{@link io.github.dl4jattention.layers.runtime.GruParamInitializer}: a GRU's parameters
 *   <li>{@code GruForward}, {@code GruBackward}: a GRU's two passes; {@code GruGates}: what they
 *       compute with
 *   <li>{@code TimeRows}, {@code StepMask}: their layout of sequences, and masks in it
 *   <li>{@link io.github.dl4jattention.layers.runtime.Rewards}, {@link
 *       io.github.dl4jattention.layers.runtime.Reward}: what sampled attention learns from; {@code
 *       Reinforcement} keeps its baseline
 *   <li>{@code SameDiffProgram}: one vertex's graph for one set of time lengths; right gradients
 *   <li>{@code ScratchMemory}: reused memory for a pass
 *   <li>{@code Masks}: masks where DL4J gives none
 *   <li>{@code Wrappers}: what DL4J puts around frozen layers and vertices
 *   <li>{@code StdoutFilter}: silences a leftover print of DL4J's
 * </ul>
 */
package io.github.dl4jattention.layers.runtime;
