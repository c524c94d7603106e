package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.fused.scored.ScoredKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Attention of a sequence over itself, with any score: queries, keys and values are the input.
 *
 * <pre>
 *   e_ij     = score(x_i, x_j)
 *   alpha_ij = softmax_j(e_ij), zero where x_j is padding
 *   y_i      = sum_j alpha_ij x_j
 * </pre>
 *
 * <p>With scaled dot products it is Vaswani et al. 2017, equation (1), without projections: with
 * them, and with several heads, see {@link MultiHeadSelfAttention}.
 *
 * <p>Input and output: {@code [batch, nIn, time]}; nIn is inferred from the input's type. The mask
 * is {@code [batch, time]}, 1 = real: padded steps get no weight and come out zero.
 *
 * <p>Errors: an input that is no sequence is refused when the configuration is built.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new LSTM.Builder().nOut(64).build())
 *     .layer(SelfAttention.builder().setScore(new AdditiveScore(32)).build())
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, 1, time, time]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class SelfAttention extends AttentionLayer {
  private static final long serialVersionUID = 1L;

  /** How steps look at steps. */
  private Alignment alignment;

  /** For DL4J's JSON; use {@link #builder()}. */
  public SelfAttention() {}

  private SelfAttention(Builder builder) {
    super(builder);
    alignment = builder.draft.alignment("SelfAttention");
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
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    alignment.requireKeyTime(input.getTimeSeriesLength());
    return input;
  }

  @Override
  public void declareParameters(Parameters parameters) {
    alignment.declareParameters(parameters, getNIn(), getNIn());
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps steps = scope.steps(INPUT);
    return alignment
        .attend(scope, steps, RealSteps.of(scope, INPUT), steps, steps, INPUT)
        .sizeBeforeTime();
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    FusedKernels.Inputs inputs = new FusedKernels.Inputs(INPUT, INPUT, INPUT);
    return ScoredKernels.attention(alignment, inputs, getNIn(), getNIn(), getNIn(), lanes);
  }

  /** Builds a {@link SelfAttention}: {@code setX} is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder>
      implements AlignmentSettings<Builder> {
    private final Draft draft = new Draft();

    private Builder() {}

    @Override
    public Draft draft() {
      return draft;
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public SelfAttention build() {
      return new SelfAttention(this);
    }
  }
}
