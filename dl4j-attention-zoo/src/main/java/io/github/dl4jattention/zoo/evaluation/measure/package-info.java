/**
 * Figures of texts against their references; they know texts and nothing of models.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.measure.Bleu}: BLEU, with sacreBLEU's figures
 *       and signature; {@link io.github.dl4jattention.zoo.evaluation.measure.BleuScore} is what it
 *       gives
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.measure.BleuTokens}: how it cuts texts
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.measure.Smoothing}: what it does about zeros
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.measure.Chrf}: chrF and chrF++
 *   <li>{@link io.github.dl4jattention.zoo.evaluation.measure.Cider}: CIDEr-D, of captions
 *   <li>{@code NGrams}, {@code References}, {@code WhiteSpace} (internal): what both count with
 * </ul>
 */
package io.github.dl4jattention.zoo.evaluation.measure;
