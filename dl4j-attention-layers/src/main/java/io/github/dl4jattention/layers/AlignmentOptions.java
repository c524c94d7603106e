package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.score.Score;

/**
 * The builder's methods that every single-headed attention has, whatever its score: the window, the
 * distribution, dropout.
 *
 * @param <B> the builder
 */
public interface AlignmentOptions<B> extends WeightSettings<B> {
  /**
   * What has been set so far.
   *
   * @return the draft
   */
  @Override
  Draft draft();

  /**
   * Local attention: the keys that a query may see; all of them by default.
   *
   * @param window such as {@code new PredictiveWindow(10)}
   * @return this
   */
  default B optWindow(Window window) {
    draft().window = window;
    return self();
  }

  /** Settings on the way to an {@link Alignment}. */
  final class Draft extends WeightDraft {
    private Score score;
    private Window window;

    /** Nothing set. */
    Draft() {}

    /** A draft with a score. */
    Draft(Score score) {
      this.score = score;
    }

    /** Compares a query with a key. */
    void score(Score value) {
      score = value;
    }

    /** The score; null if none was set. */
    Score score() {
      return score;
    }

    /** The alignment, if all that is required was set. */
    Alignment alignment(String owner) {
      if (score == null) {
        throw new IllegalStateException(
            owner + ": setScore is required, for example setScore(new ScaledDotScore())");
      }
      requireDropout(owner);
      return new Alignment(score, window, distribution, dropProbability, causal);
    }
  }
}
