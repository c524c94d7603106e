/**
 * Classes of texts and words, and hidden tokens, told by a {@link
 * io.github.dl4jattention.zoo.model.TransformerEncoder}.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.classification.Classifier}: tells them, each a {@link
 *       io.github.dl4jattention.zoo.classification.Classification}, by {@code ClassProbabilities}
 *   <li>{@link io.github.dl4jattention.zoo.classification.ClassifierModel}: what is trained; {@link
 *       io.github.dl4jattention.zoo.classification.ClassifierCard}: what its file says
 *   <li>{@link io.github.dl4jattention.zoo.classification.LabelledTexts}: texts and their classes
 *       as numbers; {@code TokenHiding} hides some tokens
 *   <li>{@link io.github.dl4jattention.zoo.classification.ClassifierValidation}: measures after
 *       each epoch, by {@link io.github.dl4jattention.zoo.classification.ClassCounts}
 *   <li>{@link io.github.dl4jattention.zoo.classification.PretrainedEncoder}: what one model has
 *       learned, for another
 * </ul>
 */
package io.github.dl4jattention.zoo.classification;
