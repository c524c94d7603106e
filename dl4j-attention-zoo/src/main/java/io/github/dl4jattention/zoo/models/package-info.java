/**
 * The zoo's models as DL4J's users know models, and a reader of dates.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.models.AttentionZooModel}: what all are, made by {@link
 *       io.github.dl4jattention.zoo.models.ZooModelBuilder}s: DL4J's {@code ZooModel}, with trained
 *       parameters from a {@code ModelStore}
 *   <li>{@link io.github.dl4jattention.zoo.models.Dates}, {@link
 *       io.github.dl4jattention.zoo.models.RecurrentTranslation} and {@link
 *       io.github.dl4jattention.zoo.models.TransformerTranslation}, each a {@code TextToText};
 *       {@link io.github.dl4jattention.zoo.models.TextClassification}; {@link
 *       io.github.dl4jattention.zoo.models.BehaviourRanking}; {@link
 *       io.github.dl4jattention.zoo.models.PhotoCaptioning}
 *   <li>{@link io.github.dl4jattention.zoo.models.DateReader}: texts in, dates out
 * </ul>
 *
 * <p>The other fronts without arrays are where their models are: {@code model.Translator}, {@code
 * classification.Classifier}, {@code captions.PhotoCaptioner}.
 */
package io.github.dl4jattention.zoo.models;
