package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.score.AdditiveScore;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Additive attention of a sequence of queries over a sequence of keys.
 *
 * <p>{@code c_i = sum_j alpha_ij h_j} with {@code alpha_ij = softmax_j(v . tanh(s_i Wq + h_j Wk))}:
 * Bahdanau, Cho and Bengio 2014, equations (5) and (6). It is {@link Attention} with an {@link
 * AdditiveScore}. For a decoder that feeds the context back into its own state, see {@link
 * BahdanauDecoder}.
 *
 * <p>Inputs, in this order: {@value #QUERIES} s, {@code [batch, querySize, queryTime]}; {@value
 * #KEYS} h, {@code [batch, keySize, keyTime]}; with {@code optValues} a third, {@value #VALUES},
 * {@code [batch, valueSize, keyTime]}. Output: the contexts, {@code [batch, keySize or valueSize,
 * queryTime]}. Parameters: those of {@link AdditiveScore}, with attentionSize hidden units.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real: padded keys get no weight, a row whose keys are all
 * padding comes out zero, and so do padded queries. The output's mask is that of the queries.
 *
 * <p>Errors: inputs that are no sequences are refused when the configuration is built. The weights,
 * {@code [batch, 1, queryTime, keyTime]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}.
 *
 * <pre>{@code
 * graph.addVertex("context",
 *     AdditiveAttention.builder().setAttentionSize(64).build(), "decoder", "encoder");
 * }</pre>
 */
public class AdditiveAttention extends ScoredAttention {
  private static final long serialVersionUID = 1L;

  /** For DL4J's JSON; use {@link #builder()}. */
  public AdditiveAttention() {}

  private AdditiveAttention(Builder builder, Alignment alignment) {
    super(builder, alignment);
  }

  /**
   * Starts a configuration.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Reads models of version 0.1.0, which had the size in the place of the alignment. */
  @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
  void setAttentionSize(long attentionSize) {
    alignment(new AlignmentOptions.Draft(new AdditiveScore(attentionSize)).alignment(describe()));
  }

  /** Builds an {@link AdditiveAttention}: {@code setX} is required, {@code optX} is not. */
  public static final class Builder extends SizesBuilder<Builder>
      implements AlignmentOptions<Builder> {
    private final Draft draft = new Draft();
    private long attentionSize;
    private boolean normalized;
    private boolean coverage;

    private Builder() {}

    /**
     * Required: hidden units of the alignment model.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setAttentionSize(long size) {
      attentionSize = Sizes.atLeastOne("AdditiveAttention", "setAttentionSize", size);
      return this;
    }

    /**
     * The normalised form, see {@link AdditiveScore#normalized}; off by default.
     *
     * @param on true for g v / |v| and a bias
     * @return this
     */
    public Builder optNormalized(boolean on) {
      normalized = on;
      return this;
    }

    /**
     * Coverage, see {@link AdditiveScore#withCoverage}; off by default.
     *
     * @param on true for energies that see what was attended to before
     * @return this
     */
    public Builder optCoverage(boolean on) {
      coverage = on;
      return this;
    }

    @Override
    public Draft draft() {
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
     * @throws IllegalStateException if setAttentionSize is missing, or a dropout is no probability
     */
    public AdditiveAttention build() {
      Sizes.atLeastOne("AdditiveAttention", "setAttentionSize", attentionSize);
      AdditiveScore score = new AdditiveScore(attentionSize);
      score = normalized ? score.normalized() : score;
      score = coverage ? score.withCoverage() : score;
      draft.score(score);
      return new AdditiveAttention(this, draft.alignment("AdditiveAttention"));
    }
  }
}
