/**
 * How good a model is: {@link io.github.dl4jattention.zoo.evaluation.Evaluation}. Figures of texts
 * alone, such as BLEU, are in {@link io.github.dl4jattention.zoo.evaluation.measure}.
 */
package io.github.dl4jattention.zoo.evaluation;
