/**
 * The sequence-to-sequence models: their graph, their file, their use on texts.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.model.SequenceToSequence}: a model of the family, made
 *       by {@link io.github.dl4jattention.zoo.model.SequenceToSequenceBuilder} of a {@link
 *       io.github.dl4jattention.zoo.model.CellKind}, {@link
 *       io.github.dl4jattention.zoo.model.DecoderKind}, {@link
 *       io.github.dl4jattention.zoo.model.ScoreKind}, {@link
 *       io.github.dl4jattention.zoo.model.WindowKind}, {@link
 *       io.github.dl4jattention.zoo.model.ReadoutKind} and {@link
 *       io.github.dl4jattention.zoo.model.Tying}; {@code FamilySettings}: what these settings are
 *   <li>{@link io.github.dl4jattention.zoo.model.TransformerTranslator}: a Transformer, made by
 *       {@link io.github.dl4jattention.zoo.model.TransformerTranslatorBuilder} with a {@link
 *       io.github.dl4jattention.zoo.model.PositionKind}; {@code TransformerTranslatorSettings}
 *   <li>{@link io.github.dl4jattention.zoo.model.ModelFamily}: what both are; {@code Settings}:
 *       what their settings have in common
 *   <li>{@link io.github.dl4jattention.zoo.model.TransformerEncoder}: a Transformer's encoder for
 *       an {@link io.github.dl4jattention.zoo.model.EncoderTask}, made by {@link
 *       io.github.dl4jattention.zoo.model.TransformerEncoderBuilder} with a {@link
 *       io.github.dl4jattention.zoo.model.Pooling}; {@code TransformerEncoderSettings}
 *   <li>{@link io.github.dl4jattention.zoo.model.AtRank}: self-attention between a user's
 *       behaviours, made by {@link io.github.dl4jattention.zoo.model.AtRankBuilder}; {@code
 *       AtRankSettings}
 *   <li>{@link io.github.dl4jattention.zoo.model.TransformerModelBuilder}, {@code
 *       TransformerModelSettings}: what all Transformers have in common
 *   <li>{@link io.github.dl4jattention.zoo.model.Optimizer}: how its parameters are updated
 *   <li>{@code EmbeddingPlan}; {@code GraphPlan}, {@code EncoderPlan}, {@code DecoderPlan}; {@code
 *       TransformerPlan}, {@code TransformerEncoderPlan} and {@code AtRankPlan}, of {@code
 *       TransformerParts}: lay out their graphs; {@link
 *       io.github.dl4jattention.zoo.model.WordLayers}: the layers with a row a word
 *   <li>{@link io.github.dl4jattention.zoo.model.PretrainedEmbedding}: fills an embedding with
 *       vectors of elsewhere
 *   <li>{@link io.github.dl4jattention.zoo.model.TranslationModel}: a graph with its vocabularies
 *   <li>{@link io.github.dl4jattention.zoo.model.GraphSteps}: finds what steps a graph for a
 *       search: {@link io.github.dl4jattention.zoo.model.GraphStepModel} ({@code TargetSide}: what
 *       of it is stepped) or {@link io.github.dl4jattention.zoo.model.TransformerStepModel}
 *   <li>{@link io.github.dl4jattention.zoo.model.TransformerLooks}: where every head of a
 *       Transformer looked; {@link io.github.dl4jattention.zoo.model.CrossLook}: which of them
 *       predictions show
 *   <li>{@link io.github.dl4jattention.zoo.model.Translator}: texts in, predictions out
 *   <li>{@link io.github.dl4jattention.zoo.model.Prediction}: what a text became, and why
 *   <li>{@link io.github.dl4jattention.zoo.model.Learner}: a model as its training sees it
 *   <li>{@link io.github.dl4jattention.zoo.model.ModelFile}: saves and loads, and trusts no file;
 *       {@link io.github.dl4jattention.zoo.model.ModelPackage}: as it is handed on; {@link
 *       io.github.dl4jattention.zoo.model.ModelKind}: what kinds there are, and their commands
 *   <li>{@link io.github.dl4jattention.zoo.model.ModelCard}: what a file says about itself; {@link
 *       io.github.dl4jattention.zoo.model.Card}: what files of all kinds say, and {@link
 *       io.github.dl4jattention.zoo.model.CardJson}, how
 *   <li>{@code StoredArray}, and the layers' {@code ConfigurationGuard}: what a file must pass
 *       before it is believed
 * </ul>
 */
package io.github.dl4jattention.zoo.model;
