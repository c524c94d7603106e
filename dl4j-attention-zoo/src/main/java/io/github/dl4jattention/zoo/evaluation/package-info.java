/**
 * How good a model is.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.Evaluation}: exact match, characters, loss,
 *       perplexity, by tokens
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.Outputs}: these with the texts that the model
 *       wrote
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.TextScores}: BLEU and its kin of such texts
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.ScoresByLength}: BLEU of short and of long
 *       sources apart
 *   <li>Figures of texts alone, such as BLEU, are in {@link
 *       io.github.dl4jattention.zoo.evaluation.measure}
 * </ul>
 */
package io.github.dl4jattention.zoo.evaluation;
