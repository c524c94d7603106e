package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.StepNorm;

/**
 * Root mean square normalisation: each step is divided by the root of the mean of its squares, then
 * scaled by a learned gain. Unlike {@link LayerNormalization} it takes no mean off and adds no
 * bias.
 *
 * <pre>
 *   rms(x) = sqrt(mean_i(x_i^2) + epsilon)              over the nIn channels of one step
 *   y      = g x / rms(x)                               channel by channel
 * </pre>
 *
 * <p>Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", equation (4); the paper has
 * no epsilon (1e-6 here).
 *
 * <p>Input and output: {@code [batch, nIn, time]}, or vectors {@code [batch, nIn]}; nIn is inferred
 * from the input's type. A sequence's mask is {@code [batch, time]}, 1 = real: padded steps come
 * out zero, and no step sees another.
 *
 * <p>Parameter: {@value Normalization#GAIN} g, {@code [1, nIn]}, ones in a new network. DL4J's
 * regularisation and updater for biases are those of the gain.
 *
 * <p>Errors: an input that is neither sequence nor vectors is refused when the configuration is
 * built, as is an epsilon that is not above 0.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new LSTM.Builder().nOut(64).build())
 *     .layer(RmsNormalization.builder().build())
 * }</pre>
 */
public class RmsNormalization extends Normalization {
  private static final long serialVersionUID = 1L;

  /** For DL4J's JSON; use {@link #builder()}. */
  public RmsNormalization() {}

  private RmsNormalization(Builder builder) {
    super(builder);
    initializeConstraints(builder);
  }

  /**
   * Starts a configuration.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  boolean centred() {
    return false;
  }

  /** Builds an {@link RmsNormalization}; nothing is required. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends NormalizationBuilder<Builder> {
    private Builder() {
      super(StepNorm.RMS_EPSILON);
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public RmsNormalization build() {
      return new RmsNormalization(this);
    }
  }
}
