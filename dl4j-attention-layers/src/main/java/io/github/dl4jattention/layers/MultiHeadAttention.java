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
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Multi-head attention of a sequence of queries over a sequence of keys, as between a Transformer's
 * decoder and encoder.
 *
 * <pre>
 *   e_hij     = (s_i Wq_h) . (k_j Wk_h) / sqrt(headSize)
 *   alpha_hij = softmax_j(e_hij), zero where k_j is padding
 *   z_hi      = sum_j alpha_hij (v_j Wv_h)
 *   y_i       = [z_1i ... z_ni] Wo
 * </pre>
 *
 * <p>and a bias with each projection. Vaswani et al. 2017, "Attention Is All You Need", equation
 * (1) and section 3.2.2; all settings are in {@link MultiHeadSettings}: grouped-query attention, a
 * causal mask, positions, hooks.
 *
 * <p>Inputs, in this order: {@value CrossAttention#QUERIES} s, {@code [batch, querySize,
 * queryTime]}; {@value CrossAttention#KEYS} k, {@code [batch, keySize, keyTime]}; the values are
 * the keys, unless {@link Builder#optValues} asks for a third input {@value CrossAttention#VALUES}
 * v, {@code [batch, valueSize, keyTime]}. Their sizes may differ, and are inferred from the inputs'
 * types. Output: {@code [batch, nOut, queryTime]}; nOut is querySize by default.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real: padded keys get no weight; a query that sees no key
 * comes out zero, bias or not, and so do padded queries. The output's mask is that of the queries.
 *
 * <p>Parameters: see {@link HeadProjections}.
 *
 * <p>Errors: inputs that are no sequences, and heads that do not divide the query's channels, are
 * refused when the configuration is built.
 *
 * <pre>{@code
 * graph.addVertex("cross",
 *     MultiHeadAttention.builder().setHeads(8).build(), "decoder", "encoder");
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, heads, queryTime, keyTime]}, are kept on request: see
 * {@link io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class MultiHeadAttention extends CrossAttention {
  private static final long serialVersionUID = 1L;

  /** How heads look at keys. */
  private MultiHead multiHead;

  /** For DL4J's JSON; use {@link #builder()}. */
  public MultiHeadAttention() {}

  private MultiHeadAttention(Builder builder) {
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
   * How heads look at keys.
   *
   * @return the formula and its settings
   */
  public MultiHead multiHead() {
    return multiHead;
  }

  @Override
  protected long outputSize() {
    return multiHead.outputSize(querySize());
  }

  @Override
  public void declareParameters(Parameters parameters) {
    multiHead.declareParameters(parameters, querySize(), keySize(), valueSize());
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps keys = scope.steps(KEYS);
    return multiHead
        .attend(scope, scope.steps(QUERIES), keys, values(scope, keys), KEYS)
        .sizeBeforeTime(); // [batch, nOut, queryTime]
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    FusedKernels.Inputs inputs = new FusedKernels.Inputs(QUERIES, KEYS, valueInput());
    return MultiHeadKernels.attention(
        multiHead, inputs, querySize(), keySize(), valueSize(), lanes);
  }

  /** Builds a {@link MultiHeadAttention}: {@code setX} is required, the rest is not. */
  public static final class Builder extends SizesBuilder<Builder>
      implements MultiHeadSettings<Builder> {
    private final Draft draft = new Draft("MultiHeadAttention");

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
     * @throws IllegalStateException if the number of heads is missing, sizes that are known do not
     *     fit each other, or a dropout is no probability
     */
    public MultiHeadAttention build() {
      return new MultiHeadAttention(this);
    }
  }
}
