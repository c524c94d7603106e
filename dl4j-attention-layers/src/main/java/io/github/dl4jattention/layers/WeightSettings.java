package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.AttentionDistribution;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.formula.Dropout;
import java.util.Objects;

/**
 * The builder's methods that every attention has, of one head or of several: how energies become
 * weights, dropout, looking ahead.
 *
 * @param <B> the builder
 */
public interface WeightSettings<B> {
  /**
   * What has been set so far.
   *
   * @return the draft
   */
  WeightDraft draft();

  /**
   * The builder by its own type.
   *
   * @return this
   */
  B self();

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
   * Whether query i may look at keys up to i only; false by default. Of queries over another
   * sequence that is of use where both have the same steps.
   *
   * @param causal true for no look ahead
   * @return this
   */
  default B optCausal(boolean causal) {
    draft().causal = causal;
    return self();
  }

  /** Settings on the way to attention. */
  abstract class WeightDraft {
    /** Makes weights of energies. */
    AttentionDistribution distribution = new Softmax();

    /** Probability that a weight is dropped in training. */
    double dropProbability;

    /** Whether a query may look at no later key. */
    boolean causal;

    /** Nothing set. */
    WeightDraft() {}

    /** Refuses a dropout that is no probability. */
    final void requireDropout(String owner) {
      Dropout.require(owner, "optAttentionDropout", dropProbability);
    }
  }
}
