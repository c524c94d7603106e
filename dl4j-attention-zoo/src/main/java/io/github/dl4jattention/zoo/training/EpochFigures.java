package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import java.util.List;

/**
 * What an epoch came to.
 *
 * @param epoch from 0
 * @param epochs of the whole training
 * @param loss its mean training loss, in nats a symbol
 * @param heldOut figures on pairs never trained on
 * @param scores BLEU and its kin on these; null in a training that does not compare texts
 * @param samples a few of these, as the model translates them now; none if there are no scores
 * @param symbols target symbols it was trained on
 * @param trainingSeconds seconds that took, without the evaluation
 * @param seconds of training so far, those of earlier processes included
 * @param learningRateFactor what the learning rate was multiplied by at its last update
 * @param best whether it is the best so far; always, in a training that does not compare texts
 */
public record EpochFigures(
    int epoch,
    int epochs,
    double loss,
    Evaluation heldOut,
    TextScores scores,
    List<Sample> samples,
    long symbols,
    double trainingSeconds,
    double seconds,
    double learningRateFactor,
    boolean best) {
  /**
   * A held-out pair and what became of it.
   *
   * @param source what was read
   * @param reference what it shall become
   * @param output what the model wrote
   */
  public record Sample(String source, String reference, String output) {}

  /**
   * How fast it was.
   *
   * @return target symbols a second of training
   */
  public double symbolsPerSecond() {
    return symbols / Math.max(trainingSeconds, 1e-3);
  }
}
