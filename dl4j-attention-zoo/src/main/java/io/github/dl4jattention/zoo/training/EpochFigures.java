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
 * @param scores BLEU and its kin on these; null where no texts are compared
 * @param areaUnderCurve of probabilities of these; null where nothing is ranked by them
 * @param samples a few of these, and what the model makes of them now; none of symbols
 * @param symbols target symbols it was trained on
 * @param trainingSeconds seconds that took, without the evaluation
 * @param seconds of training so far, those of earlier processes included
 * @param learningRateFactor what the learning rate was multiplied by at its last update
 * @param best whether it is the best so far; always, if they are not ranked
 */
public record EpochFigures(
    int epoch,
    int epochs,
    double loss,
    Evaluation heldOut,
    TextScores scores,
    Double areaUnderCurve,
    List<Sample> samples,
    long symbols,
    double trainingSeconds,
    double seconds,
    double learningRateFactor,
    boolean best) {
  /** What a model makes, and so what it is ranked by. */
  public enum Kind {
    /** Texts, ranked by their BLEU. */
    TEXTS("BLEU"),
    /** Classes, ranked by the share of right ones. */
    CLASSES("accuracy"),
    /** Probabilities, ranked by the area under the curve of true against false positives. */
    PROBABILITIES("AUC"),
    /** Symbols, which are not ranked: the last model is the best. */
    SYMBOLS("exact match");

    private final String measure;

    Kind(String measure) {
      this.measure = measure;
    }

    /**
     * What such models are ranked by.
     *
     * @return its name
     */
    public String measure() {
      return measure;
    }

    /** Of figures: classes have no characters. */
    static Kind of(Evaluation figures, TextScores scores, Double areaUnderCurve) {
      if (scores != null) {
        return TEXTS;
      }
      if (areaUnderCurve != null) {
        return PROBABILITIES;
      }
      return figures.characters() == 0 ? CLASSES : SYMBOLS;
    }
  }

  /**
   * What the model makes.
   *
   * @return the kind
   */
  public Kind kind() {
    return Kind.of(heldOut, scores, areaUnderCurve);
  }

  /**
   * What models are ranked by.
   *
   * @return BLEU, or per cent of what {@link Kind#measure} names
   */
  public double quality() {
    return quality(heldOut, scores, areaUnderCurve);
  }

  static double quality(Evaluation figures, TextScores scores, Double areaUnderCurve) {
    return switch (Kind.of(figures, scores, areaUnderCurve)) {
      case TEXTS -> scores.bleu().score();
      case PROBABILITIES -> 100 * areaUnderCurve;
      case CLASSES, SYMBOLS -> 100 * figures.exactMatch();
    };
  }

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
