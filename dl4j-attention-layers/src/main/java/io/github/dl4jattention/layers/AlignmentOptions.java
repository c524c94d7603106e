package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.AttentionDistribution;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.score.Score;
import java.util.Objects;

/**
 * The builder's methods that every single-headed attention has, whatever its score: the window, the
 * distribution, dropout.
 *
 * @param <B> the builder
 */
public interface AlignmentOptions<B> {
  /**
   * What has been set so far.
   *
   * @return the draft
   */
  Draft draft();

  /**
   * The builder by its own type.
   *
   * @return this
   */
  B self();

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

  /**
   * Makes weights of energies; a softmax by default.
   *
   * @param distribution such as {@code new Sparsemax()}; {@code new HardAttention()} also needs a
   *     reward before training, see {@link io.github.dl4jattention.layers.runtime.Rewards}
   * @return this
   */
  default B optDistribution(AttentionDistribution distribution) {
    draft().distribution = Objects.requireNonNull(distribution, "distribution");
    return self();
  }

  /**
   * Dropout on the weights, in training only.
   *
   * @param dropProbability probability that a weight is dropped, 0 by default. DL4J's own dropOut
   *     is the probability of keeping
   * @return this
   */
  default B optAttentionDropout(double dropProbability) {
    draft().dropProbability = dropProbability;
    return self();
  }

  /**
   * Whether query i may look at keys up to i only; false by default.
   *
   * @param causal true for no look ahead
   * @return this
   */
  default B optCausal(boolean causal) {
    draft().causal = causal;
    return self();
  }

  /** Settings on the way to an {@link Alignment}. */
  final class Draft {
    private Score score;
    private Window window;
    private AttentionDistribution distribution = new Softmax();
    private double dropProbability;
    private boolean causal;

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
      Dropout.require(owner, "optAttentionDropout", dropProbability);
      return new Alignment(score, window, distribution, dropProbability, causal);
    }
  }
}
