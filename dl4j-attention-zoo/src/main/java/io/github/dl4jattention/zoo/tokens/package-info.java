/**
 * Texts to numbers and back.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.tokens.TextCodec}: all of it together, trained on texts,
 *       saved with a model; start here
 *   <li>{@link io.github.dl4jattention.zoo.tokens.Normalization}: what is done to a text first
 *   <li>{@link io.github.dl4jattention.zoo.tokens.Tokenizer}: cuts a text to pieces, and makes a
 *       text of pieces; one of each {@link io.github.dl4jattention.zoo.tokens.TokenKind}
 *   <li>{@link io.github.dl4jattention.zoo.tokens.Characters}, {@link
 *       io.github.dl4jattention.zoo.tokens.Words}, {@link
 *       io.github.dl4jattention.zoo.tokens.BytePairs}, {@link
 *       io.github.dl4jattention.zoo.tokens.HuggingFaceTokens}: the tokenizers
 *   <li>{@link io.github.dl4jattention.zoo.tokens.Vocabulary}: pieces and their numbers
 *   <li>{@link io.github.dl4jattention.zoo.tokens.UnknownWords}: the source's words for unknown
 *       ones
 *   <li>{@code BytePairTraining}, {@code Spacing}, {@code TextCodecJson} (internal): how byte pairs
 *       are learned, where spaces go without saying, a codec as JSON
 * </ul>
 */
package io.github.dl4jattention.zoo.tokens;
