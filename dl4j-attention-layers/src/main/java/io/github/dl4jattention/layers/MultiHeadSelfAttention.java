package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.fused.multihead.MultiHeadKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import io.github.dl4jattention.layers.multihead.MultiHead;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Multi-head attention of a sequence over itself: queries, keys and values are the input.
 *
 * <pre>
 *   e_hij     = (x_i Wq_h) . (x_j Wk_h) / sqrt(headSize)
 *   alpha_hij = softmax_j(e_hij), zero where x_j is padding
 *   z_hi      = sum_j alpha_hij (x_j Wv_h)
 *   y_i       = [z_1i ... z_ni] Wo
 * </pre>
 *
 * <p>and a bias with each projection. Vaswani et al. 2017, "Attention Is All You Need", equation
 * (1) and section 3.2.2; all settings are in {@link MultiHeadSettings}: grouped-query attention, a
 * causal mask, positions, hooks.
 *
 * <p>Input: {@code [batch, nIn, time]}, nIn inferred from its type. Output: {@code [batch, nOut,
 * time]}; nOut is nIn by default. The mask is {@code [batch, time]}, 1 = real: padded steps get no
 * weight and come out zero.
 *
 * <p>Parameters: see {@link HeadProjections}; querySize, keySize and valueSize are nIn.
 *
 * <p>Errors: an input that is no sequence, and heads that do not divide nIn, are refused when the
 * configuration is built.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new LSTM.Builder().nOut(64).build())
 *     .layer(MultiHeadSelfAttention.builder()
 *         .setHeads(8).optCausal(true).optPosition(new RotaryPosition()).build())
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, heads, time, time]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class MultiHeadSelfAttention extends AttentionLayer {
  private static final long serialVersionUID = 1L;

  /** How heads look at steps. */
  private MultiHead multiHead;

  /** For DL4J's JSON; use {@link #builder()}. */
  public MultiHeadSelfAttention() {}

  private MultiHeadSelfAttention(Builder builder) {
    super(builder);
    multiHead = builder.draft.multiHead();
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
   * How heads look at steps.
   *
   * @return the formula and its settings
   */
  public MultiHead multiHead() {
    return multiHead;
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return Inputs.likeSequence(input, multiHead.outputSize(getNIn()));
  }

  @Override
  public void declareParameters(Parameters parameters) {
    multiHead.declareParameters(parameters, getNIn(), getNIn(), getNIn());
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps steps = scope.steps(INPUT);
    return multiHead.attend(scope, steps, steps, steps, INPUT).sizeBeforeTime();
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    FusedKernels.Inputs inputs = new FusedKernels.Inputs(INPUT, INPUT, INPUT);
    return MultiHeadKernels.attention(multiHead, inputs, getNIn(), getNIn(), getNIn(), lanes);
  }

  /** Builds a {@link MultiHeadSelfAttention}: {@code setX} is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder>
      implements MultiHeadSettings<Builder> {
    private final Draft draft = new Draft("MultiHeadSelfAttention");

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
    public MultiHeadSelfAttention build() {
      return new MultiHeadSelfAttention(this);
    }
  }
}
