package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What {@link LayerNormalization} and {@link RmsNormalization} have in common: each step of a
 * sequence, or each vector, is scaled by statistics over its own channels, then by a learned gain.
 *
 * <p>Nothing depends on other steps or examples, nor on whether the network trains. In half
 * precision the statistics are computed in single precision, as squares would overflow.
 */
public abstract class Normalization extends AttentionLayer {
  /** Parameter {@code g}: {@code [1, nIn]}, ones in a new network; not regularised as weights. */
  public static final String GAIN = StepNorm.GAIN;

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
    norm().declareParameters(parameters, getNIn());
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    if (scope.inputShape(INPUT).length == 2) {
      return norm().ofRows(scope, scope.input(INPUT), getNIn());
    }
    return norm().of(scope, scope.steps(INPUT)).sizeBeforeTime();
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return Optional.of(FusedKernels.normalization(INPUT, norm(), lanes));
  }

  /** Whether there is a bias; false by default. */
  boolean hasBias() {
    return false;
  }

  /** Whether the mean is taken off. */
  abstract boolean centred();

  /**
   * What is computed.
   *
   * @return the formula
   */
  public StepNorm norm() {
    return new StepNorm(centred(), gain, hasBias(), epsilon);
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
      epsilon = StepNorm.requireEpsilon(Sizes.ownerOf(this), "optEpsilon", value);
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
