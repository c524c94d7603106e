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
   * @param samples a few outputs; none if there are no scores
   */
  record Measured(Evaluation figures, TextScores scores, List<EpochFigures.Sample> samples) {}

  /**
   * How much is held out.
   *
   * @return pairs, or photos
   */
  int size();

  /**
   * Whether outputs are compared as texts: then the model with the highest BLEU is the best, else
   * the last one.
   *
   * @return true if {@link Measured#scores} are given
   */
  boolean comparesTexts();

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
