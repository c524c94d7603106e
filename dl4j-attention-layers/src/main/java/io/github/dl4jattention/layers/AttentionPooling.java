package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.formula.LearnedQueries;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.scored.ScoredKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Pools a sequence into one vector, or a few, with learned queries.
 *
 * <pre>
 *   alpha_kj = softmax_j(score(q_k, x_j)), zero where x_j is padding
 *   y_k      = sum_j alpha_kj x_j
 * </pre>
 *
 * <p>The queries q are parameters. With one query and an additive score this is the word attention
 * of Yang et al. 2016, "Hierarchical Attention Networks for Document Classification", equations (5)
 * to (7).
 *
 * <p>Input: {@code [batch, nIn, time]}, nIn inferred; its mask {@code [batch, time]}, 1 = real.
 * Output: {@code [batch, nIn]}, or with {@link Builder#optQueries} {@code [batch, nIn, queries]};
 * zeros for an example that is all padding. The output has no mask.
 *
 * <p>Parameters: {@value LearnedQueries#QUERIES} {@code [queries, querySize]}, and those of the
 * score.
 *
 * <p>Errors: an input that is no sequence, or sizes that the score cannot compare, are refused when
 * the configuration is built; a causal mask and a monotonic window, which have no meaning here,
 * when the layer is.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(new LSTM.Builder().nOut(64).build())
 *     .layer(AttentionPooling.builder().setScore(new AdditiveScore(32)).build())
 *     .layer(new OutputLayer.Builder().nOut(5).build())
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, 1, queries, time]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class AttentionPooling extends AttentionLayer {
  private static final long serialVersionUID = 1L;

  /** How queries look at steps. */
  private Alignment alignment;

  /** Number of queries; 0 for one whose result is a vector, not a sequence of one. */
  private long queries;

  /** Channels of a query; 0 for those of the input. */
  private long querySize;

  /** For DL4J's JSON; use {@link #builder()}. */
  public AttentionPooling() {}

  private AttentionPooling(Builder builder) {
    super(builder);
    alignment = builder.draft.alignment("AttentionPooling");
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

  @Override
  public Optional<String> outputFollows() {
    return Optional.empty();
  }

  @Override
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    alignment.requireKeyTime(input.getTimeSeriesLength());
    return queries == 0 ? InputType.feedForward(getNIn()) : InputType.recurrent(getNIn(), queries);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    learnedQueries().declareParameters(parameters);
    alignment.declareParameters(parameters, learnedQueries().size(), getNIn());
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps steps = scope.steps(INPUT);
    Steps pooled = alignment.attend(scope, learnedQueries().forBatch(scope), steps, steps, INPUT);
    return queries == 0 ? pooled.values().reshape(-1, getNIn()) : pooled.sizeBeforeTime();
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return ScoredKernels.pooling(alignment, learnedQueries(), queries == 0, INPUT, getNIn(), lanes);
  }

  private LearnedQueries learnedQueries() {
    return new LearnedQueries(Math.max(1, queries), querySize == 0 ? getNIn() : querySize);
  }

  /** Builds an {@link AttentionPooling}: {@code setX} is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder>
      implements AlignmentSettings<Builder> {
    private final Draft draft = new Draft();
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
      queries = Sizes.atLeastOne("AttentionPooling", "optQueries", count);
      return this;
    }

    /**
     * Channels of a query; those of the input by default.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optQuerySize(long size) {
      querySize = Sizes.atLeastOne("AttentionPooling", "optQuerySize", size);
      return this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if true: learned queries have no place in the sequence
     */
    @Override
    public Builder optCausal(boolean causal) {
      Causality.refuse(causal, "AttentionPooling", Causality.OF_LEARNED_QUERIES);
      return this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException for a {@link MonotonicWindow}, which stands where the query
     *     does: learned queries have no place in the sequence
     */
    @Override
    public Builder optWindow(Window window) {
      if (window instanceof MonotonicWindow) {
        throw new IllegalStateException(
            "AttentionPooling: its queries have no place in the sequence, so a MonotonicWindow has"
                + " nowhere to stand. Perhaps you need a PredictiveWindow, or no optWindow?");
      }
      return AlignmentSettings.super.optWindow(window);
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
    public AttentionPooling build() {
      return new AttentionPooling(this);
    }
  }
}
