package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.score.Score;

/**
 * The builder's methods of a single-headed attention with any score.
 *
 * @param <B> the builder
 */
public interface AlignmentSettings<B> extends AlignmentOptions<B> {
  /**
   * Required: compares a query with a key.
   *
   * @param score such as {@code new GeneralScore()}
   * @return this
   */
  default B setScore(Score score) {
    draft().score(score);
    return self();
  }
}
