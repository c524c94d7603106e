package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.LearnedQueries;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.multihead.MultiHeadKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import io.github.dl4jattention.layers.multihead.MultiHead;
import io.github.dl4jattention.layers.position.AttentionBias;
import io.github.dl4jattention.layers.position.PositionScheme;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Pools a sequence into one vector, or a few, by multi-head attention with learned queries.
 *
 * <pre>
 *   y_k = multi-head attention of the query s_k over x_1 ... x_T, see {@link MultiHeadAttention}
 * </pre>
 *
 * <p>The queries s are parameters. It is the attention in the pooling of Lee et al. 2019, "Set
 * Transformer", section 3.2 (PMA), without the feed-forward layers around it; DL4J's {@code
 * LearnedSelfAttentionLayer} is the same idea. Vaswani et al. 2017, equation (1) and section 3.2.2;
 * all settings are in {@link MultiHeadSettings}.
 *
 * <p>Input: {@code [batch, nIn, time]}, nIn inferred; its mask {@code [batch, time]}, 1 = real.
 * Output: {@code [batch, nOut]}, or with {@link Builder#optQueries} {@code [batch, nOut, queries]};
 * zeros for an example that is all padding, bias or not. nOut is querySize by default, and that is
 * nIn. The output has no mask.
 *
 * <p>Parameters: {@value LearnedQueries#QUERIES} {@code [queries, querySize]}, and those of {@link
 * HeadProjections}.
 *
 * <p>Errors: an input that is no sequence, and heads that do not divide querySize, are refused when
 * the configuration is built; a causal mask, which has no meaning here, when the layer is.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(MultiHeadSelfAttention.builder().setHeads(8).build())
 *     .layer(MultiHeadAttentionPooling.builder().setHeads(8).build())
 *     .layer(new OutputLayer.Builder().nOut(5).build())
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, heads, queries, time]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class MultiHeadAttentionPooling extends AttentionLayer {
  private static final long serialVersionUID = 1L;

  /** How heads look at steps. */
  private MultiHead multiHead;

  /** Number of queries; 0 for one whose result is a vector, not a sequence of one. */
  private long queries;

  /** Channels of a query; 0 for those of the input. */
  private long querySize;

  /** For DL4J's JSON; use {@link #builder()}. */
  public MultiHeadAttentionPooling() {}

  private MultiHeadAttentionPooling(Builder builder) {
    super(builder);
    multiHead = builder.draft.multiHead();
    queries = builder.queries;
    querySize = builder.querySize;
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
  public Optional<String> outputFollows() {
    return Optional.empty();
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return queries == 0
        ? InputType.feedForward(outputSize())
        : InputType.recurrent(outputSize(), queries);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    learnedQueries().declareParameters(parameters);
    multiHead.declareParameters(parameters, learnedQueries().size(), getNIn(), getNIn());
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps steps = scope.steps(INPUT);
    Steps pooled = multiHead.attend(scope, learnedQueries().forBatch(scope), steps, steps, INPUT);
    return queries == 0 ? pooled.values().reshape(-1, outputSize()) : pooled.sizeBeforeTime();
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return MultiHeadKernels.pooling(
        multiHead, learnedQueries(), queries == 0, INPUT, getNIn(), lanes);
  }

  private long outputSize() {
    return multiHead.outputSize(learnedQueries().size());
  }

  private LearnedQueries learnedQueries() {
    return new LearnedQueries(Math.max(1, queries), querySize == 0 ? getNIn() : querySize);
  }

  /** Builds a {@link MultiHeadAttentionPooling}: {@code setX} is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder>
      implements MultiHeadSettings<Builder> {
    private final Draft draft = new Draft("MultiHeadAttentionPooling");
    private long queries;
    private long querySize;

    private Builder() {}

    /**
     * Several queries, whose results are a sequence of as many steps; by default one, whose result
     * is a vector.
     *
     * @param count at least 1
     * @return this
     */
    public Builder optQueries(long count) {
      queries = Sizes.atLeastOne("MultiHeadAttentionPooling", "optQueries", count);
      return this;
    }

    /**
     * Channels of a query; those of the input by default.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optQuerySize(long size) {
      querySize = Sizes.atLeastOne("MultiHeadAttentionPooling", "optQuerySize", size);
      return this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if true: learned queries have no place in the sequence
     */
    @Override
    public Builder optCausal(boolean causal) {
      Causality.refuse(causal, "MultiHeadAttentionPooling", Causality.OF_LEARNED_QUERIES);
      return this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException for any: learned queries have no place in the sequence
     */
    @Override
    public Builder optPosition(PositionScheme position) {
      throw Causality.noPlace("MultiHeadAttentionPooling", "optPosition");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException for any: learned queries have no place in the sequence
     */
    @Override
    public Builder optAttentionBias(AttentionBias bias) {
      throw Causality.noPlace("MultiHeadAttentionPooling", "optAttentionBias");
    }

    @Override
    public Draft draft() {
      return draft;
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public MultiHeadAttentionPooling build() {
      return new MultiHeadAttentionPooling(this);
    }
  }
}
