package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.transformer.FeedForward;
import io.github.dl4jattention.layers.transformer.Residual;
import java.util.Objects;

/**
 * The builder's methods that both Transformer layers have beside those of their attention.
 *
 * @param <B> the builder
 */
public interface TransformerSettings<B> extends MultiHeadSettings<B> {
  @Override
  Draft draft();

  /**
   * What the units of the feed-forward sub-layer do; {@code RELU}, as in the paper, by default.
   *
   * @param kind such as {@code FeedForward.Kind.GELU}
   * @return this
   */
  default B optFeedForward(FeedForward.Kind kind) {
    draft().kind = Objects.requireNonNull(kind, "kind");
    return self();
  }

  /**
   * Inner units of the feed-forward sub-layer; four times the channels by default. With {@code
   * SWIGLU} two thirds as many, {@code 8/3} of the channels, have as many weights as the other
   * kinds (Shazeer 2020, section 3).
   *
   * @param size at least 1
   * @return this
   */
  default B optFeedForwardSize(long size) {
    draft().innerSize = Sizes.atLeastOne(draft().owner, "optFeedForwardSize", size);
    return self();
  }

  /**
   * Whether each sub-layer's input is normalised, and not the sum of its input and output; true by
   * default. A pre-norm network trains without a warm-up of the learning rate (Xiong et al. 2020),
   * and needs one norm more after the last layer, which {@link TransformerStack} adds; the first
   * Transformer is post-norm (Vaswani et al. 2017).
   *
   * @param preNorm false for post-norm
   * @return this
   */
  default B optPreNorm(boolean preNorm) {
    draft().preNorm = preNorm;
    return self();
  }

  /**
   * Whether norms are root mean square norms, and not layer norms; false by default.
   *
   * @param rmsNorm true for root mean square norms
   * @return this
   */
  default B optRmsNorm(boolean rmsNorm) {
    draft().rmsNorm = rmsNorm;
    return self();
  }

  /**
   * Added to the mean of squares in the norms; 1e-5, or 1e-6 in root mean square norms, by default.
   *
   * @param epsilon above 0
   * @return this
   */
  default B optNormEpsilon(double epsilon) {
    draft().epsilon = StepNorm.requireEpsilon(draft().owner, "optNormEpsilon", epsilon);
    return self();
  }

  /**
   * Dropout on the output of each sub-layer before it is added to its input, in training only
   * (Vaswani et al. 2017, section 5.4).
   *
   * @param dropProbability probability that a number is dropped, 0 by default
   * @return this
   */
  default B optResidualDropout(double dropProbability) {
    draft().residualDropout = dropProbability;
    return self();
  }

  /**
   * Dropout on the inner units of the feed-forward sub-layer, in training only.
   *
   * @param dropProbability probability that a unit is dropped, 0 by default
   * @return this
   */
  default B optFeedForwardDropout(double dropProbability) {
    draft().feedForwardDropout = dropProbability;
    return self();
  }

  /**
   * Whether the projections of attention, both layers of the feed-forward sub-layer and the layer
   * norms have biases; true by default.
   *
   * @param biases false for none
   * @return this
   */
  @Override
  default B optBiases(boolean biases) {
    return MultiHeadSettings.super.optBiases(biases);
  }

  /**
   * Refused: the output is added to the input, and so has as many channels.
   *
   * @param size any
   * @return never
   * @throws IllegalStateException always
   */
  @Override
  default B nOut(long size) {
    throw new IllegalStateException(
        "%s: its output is added to its input, so it has as many channels; leave nOut(%d) out"
            .formatted(draft().owner, size));
  }

  /** Settings on the way to a Transformer layer. */
  final class Draft extends MultiHeadSettings.Draft {
    private FeedForward.Kind kind = FeedForward.Kind.RELU;
    private long innerSize;
    private boolean preNorm = true;
    private boolean rmsNorm;
    private double epsilon;
    private double residualDropout;
    private double feedForwardDropout;

    /** Nothing set. */
    Draft(String owner, boolean causal) {
      super(owner);
      this.causal = causal;
    }

    FeedForward feedForward() {
      Dropout.require(owner, "optFeedForwardDropout", feedForwardDropout);
      return new FeedForward(kind, innerSize, biases, feedForwardDropout);
    }

    Residual residual() {
      Dropout.require(owner, "optResidualDropout", residualDropout);
      double usual = rmsNorm ? StepNorm.RMS_EPSILON : StepNorm.LAYER_EPSILON;
      return new Residual(
          preNorm, !rmsNorm, biases, epsilon == 0 ? usual : epsilon, residualDropout);
    }
  }
}
