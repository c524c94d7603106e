package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.transformer.TransformerKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import io.github.dl4jattention.layers.multihead.MultiHead;
import io.github.dl4jattention.layers.transformer.FeedForward;
import io.github.dl4jattention.layers.transformer.Residual;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One layer of a Transformer's encoder: multi-head self-attention, then a feed-forward sub-layer,
 * each with a residual connection and a norm.
 *
 * <pre>
 *   pre-norm    h = x + dropout(attention(norm(x)))     post-norm   h = norm(x + dropout(attention(x)))
 *   (default)   y = h + dropout(ff(norm(h)))                        y = norm(h + dropout(ff(h)))
 *
 *   attention   {@link MultiHead}, queries, keys and values the same steps
 *   ff          {@link FeedForward}: relu, gelu or SwiGLU units
 *   norm        a layer norm or a root mean square norm, each with its own gain and bias
 * </pre>
 *
 * <p>Vaswani et al. 2017, "Attention Is All You Need", section 3.1 (post-norm, ReLU); Xiong et al.
 * 2020, "On Layer Normalization in the Transformer Architecture" (pre-norm); Shazeer 2020, "GLU
 * Variants Improve Transformer" (SwiGLU). All settings are in {@link TransformerSettings} and
 * {@link MultiHeadSettings}: grouped-query attention, a causal mask, positions, hooks. A stack of
 * layers is one line, see {@link TransformerStack}.
 *
 * <p>Input and output: {@code [batch, nIn, time]}, nIn inferred from the input's type. The mask is
 * {@code [batch, time]}, 1 = real: padded steps get no weight and come out zero.
 *
 * <p>Parameters: those of {@link HeadProjections}, and of the position scheme, bias and hook, if
 * any; of {@link FeedForward}; {@code attentionNormGain} and {@code feedForwardNormGain} {@code [1,
 * nIn]}, and for layer norms with biases {@code attentionNormBias} and {@code feedForwardNormBias}
 * {@code [1, nIn]}.
 *
 * <p>Errors: an input that is no sequence, and heads that do not divide nIn, are refused when the
 * configuration is built; so are a missing number of heads and a dropout that is no probability.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new EmbeddingSequenceLayer.Builder().nIn(8000).nOut(64).build())
 *     .layer(SinusoidalPosition.builder().optScaleInput(true).build())
 *     .layer(TransformerEncoderLayer.builder().setHeads(8).optResidualDropout(0.1).build())
 *     .layer(LayerNormalization.builder().build())
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, heads, time, time]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class TransformerEncoderLayer extends AttentionLayer {
  /** The attention, as its norm's parameters name it. */
  static final String ATTENTION = "attention";

  /** The feed-forward sub-layer, as its norm's parameters name it. */
  static final String FEED_FORWARD = "feedForward";

  private static final long serialVersionUID = 1L;

  /** How heads look at steps. */
  private MultiHead multiHead;

  /** The second sub-layer. */
  private FeedForward feedForward;

  /** What is around each sub-layer. */
  private Residual residual;

  /** For DL4J's JSON; use {@link #builder()}. */
  public TransformerEncoderLayer() {}

  private TransformerEncoderLayer(Builder builder) {
    super(builder);
    multiHead = builder.draft.multiHead();
    feedForward = builder.draft.feedForward();
    residual = builder.draft.residual();
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

  /**
   * The second sub-layer.
   *
   * @return the formula and its settings
   */
  public FeedForward feedForward() {
    return feedForward;
  }

  /**
   * What is around each sub-layer.
   *
   * @return the formula and its settings
   */
  public Residual residual() {
    return residual;
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return input;
  }

  @Override
  public void declareParameters(Parameters parameters) {
    multiHead.declareParameters(parameters, getNIn(), getNIn(), getNIn());
    residual.declareParameters(parameters, ATTENTION, getNIn());
    feedForward.declareParameters(parameters, getNIn());
    residual.declareParameters(parameters, FEED_FORWARD, getNIn());
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps x = scope.steps(INPUT);
    Steps attended =
        residual.around(
            scope, ATTENTION, x, steps -> multiHead.attend(scope, steps, steps, steps, INPUT));
    return residual
        .around(scope, FEED_FORWARD, attended, steps -> feedForward.of(scope, steps))
        .sizeBeforeTime(); // [batch, nIn, time]
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    TransformerKernels.Attention attention =
        new TransformerKernels.Attention(multiHead, ATTENTION, "", null, getNIn());
    return TransformerKernels.of(
        new TransformerKernels.Layer(
            INPUT, getNIn(), List.of(attention), feedForward, FEED_FORWARD, residual),
        lanes);
  }

  /** Builds a {@link TransformerEncoderLayer}: {@code setX} is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder>
      implements TransformerSettings<Builder> {
    private final TransformerSettings.Draft draft =
        new TransformerSettings.Draft("TransformerEncoderLayer", false);

    private Builder() {}

    @Override
    public TransformerSettings.Draft draft() {
      return draft;
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public TransformerEncoderLayer build() {
      return new TransformerEncoderLayer(this);
    }
  }
}
