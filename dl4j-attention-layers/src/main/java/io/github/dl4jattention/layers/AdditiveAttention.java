package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.MaskedSoftmax;
import io.github.dl4jattention.layers.score.Projection;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Additive attention of a sequence of queries over a sequence of keys.
 *
 * <p>{@code c_i = sum_j alpha_ij h_j} with {@code alpha_ij = softmax_j(v . tanh(s_i Wq + h_j Wk))}:
 * Bahdanau, Cho and Bengio 2014, equations (5) and (6). For a decoder that feeds the context back
 * into its own state, see {@link BahdanauDecoder}.
 *
 * <p>Inputs, in this order: {@value #QUERIES} s, {@code [batch, querySize, queryTime]}; {@value
 * #KEYS} h, {@code [batch, keySize, keyTime]}; the values are the keys, unless {@link
 * Builder#optValueSize} gives a third input {@value #VALUES}, {@code [batch, valueSize, keyTime]}.
 * Output: the contexts, {@code [batch, keySize or valueSize, queryTime]}.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real: padded keys get no weight, a row whose keys are all
 * padding comes out zero, and so do padded queries. The output's mask is that of the queries.
 *
 * <pre>{@code
 * graph.addVertex("context",
 *     AdditiveAttention.builder().setQuerySize(64).setKeySize(128).setAttentionSize(64).build(),
 *     "decoder", "encoder");
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, queryTime, keyTime]}, are kept on request: see {@link
 * AttentionGraphVertex#setKeepAttentionWeights}.
 */
public class AdditiveAttention extends AttentionVertex {
  /** First input: the queries. */
  public static final String QUERIES = "queries";

  /** Second input: the keys. */
  public static final String KEYS = "keys";

  /** Third input, if a value size is configured: the values. */
  public static final String VALUES = "values";

  /** Channels of a query. */
  private long querySize;

  /** Channels of a key. */
  private long keySize;

  /** Channels of a value; 0 if the values are the keys. */
  private long valueSize;

  /** Hidden units of the alignment model. */
  private long attentionSize;

  /** For DL4J's JSON; use {@link #builder()}. */
  public AdditiveAttention() {}

  private AdditiveAttention(Builder builder) {
    super(builder);
    querySize = builder.querySize;
    keySize = builder.keySize;
    valueSize = builder.valueSize;
    attentionSize = builder.attentionSize;
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
  public void defineParametersAndInputs(SDVertexParams parameters) {
    if (valueSize > 0) {
      parameters.defineInputs(QUERIES, KEYS, VALUES);
    } else {
      parameters.defineInputs(QUERIES, KEYS);
    }
    AdditiveScore.defineParameters(parameters, querySize, keySize, attentionSize);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    requireInputs(inputs);
    requireSequence("queries", inputs[0], querySize, "setQuerySize");
    requireSequence("keys", inputs[1], keySize, "setKeySize");
    if (valueSize == 0) {
      return outputOf(inputs[0], keySize);
    }
    requireSequence("values", inputs[2], valueSize, "optValueSize");
    return outputOf(inputs[0], valueSize);
  }

  @Override
  public SDVariable defineVertex(
      SameDiff sameDiff,
      Map<String, SDVariable> inputs,
      Map<String, SDVariable> parameters,
      Map<String, SDVariable> masks) {
    long queryTime = inputs.get(QUERIES).getShape()[2];
    long keyTime = inputs.get(KEYS).getShape()[2];
    SDVariable queries = Projection.swapSizeAndTime(inputs.get(QUERIES));
    SDVariable keys = Projection.swapSizeAndTime(inputs.get(KEYS));
    SDVariable projected = AdditiveScore.projectKeys(keys, keyTime, parameters);
    SDVariable energies = // [batch, queryTime, keyTime]
        AdditiveScore.energies(sameDiff, queries, queryTime, projected, keyTime, parameters);
    SDVariable weights = new MaskedSoftmax(sameDiff, masks.get(KEYS), 3).weights(energies);
    weights.rename(AttentionGraphVertex.ATTENTION_WEIGHTS);
    SDVariable values = inputs.get(valueSize > 0 ? VALUES : KEYS); // [batch, size, keyTime]
    SDVariable contexts = sameDiff.mmul(values, weights, false, true, false);
    return contexts.mul(sameDiff.expandDims(masks.get(QUERIES), 1));
  }

  /**
   * Channels of a query.
   *
   * @return the size
   */
  public long getQuerySize() {
    return querySize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param querySize channels of a query
   */
  public void setQuerySize(long querySize) {
    this.querySize = querySize;
  }

  /**
   * Channels of a key.
   *
   * @return the size
   */
  public long getKeySize() {
    return keySize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param keySize channels of a key
   */
  public void setKeySize(long keySize) {
    this.keySize = keySize;
  }

  /**
   * Channels of a value.
   *
   * @return the size; 0 if the values are the keys
   */
  public long getValueSize() {
    return valueSize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param valueSize channels of a value; 0 if the values are the keys
   */
  public void setValueSize(long valueSize) {
    this.valueSize = valueSize;
  }

  /**
   * Hidden units of the alignment model.
   *
   * @return the size
   */
  public long getAttentionSize() {
    return attentionSize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param attentionSize hidden units of the alignment model
   */
  public void setAttentionSize(long attentionSize) {
    this.attentionSize = attentionSize;
  }

  @Override
  public GraphVertex clone() {
    return copySettingsTo(
        builder()
            .setQuerySize(querySize)
            .setKeySize(keySize)
            .optValueSize(valueSize)
            .setAttentionSize(attentionSize)
            .optWeightInit(getWeightInit())
            .build());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdditiveAttention that
        && sameSettings(that)
        && querySize == that.querySize
        && keySize == that.keySize
        && valueSize == that.valueSize
        && attentionSize == that.attentionSize;
  }

  @Override
  public int hashCode() {
    return Objects.hash(querySize, keySize, valueSize, attentionSize);
  }

  /** Builds an {@link AdditiveAttention}: {@code setX} is required, {@code optX} is not. */
  public static final class Builder extends VertexBuilder<Builder> {
    private long querySize;
    private long keySize;
    private long valueSize;
    private long attentionSize;

    private Builder() {}

    /**
     * Required: channels of a query.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setQuerySize(long size) {
      querySize = size;
      return this;
    }

    /**
     * Required: channels of a key.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setKeySize(long size) {
      keySize = size;
      return this;
    }

    /**
     * Required: hidden units of the alignment model.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setAttentionSize(long size) {
      attentionSize = size;
      return this;
    }

    /**
     * Channels of a value, if values are a third input; by default the values are the keys.
     *
     * @param size at least 1, or 0 for none
     * @return this
     */
    public Builder optValueSize(long size) {
      valueSize = size;
      return this;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * The vertex.
     *
     * @return a new configuration
     * @throws IllegalStateException if a required size is missing or a size is below 1
     */
    public AdditiveAttention build() {
      Sizes.require("AdditiveAttention", "setQuerySize", querySize);
      Sizes.require("AdditiveAttention", "setKeySize", keySize);
      Sizes.require("AdditiveAttention", "setAttentionSize", attentionSize);
      if (valueSize != 0) {
        Sizes.require("AdditiveAttention", "optValueSize", valueSize);
      }
      return new AdditiveAttention(this);
    }
  }
}
