package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.model.Learner;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is never trained on, and how a model is measured on it after each epoch.
 *
 * @param <M> the model
 */
public interface Validation<M extends Learner> {
  /**
   * What a model came to.
   *
   * @param figures exact match, symbols, loss
   * @param scores BLEU and its kin; null if outputs are not compared as texts
   * @param areaUnderCurve of probabilities that rank; null if there are none
   * @param samples a few outputs; none of symbols
   */
  record Measured(
      Evaluation figures,
      TextScores scores,
      Double areaUnderCurve,
      List<EpochFigures.Sample> samples) {
    /**
     * What a model came to that ranks nothing.
     *
     * @param figures exact match, symbols, loss
     * @param scores BLEU and its kin; null if outputs are not compared as texts
     * @param samples a few outputs; none of symbols
     */
    public Measured(Evaluation figures, TextScores scores, List<EpochFigures.Sample> samples) {
      this(figures, scores, null, samples);
    }

    /**
     * What the model makes.
     *
     * @return the kind
     */
    EpochFigures.Kind kind() {
      return EpochFigures.Kind.of(figures, scores, areaUnderCurve);
    }

    /**
     * What models are ranked by.
     *
     * @return BLEU, or per cent of right classes or of the area under the curve
     */
    double quality() {
      return EpochFigures.quality(figures, scores, areaUnderCurve);
    }
  }

  /**
   * How much is held out.
   *
   * @return pairs, or photos
   */
  int size();

  /**
   * Whether models are ranked, by BLEU, the share of right classes or the area under the curve:
   * then the first of them is the best, else the last that was trained.
   *
   * @return false if outputs are compared symbol by symbol alone
   */
  boolean ranks();

  /**
   * Measures a model, in parts on the threads of its training.
   *
   * @param fit the training
   * @param model the model
   * @return what it came to
   */
  Measured measure(ParallelFit fit, M model);

  /**
   * Some numbers, evenly spread: of pairs in a file's order, which may be that of their length.
   *
   * @param size of how many
   * @param count how many are wanted
   * @return numbers from 0, rising; fewer where there are fewer
   */
  static IntStream spread(int size, int count) {
    int some = Math.min(size, count);
    return IntStream.range(0, some).map(i -> (int) ((2L * i + 1) * size / (2L * some)));
  }

  /**
   * A text as it is shown.
   *
   * @param text any text
   * @return its first 300 characters
   */
  static String shortened(String text) {
    int most = 300;
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "\u2026";
  }
}
