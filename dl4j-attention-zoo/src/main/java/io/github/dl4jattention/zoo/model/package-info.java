/**
 * The sequence-to-sequence model: its graph, its file, its use on texts.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.model.SequenceToSequence}: settings and graph
 *   <li>{@link io.github.dl4jattention.zoo.model.TranslationModel}: a graph with its vocabularies
 *   <li>{@link io.github.dl4jattention.zoo.model.GraphStepModel}: the graph, stepped for a search
 *   <li>{@link io.github.dl4jattention.zoo.model.Translator}: texts in, predictions out
 *   <li>{@link io.github.dl4jattention.zoo.model.Prediction}: what a text became, and why
 *   <li>{@link io.github.dl4jattention.zoo.model.ModelFile}: saves and loads, and trusts no file
 *   <li>{@link io.github.dl4jattention.zoo.model.ModelCard}: what a file says about itself
 *   <li>{@code StoredArray}, and the layers' {@code ConfigurationGuard}: what a file must pass
 *       before it is believed
 * </ul>
 */
package io.github.dl4jattention.zoo.model;
