package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;

/**
 * Attention of a sequence of queries over a sequence of keys, with any score.
 *
 * <pre>
 *   e_ij     = score(s_i, h_j)
 *   alpha_ij = softmax_j(e_ij), zero where h_j is padding
 *   c_i      = sum_j alpha_ij v_j
 * </pre>
 *
 * <p>Bahdanau, Cho and Bengio 2014, equations (5) and (6), "global attention" of Luong, Pham and
 * Manning 2015, equation (7); with {@link Builder#optWindow} their local attention, section 3.2.
 * The scores are in {@code io.github.dl4jattention.layers.score}.
 *
 * <p>Inputs, in this order: {@value CrossAttention#QUERIES} s, {@code [batch, querySize,
 * queryTime]}; {@value CrossAttention#KEYS} h, {@code [batch, keySize, keyTime]}; the values are
 * the keys, unless {@link Builder#optValues} asks for a third input {@value CrossAttention#VALUES},
 * {@code [batch, valueSize, keyTime]}. Output: the contexts, {@code [batch, keySize or valueSize,
 * queryTime]}. Sizes are inferred from the inputs' types.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real: padded keys get no weight, a row whose keys are all
 * padding comes out zero, and so do padded queries. The output's mask is that of the queries.
 *
 * <p>Errors: inputs that are no sequences, or of sizes the score cannot compare, are refused when
 * the configuration is built.
 *
 * <pre>{@code
 * graph.addVertex("context",
 *     Attention.builder().setScore(new GeneralScore()).build(), "decoder", "encoder");
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, 1, queryTime, keyTime]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class Attention extends ScoredAttention {
  private static final long serialVersionUID = 1L;

  /** For DL4J's JSON; use {@link #builder()}. */
  public Attention() {}

  private Attention(Builder builder, Alignment alignment) {
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

  /** Builds an {@link Attention}: {@code setX} is required, {@code optX} is not. */
  public static final class Builder extends SizesBuilder<Builder>
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

    /**
     * The vertex.
     *
     * @return a new configuration
     * @throws IllegalStateException if there is no score, or a dropout is no probability
     */
    public Attention build() {
      return new Attention(this, draft.alignment("Attention"));
    }
  }
}
