package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What {@link LayerNormalization} and {@link RmsNormalization} have in common: each step of a
 * sequence, or each vector, is scaled by statistics over its own channels, then by a learned gain.
 *
 * <p>Nothing depends on other steps or examples, nor on whether the network trains. In half
 * precision the statistics are computed in single precision, as squares would overflow.
 */
public abstract class Normalization extends AttentionLayer {
  /** Parameter {@code g}: {@code [1, nIn]}, ones in a new network; not regularised as weights. */
  public static final String GAIN = "gain";

  /** Axis of the channels in rows {@code [steps or examples, nIn]}. */
  static final int CHANNELS = 1;

  private static final long serialVersionUID = 1L;

  /** Added to the mean of squares, so that zeros are not divided by zero. */
  private double epsilon;

  /** Whether there is a gain. */
  private boolean gain;

  /** For DL4J's JSON. */
  protected Normalization() {}

  /**
   * For builders.
   *
   * @param builder what both layers' builders have
   */
  protected Normalization(NormalizationBuilder<?> builder) {
    super(builder);
    epsilon = builder.epsilon;
    gain = builder.gain;
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return input;
  }

  @Override
  protected Optional<InputType> outputType(InputType.InputTypeFeedForward input) {
    return Optional.of(input);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    if (gain) {
      parameters.bias(GAIN, 1, 1, getNIn());
    }
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    if (scope.inputShape(INPUT).length == 2) {
      return ofRows(scope, scope.input(INPUT));
    }
    Steps steps = scope.steps(INPUT);
    return steps.withRows(ofRows(scope, steps.rows())).sizeBeforeTime();
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return Optional.of(
        FusedKernels.normalization(
            INPUT, gain ? GAIN : null, biasName(), centred(), epsilon, lanes));
  }

  /** Name of the bias; null, the default, for none. */
  String biasName() {
    return null;
  }

  /** Whether the mean is taken off. */
  abstract boolean centred();

  private SDVariable ofRows(Scope scope, SDVariable rows) {
    if (scope.dataType() != DataType.FLOAT16) {
      return scaled(scope, normalized(rows));
    }
    SDVariable normalized = normalized(rows.castTo(DataType.FLOAT));
    return scaled(scope, normalized.castTo(DataType.FLOAT16));
  }

  /** The formula without gain and bias. */
  private SDVariable normalized(SDVariable rows) {
    return overRootMeanSquare(centred() ? rows.sub(mean(rows)) : rows);
  }

  /** Gain and bias, where there are any. */
  private SDVariable scaled(Scope scope, SDVariable rows) {
    SDVariable multiplied = gain ? rows.mul(scope.parameter(GAIN)) : rows;
    return biasName() == null ? multiplied : multiplied.add(scope.parameter(biasName()));
  }

  /** Over the channels, {@code [rows, 1]}; M2.1 fails over one. */
  private SDVariable mean(SDVariable rows) {
    return getNIn() == 1 ? rows : rows.mean(true, CHANNELS);
  }

  /** Divides by the root of the mean of the squares over the channels. */
  private SDVariable overRootMeanSquare(SDVariable rows) {
    SDVariable meanSquare = mean(rows.mul(rows)).add(epsilon); // [rows, 1]
    // Not a quotient, whose gradient is wrong in M2.1 where the divisor is [1, 1].
    return rows.mul(rows.getSameDiff().math.reciprocal(rows.getSameDiff().math.sqrt(meanSquare)));
  }

  /**
   * What both normalisations' builders have.
   *
   * @param <B> the layer's builder
   */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public abstract static class NormalizationBuilder<B extends NormalizationBuilder<B>>
      extends LayerBuilder<B> {
    private double epsilon;
    private boolean gain = true;

    /**
     * For the layers' builders.
     *
     * @param epsilon the default
     */
    protected NormalizationBuilder(double epsilon) {
      this.epsilon = epsilon;
    }

    /**
     * Added to the mean of squares under the root, so that a step of equal channels is not divided
     * by zero.
     *
     * @param value above 0
     * @return this
     */
    public B optEpsilon(double value) {
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalStateException(
            "%s: optEpsilon needs a small number above 0, such as 1e-5, got %s"
                .formatted(Sizes.ownerOf(this), value));
      }
      epsilon = value;
      return self();
    }

    /**
     * Whether each channel is multiplied by a learned gain; true by default.
     *
     * @param on false for none
     * @return this
     */
    public B optGain(boolean on) {
      gain = on;
      return self();
    }
  }
}
