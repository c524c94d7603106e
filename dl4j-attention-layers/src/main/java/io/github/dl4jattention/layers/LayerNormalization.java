package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.StepNorm;

/**
 * Layer normalisation: each step's channels get mean 0 and variance 1, then a learned gain and
 * bias.
 *
 * <pre>
 *   mu    = mean_i(x_i)                                 over the nIn channels of one step
 *   sigma = sqrt(mean_i((x_i - mu)^2) + epsilon)
 *   y     = g (x - mu) / sigma + b                      channel by channel
 * </pre>
 *
 * <p>Ba, Kiros and Hinton 2016, "Layer Normalization", equations (3) and (4); the paper has no
 * epsilon (1e-5 here) and applies an activation to y, which here is a layer of its own.
 *
 * <p>Input and output: {@code [batch, nIn, time]}, or vectors {@code [batch, nIn]}; nIn is inferred
 * from the input's type. A sequence's mask is {@code [batch, time]}, 1 = real: padded steps come
 * out zero, and no step sees another.
 *
 * <p>Parameters, both {@code [1, nIn]}: {@value Normalization#GAIN} g, ones in a new network, and
 * {@value #BIAS} b, zeros. DL4J's regularisation and updater for biases are those of both.
 *
 * <p>Errors: an input that is neither sequence nor vectors is refused when the configuration is
 * built, as is an epsilon that is not above 0.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new LSTM.Builder().nOut(64).build())
 *     .layer(LayerNormalization.builder().build())
 * }</pre>
 */
public class LayerNormalization extends Normalization {
  /** Parameter {@code b}: {@code [1, nIn]}, zeros in a new network. */
  public static final String BIAS = StepNorm.BIAS;

  private static final long serialVersionUID = 1L;

  /** Whether there is a bias. */
  private boolean bias;

  /** For DL4J's JSON; use {@link #builder()}. */
  public LayerNormalization() {}

  private LayerNormalization(Builder builder) {
    super(builder);
    bias = builder.bias;
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
  boolean hasBias() {
    return bias;
  }

  @Override
  boolean centred() {
    return true;
  }

  /** Builds a {@link LayerNormalization}; nothing is required. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends NormalizationBuilder<Builder> {
    private boolean bias = true;

    private Builder() {
      super(StepNorm.LAYER_EPSILON);
    }

    /**
     * Whether each channel gets a learned bias; true by default.
     *
     * @param on false for none
     * @return this
     */
    public Builder optBias(boolean on) {
      bias = on;
      return this;
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public LayerNormalization build() {
      return new LayerNormalization(this);
    }
  }
}
