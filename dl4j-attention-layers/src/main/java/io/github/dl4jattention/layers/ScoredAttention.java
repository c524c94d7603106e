package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Attention of queries over keys, with any alignment: what {@link Attention} and {@link
 * AdditiveAttention} have in common, and where the formula of both is.
 */
public abstract class ScoredAttention extends AttentionVertex {
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

  /** How queries look at keys. */
  private Alignment alignment;

  /** For DL4J's JSON. */
  protected ScoredAttention() {}

  /**
   * For builders.
   *
   * @param builder the builder
   * @param alignment how queries look at keys
   */
  protected ScoredAttention(SizesBuilder<?> builder, Alignment alignment) {
    super(builder);
    querySize = builder.querySize;
    keySize = builder.keySize;
    valueSize = builder.valueSize;
    values = builder.values || builder.valueSize > 0;
    this.alignment = alignment;
    initializeConstraints(builder);
  }

  /**
   * How queries look at keys.
   *
   * @return the alignment
   */
  public Alignment alignment() {
    return alignment;
  }

  /**
   * For models that were saved before there were alignments.
   *
   * @param alignment how queries look at keys
   */
  void alignment(Alignment alignment) {
    this.alignment = alignment;
  }

  @Override
  public List<String> inputNames() {
    return values || valueSize > 0 ? List.of(QUERIES, KEYS, VALUES) : List.of(QUERIES, KEYS);
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    querySize = Inputs.sequence(describe(), QUERIES, inputs[0], querySize, "optQuerySize");
    keySize = Inputs.sequence(describe(), KEYS, inputs[1], keySize, "optKeySize");
    if (inputs.length == 2) {
      return Inputs.likeSequence(inputs[0], keySize);
    }
    valueSize = Inputs.sequence(describe(), VALUES, inputs[2], valueSize, "optValueSize");
    return Inputs.likeSequence(inputs[0], valueSize);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    alignment.declareParameters(parameters, querySize, keySize);
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps keys = scope.steps(KEYS);
    Steps attended = values || valueSize > 0 ? scope.steps(VALUES) : keys;
    return alignment
        .attend(scope, scope.steps(QUERIES), keys, attended, KEYS)
        .sizeBeforeTime(); // [batch, valueSize, queryTime]
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
      querySize = Sizes.atLeastOne("Attention", "optQuerySize", size);
      return self();
    }

    /**
     * Channels of a key; inferred where the graph's input types are given.
     *
     * @param size at least 1
     * @return this
     */
    public B optKeySize(long size) {
      keySize = Sizes.atLeastOne("Attention", "optKeySize", size);
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
      valueSize = Sizes.atLeastOne("Attention", "optValueSize", size);
      return self();
    }
  }
}
