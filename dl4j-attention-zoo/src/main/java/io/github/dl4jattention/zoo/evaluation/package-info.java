/** How good a model is: {@link io.github.dl4jattention.zoo.evaluation.Evaluation}. */
package io.github.dl4jattention.zoo.evaluation;
