package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.multihead.MultiHeadKernels;
import io.github.dl4jattention.layers.fused.multihead.StepHeads;
import io.github.dl4jattention.layers.fused.transformer.DecoderSteps;
import io.github.dl4jattention.layers.fused.transformer.TransformerKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import io.github.dl4jattention.layers.multihead.MultiHead;
import io.github.dl4jattention.layers.transformer.FeedForward;
import io.github.dl4jattention.layers.transformer.Residual;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One layer of a Transformer's decoder: masked multi-head self-attention, multi-head attention over
 * the encoder's output, then a feed-forward sub-layer, each with a residual connection and a norm.
 *
 * <pre>
 *   pre-norm (default)                                  post-norm
 *   g = x + dropout(self(norm(x)))                      g = norm(x + dropout(self(x)))
 *   h = g + dropout(cross(norm(g), m))                  h = norm(g + dropout(cross(g, m)))
 *   y = h + dropout(ff(norm(h)))                        y = norm(h + dropout(ff(h)))
 *
 *   self     {@link MultiHead}, queries, keys and values the same steps; step i sees those up to i
 *   cross    {@link MultiHead}, queries the steps, keys and values the memory m
 *   ff       {@link FeedForward}: relu, gelu or SwiGLU units
 *   norm     a layer norm or a root mean square norm, each with its own gain and bias
 * </pre>
 *
 * <p>Vaswani et al. 2017, "Attention Is All You Need", section 3.1 (post-norm, ReLU); Xiong et al.
 * 2020, "On Layer Normalization in the Transformer Architecture" (pre-norm); Shazeer 2020, "GLU
 * Variants Improve Transformer" (SwiGLU). All settings are in {@link TransformerSettings} and
 * {@link MultiHeadSettings}. Numbers of heads, their size, distribution, hook and dropout are those
 * of both attentions; positions and biases of energies those of self-attention alone, as steps of
 * two sequences have no distance. A stack of layers is one line, see {@link TransformerStack}.
 *
 * <p>Inputs, in this order, sizes inferred: {@value #TARGET} x, {@code [batch, size, time]};
 * {@value #MEMORY} m, {@code [batch, memorySize, memoryTime]}. Output: {@code [batch, size, time]}.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real: padded steps get no weight. Padded steps of the
 * target come out zero; the output's mask is that of the target. Where the memory is all padding,
 * cross-attention gives zero.
 *
 * <p>Parameters: those of {@link HeadProjections} twice, with {@value #SELF} and {@value #CROSS}
 * before their names ({@code selfWq}, {@code crossWq}), so, too, those of the position scheme, bias
 * and hook, if any; those of {@link FeedForward}; {@code selfNormGain}, {@code crossNormGain} and
 * {@code feedForwardNormGain} {@code [1, size]}, and for layer norms with biases {@code
 * selfNormBias}, {@code crossNormBias} and {@code feedForwardNormBias} {@code [1, size]}.
 *
 * <p>Errors: inputs that are no sequences, and heads that do not divide the target's channels, are
 * refused when the configuration is built; so are a missing number of heads and a dropout that is
 * no probability.
 *
 * <pre>{@code
 * graph.addVertex("decoder",
 *     TransformerDecoderLayer.builder().setHeads(8).optResidualDropout(0.1).build(),
 *     "target", "encoder");
 * }</pre>
 *
 * <p>The weights of both attentions are kept on request, see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}: {@code lastWeights()} are those of
 * cross-attention, {@code [batch, heads, time, memoryTime]}, {@code lastWeights(SELF)} those of
 * self-attention, {@code [batch, heads, time, time]}.
 */
public class TransformerDecoderLayer extends AttentionVertex {
  /** First input: the steps so far, {@code [batch, size, time]}. */
  public static final String TARGET = "target";

  /** Second input: what is looked at, {@code [batch, memorySize, memoryTime]}. */
  public static final String MEMORY = "memory";

  /** Before the names of the parameters of self-attention. */
  public static final String SELF = "self";

  /** Before the names of the parameters of attention over the memory. */
  public static final String CROSS = "cross";

  private static final long serialVersionUID = 1L;

  /** Channels of a step; 0 until inferred. */
  private long size;

  /** Channels of the memory; 0 until inferred. */
  private long memorySize;

  /** How heads look at the steps so far. */
  private MultiHead selfAttention;

  /** How heads look at the memory. */
  private MultiHead crossAttention;

  /** The third sub-layer. */
  private FeedForward feedForward;

  /** What is around each sub-layer. */
  private Residual residual;

  /** For DL4J's JSON; use {@link #builder()}. */
  public TransformerDecoderLayer() {}

  private TransformerDecoderLayer(Builder builder) {
    super(builder);
    size = builder.size;
    memorySize = builder.memorySize;
    selfAttention = builder.draft.multiHead();
    crossAttention = builder.draft.multiHeadElsewhere();
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
   * How heads look at the steps so far.
   *
   * @return the formula and its settings
   */
  public MultiHead selfAttention() {
    return selfAttention;
  }

  /**
   * How heads look at the memory.
   *
   * @return the formula and its settings
   */
  public MultiHead crossAttention() {
    return crossAttention;
  }

  /**
   * The third sub-layer.
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
  public List<String> inputNames() {
    return List.of(TARGET, MEMORY);
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    size = Inputs.sequence(describe(), TARGET, inputs[0], size, "optSize");
    memorySize = Inputs.sequence(describe(), MEMORY, inputs[1], memorySize, "optMemorySize");
    return Inputs.likeSequence(inputs[0], size);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    parameters.within(SELF, () -> selfAttention.declareParameters(parameters, size, size, size));
    residual.declareParameters(parameters, SELF, size);
    parameters.within(
        CROSS, () -> crossAttention.declareParameters(parameters, size, memorySize, memorySize));
    residual.declareParameters(parameters, CROSS, size);
    feedForward.declareParameters(parameters, size);
    residual.declareParameters(parameters, TransformerEncoderLayer.FEED_FORWARD, size);
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps memory = scope.steps(MEMORY);
    Steps own =
        residual.around(
            scope,
            SELF,
            scope.steps(TARGET),
            x -> scope.within(SELF, () -> selfAttention.attend(scope, x, x, x, TARGET)));
    Steps looked =
        residual.around(
            scope,
            CROSS,
            own,
            x ->
                scope.within(CROSS, () -> crossAttention.attend(scope, x, memory, memory, MEMORY)));
    return residual
        .around(scope, TransformerEncoderLayer.FEED_FORWARD, looked, x -> feedForward.of(scope, x))
        .sizeBeforeTime(); // [batch, size, time]
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    List<TransformerKernels.Attention> attentions =
        List.of(
            new TransformerKernels.Attention(selfAttention, SELF, SELF, null, size),
            new TransformerKernels.Attention(crossAttention, CROSS, CROSS, MEMORY, memorySize));
    return TransformerKernels.of(
        new TransformerKernels.Layer(
            TARGET, size, attentions, feedForward, TransformerEncoderLayer.FEED_FORWARD, residual),
        lanes);
  }

  /**
   * What takes single steps with these settings.
   *
   * @param parameters has the parameters
   * @param lanes what it computes with
   * @return nothing if steps see later ones, or there is no kernel of single steps
   */
  public Optional<DecoderSteps> steps(Pass parameters, Lanes lanes) {
    Optional<StepHeads> self = MultiHeadKernels.steps(selfAttention, size, size, lanes);
    Optional<StepHeads> cross = MultiHeadKernels.steps(crossAttention, size, memorySize, lanes);
    if (!selfAttention.causal() || self.isEmpty() || cross.isEmpty()) {
      return Optional.empty();
    }
    DecoderSteps.Settings settings =
        new DecoderSteps.Settings(
            (int) size, SELF, CROSS, TransformerEncoderLayer.FEED_FORWARD, feedForward, residual);
    return Optional.of(new DecoderSteps(settings, self.get(), cross.get(), parameters, lanes));
  }

  /** Builds a {@link TransformerDecoderLayer}: {@code setX} is required, the rest is not. */
  public static final class Builder extends VertexBuilder<Builder>
      implements TransformerSettings<Builder> {
    private final TransformerSettings.Draft draft =
        new TransformerSettings.Draft("TransformerDecoderLayer", true);
    private long size;
    private long memorySize;

    private Builder() {}

    /**
     * Channels of a step; inferred where the graph's input types are given.
     *
     * @param channels at least 1
     * @return this
     */
    public Builder optSize(long channels) {
      size = Sizes.atLeastOne("TransformerDecoderLayer", "optSize", channels);
      return this;
    }

    /**
     * Channels of the memory; inferred where the graph's input types are given.
     *
     * @param channels at least 1
     * @return this
     */
    public Builder optMemorySize(long channels) {
      memorySize = Sizes.atLeastOne("TransformerDecoderLayer", "optMemorySize", channels);
      return this;
    }

    /**
     * Whether a step sees no later one; true by default, and not to be changed where a model is to
     * write step by step.
     *
     * @param causal false for self-attention over all steps
     * @return this
     */
    @Override
    public Builder optCausal(boolean causal) {
      return TransformerSettings.super.optCausal(causal);
    }

    @Override
    public TransformerSettings.Draft draft() {
      return draft;
    }

    @Override
    public Builder self() {
      return this;
    }

    /**
     * The vertex.
     *
     * @return a new configuration
     * @throws IllegalStateException if the number of heads is missing, sizes that are known do not
     *     fit each other, or a dropout is no probability
     */
    public TransformerDecoderLayer build() {
      return new TransformerDecoderLayer(this);
    }
  }
}
