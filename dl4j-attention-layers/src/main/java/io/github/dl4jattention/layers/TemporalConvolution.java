package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.transformer.TransformerKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.transformer.Residual;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * A convolution over neighbouring steps, added to them: n-grams, which attention would otherwise
 * have to put together of single steps.
 *
 * <pre>
 *   pre-norm    y = x + dropout(convolution(norm(x)))       post-norm   y = norm(x + dropout(convolution(x)))
 *
 *   convolution(u)_t = max(sum_d u_(t + d - left) W_d + b, 0)      d = 0 .. width - 1
 *   left             = (width - 1) / 2, rounded down; steps beyond the ends are zeros
 * </pre>
 *
 * <p>The convolution over words of Collobert et al. 2011, "Natural Language Processing (Almost)
 * from Scratch", section 3.3.2, with the units of Kim 2014, "Convolutional Neural Networks for
 * Sentence Classification", equation (2), as many as channels, and around it the residual
 * connection of a Transformer's sub-layers ({@link Residual}). Mohamed et al. 2019, "Transformers
 * with convolutional context for ASR", put several such convolutions, without that connection,
 * before a Transformer's layers, in the place of positions.
 *
 * <p>Input and output: {@code [batch, nIn, time]}, of any length; nIn is inferred from the input's
 * type. The mask is {@code [batch, time]}, 1 = real: padded steps are read as zeros, as those
 * beyond the ends, and come out zero. Steps are neighbours by their places, padding included.
 *
 * <p>Parameters: {@value #WEIGHT} {@code [width nIn, nIn]}, of which rows {@code d nIn} and on are
 * W_d, with width nIn as fan-in; {@value #BIAS} {@code [1, nIn]}, zeros in a new network; {@code
 * convolutionNormGain} and, of a layer norm, {@code convolutionNormBias} {@code [1, nIn]}.
 *
 * <p>Errors: an input that is no sequence is refused when the configuration is built; so are a
 * missing width and a dropout that is no probability.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new EmbeddingSequenceLayer.Builder().nIn(8000).nOut(64).build())
 *     .layer(SinusoidalPosition.builder().optScaleInput(true).build())
 *     .layer(TemporalConvolution.builder().setWidth(3).optDropout(0.1).build())
 *     .layer(TransformerEncoderLayer.builder().setHeads(8).build())
 * }</pre>
 */
public class TemporalConvolution extends AttentionLayer {
  /** Parameter {@code W}: {@code [width nIn, nIn]}. */
  public static final String WEIGHT = "W";

  /** Parameter {@code b}: {@code [1, nIn]}. */
  public static final String BIAS = "b";

  /** The sub-layer, as its norm's parameters name it. */
  private static final String CONVOLUTION = "convolution";

  private static final long serialVersionUID = 1L;

  /** Steps that are seen together. */
  private long width;

  /** What is around the convolution. */
  private Residual residual;

  /** For DL4J's JSON; use {@link #builder()}. */
  public TemporalConvolution() {}

  private TemporalConvolution(Builder builder) {
    super(builder);
    width = Sizes.atLeastOne("TemporalConvolution", "setWidth", builder.width);
    residual = builder.residual();
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

  /**
   * Steps that are seen together.
   *
   * @return at least 1
   */
  public long getWidth() {
    return width;
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return input;
  }

  @Override
  public void declareParameters(Parameters parameters) {
    parameters.weight(WEIGHT, width * getNIn(), getNIn()).bias(BIAS, 0, 1, getNIn());
    residual.declareParameters(parameters, CONVOLUTION, getNIn());
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps x = scope.steps(INPUT);
    return residual
        .around(scope, CONVOLUTION, x, steps -> units(scope, steps))
        .sizeBeforeTime(); // [batch, nIn, time]
  }

  private Steps units(Scope scope, Steps steps) {
    // A norm makes its bias of padding: finite, so that a product may select.
    SDVariable real = scope.mask(INPUT).reshape(-1, steps.time(), 1);
    Steps read = steps.with(steps.values().mul(real));
    SDVariable weight = scope.parameter(WEIGHT).reshape(width, steps.size(), steps.size());
    Conv1DConfig window =
        Conv1DConfig.builder().k(width).s(1).p(0).d(1).paddingMode(PaddingMode.SAME).build();
    SDVariable sums = scope.sameDiff().cnn.conv1d(read.sizeBeforeTime(), weight, window);
    Steps units = steps.with(sums.permute(0, 2, 1)).plus(scope.parameter(BIAS));
    return units.with(Activations.of(Activation.RELU, scope.sameDiff(), units.values()));
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return Optional.of(
        TransformerKernels.of(
            new TransformerKernels.Convolution(
                INPUT, CONVOLUTION, WEIGHT, BIAS, getNIn(), width, residual),
            lanes));
  }

  /** Builds a {@link TemporalConvolution}: {@code setX} is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder> {
    private long width;
    private double dropProbability;
    private boolean preNorm = true;
    private boolean rmsNorm;

    private Builder() {}

    /**
     * Required: how many steps are seen together, such as 3.
     *
     * @param steps at least 1; of an even number one more comes after a step than before it
     * @return this
     */
    public Builder setWidth(long steps) {
      width = steps;
      return this;
    }

    /**
     * Dropout on what the convolution gives before it is added to its input, in training only.
     *
     * @param probability probability that a number is dropped, 0 by default. DL4J's own dropOut is
     *     the probability of keeping, and is for the input
     * @return this
     */
    public Builder optDropout(double probability) {
      dropProbability = probability;
      return this;
    }

    /**
     * Whether the convolution's input is normalised, and not the sum of its input and output; true
     * by default.
     *
     * @param on false to normalise the sum
     * @return this
     */
    public Builder optPreNorm(boolean on) {
      preNorm = on;
      return this;
    }

    /**
     * Whether the norm is a root mean square norm, and not a layer norm; false by default.
     *
     * @param on true for a root mean square norm
     * @return this
     */
    public Builder optRmsNorm(boolean on) {
      rmsNorm = on;
      return this;
    }

    private Residual residual() {
      Dropout.require("TemporalConvolution", "optDropout", dropProbability);
      double epsilon = rmsNorm ? StepNorm.RMS_EPSILON : StepNorm.LAYER_EPSILON;
      return new Residual(preNorm, !rmsNorm, true, epsilon, dropProbability);
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public TemporalConvolution build() {
      return new TemporalConvolution(this);
    }
  }
}
