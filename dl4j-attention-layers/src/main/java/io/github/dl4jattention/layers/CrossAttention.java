package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * What vertices of queries over keys have in common: their two or three inputs, and the sizes of
 * these. The output has a step for each query.
 */
public abstract class CrossAttention extends AttentionVertex {
  /** First input: the queries. */
  public static final String QUERIES = "queries";

  /** Second input: the keys. */
  public static final String KEYS = "keys";

  /** Third input, if asked for: the values. */
  public static final String VALUES = "values";

  private static final long serialVersionUID = 1L;

  /** Channels of a query; 0 until inferred. */
  private long querySize;

  /** Channels of a key; 0 until inferred. */
  private long keySize;

  /** Channels of a value; 0 until inferred, or if the values are the keys. */
  private long valueSize;

  /** Whether the values are an input of their own. */
  private boolean values;

  /** For DL4J's JSON. */
  protected CrossAttention() {}

  /**
   * For builders.
   *
   * @param builder the builder
   */
  protected CrossAttention(SizesBuilder<?> builder) {
    super(builder);
    querySize = builder.querySize;
    keySize = builder.keySize;
    valueSize = builder.valueSize;
    values = builder.values || builder.valueSize > 0;
  }

  /**
   * Channels of a query.
   *
   * @return the size; 0 until it is configured or inferred
   */
  protected final long querySize() {
    return querySize;
  }

  /**
   * Channels of a key.
   *
   * @return the size; 0 until it is configured or inferred
   */
  protected final long keySize() {
    return keySize;
  }

  /**
   * Channels of a value.
   *
   * @return the size; 0 until it is configured or inferred
   */
  protected final long valueSize() {
    return hasValues() ? valueSize : keySize;
  }

  /**
   * Channels of the output, once those of the inputs are known.
   *
   * @return the size
   */
  protected abstract long outputSize();

  /**
   * The values: an input of their own, or the keys.
   *
   * @param scope where
   * @param keys the keys
   * @return a value for each key
   */
  protected final Steps values(Scope scope, Steps keys) {
    return hasValues() ? scope.steps(VALUES) : keys;
  }

  /**
   * Name of the input with the values.
   *
   * @return that of the keys, unless values are an input of their own
   */
  protected final String valueInput() {
    return hasValues() ? VALUES : KEYS;
  }

  private boolean hasValues() {
    return values || valueSize > 0;
  }

  @Override
  public List<String> inputNames() {
    return hasValues() ? List.of(QUERIES, KEYS, VALUES) : List.of(QUERIES, KEYS);
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    querySize = Inputs.sequence(describe(), QUERIES, inputs[0], querySize, "optQuerySize");
    keySize = Inputs.sequence(describe(), KEYS, inputs[1], keySize, "optKeySize");
    if (hasValues()) {
      valueSize = Inputs.sequence(describe(), VALUES, inputs[2], valueSize, "optValueSize");
      Inputs.sameTime(describe(), KEYS, inputs[1], VALUES, inputs[2]);
    }
    return Inputs.likeSequence(inputs[0], outputSize());
  }

  /**
   * The sizes of queries, keys and values, for builders.
   *
   * @param <B> the builder
   */
  public abstract static class SizesBuilder<B extends SizesBuilder<B>> extends VertexBuilder<B> {
    private long querySize;
    private long keySize;
    private long valueSize;
    private boolean values;

    /** For the vertices' builders. */
    protected SizesBuilder() {}

    /**
     * Channels of a query; inferred where the graph's input types are given.
     *
     * @param size at least 1
     * @return this
     */
    public B optQuerySize(long size) {
      querySize = Sizes.atLeastOne(Sizes.ownerOf(this), "optQuerySize", size);
      return self();
    }

    /**
     * Channels of a key; inferred where the graph's input types are given.
     *
     * @param size at least 1
     * @return this
     */
    public B optKeySize(long size) {
      keySize = Sizes.atLeastOne(Sizes.ownerOf(this), "optKeySize", size);
      return self();
    }

    /**
     * Whether values are a third input; by default the values are the keys.
     *
     * @param given true for an input of their own
     * @return this
     */
    public B optValues(boolean given) {
      values = given;
      return self();
    }

    /**
     * Values are a third input, with this many channels.
     *
     * @param size at least 1
     * @return this
     */
    public B optValueSize(long size) {
      valueSize = Sizes.atLeastOne(Sizes.ownerOf(this), "optValueSize", size);
      return self();
    }
  }
}
