package io.github.dl4jattention.layers.multihead;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.io.Serializable;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * The way into the heads of multi-head attention and out of them: how many there are, their size,
 * and the projections.
 *
 * <p>Parameters, with {@code n} heads of {@code headSize} channels, m of them for keys and values:
 *
 * <ul>
 *   <li>{@value #QUERY_WEIGHT} {@code [querySize, n headSize]}, {@value #KEY_WEIGHT} {@code
 *       [keySize, m headSize]}, {@value #VALUE_WEIGHT} {@code [valueSize, m headSize]}, {@value
 *       #OUTPUT_WEIGHT} {@code [n headSize, outputSize]}
 *   <li>unless there are no biases: {@value #QUERY_BIAS} {@code [1, n headSize]}, {@value
 *       #KEY_BIAS} and {@value #VALUE_BIAS} {@code [1, m headSize]}, {@value #OUTPUT_BIAS} {@code
 *       [1, outputSize]}
 * </ul>
 *
 * <p>Immutable; made by the builders of layers and vertices.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public final class HeadProjections implements Serializable {
  /** Parameter {@code Wq}: {@code [querySize, heads headSize]}. */
  public static final String QUERY_WEIGHT = "Wq";

  /** Parameter {@code Wk}: {@code [keySize, keyValueHeads headSize]}. */
  public static final String KEY_WEIGHT = "Wk";

  /** Parameter {@code Wv}: {@code [valueSize, keyValueHeads headSize]}. */
  public static final String VALUE_WEIGHT = "Wv";

  /** Parameter {@code Wo}: {@code [heads headSize, outputSize]}. */
  public static final String OUTPUT_WEIGHT = "Wo";

  /** Parameter {@code bq}: {@code [1, heads headSize]}. */
  public static final String QUERY_BIAS = "bq";

  /** Parameter {@code bk}: {@code [1, keyValueHeads headSize]}. */
  public static final String KEY_BIAS = "bk";

  /** Parameter {@code bv}: {@code [1, keyValueHeads headSize]}. */
  public static final String VALUE_BIAS = "bv";

  /** Parameter {@code bo}: {@code [1, outputSize]}. */
  public static final String OUTPUT_BIAS = "bo";

  private static final long serialVersionUID = 1L;

  /** Heads of the queries. */
  private long heads;

  /** Heads of the keys and values; divides the number of heads. */
  private long keyValueHeads;

  /** Channels of a head; 0 for those of a query, divided among the heads. */
  private long headSize;

  /** Channels of the output; 0 for those of a query. */
  private long outputSize;

  /** Whether the projections have biases. */
  private boolean biases;

  /** For DL4J's JSON; use the builders of layers and vertices. */
  public HeadProjections() {}

  /**
   * Projections.
   *
   * @param heads heads of the queries, at least 1
   * @param keyValueHeads heads of the keys and values, which divide those of the queries
   * @param headSize channels of a head; 0 for those of a query, divided among the heads
   * @param outputSize channels of the output; 0 for those of a query
   * @param biases whether the projections have biases
   * @throws IllegalStateException if the heads of the keys do not divide those of the queries
   */
  public HeadProjections(
      long heads, long keyValueHeads, long headSize, long outputSize, boolean biases) {
    if (heads % keyValueHeads != 0) {
      throw new IllegalStateException(
          "%d heads cannot share %d heads of keys and values evenly. Perhaps you need"
                  .formatted(heads, keyValueHeads)
              + " optKeyValueHeads(%d)?".formatted(largestDivisor(heads, keyValueHeads)));
    }
    this.heads = heads;
    this.keyValueHeads = keyValueHeads;
    this.headSize = headSize;
    this.outputSize = outputSize;
    this.biases = biases;
  }

  /**
   * Heads of the queries.
   *
   * @return the number
   */
  public long heads() {
    return heads;
  }

  /**
   * Heads of the keys and values.
   *
   * @return the number
   */
  public long keyValueHeads() {
    return keyValueHeads;
  }

  /**
   * Whether the projections have biases.
   *
   * @return true if they do
   */
  public boolean biases() {
    return biases;
  }

  /**
   * Channels of the output.
   *
   * @param querySize channels of a query; may be 0 if not yet known
   * @return the size; 0 if not yet known
   */
  public long outputSize(long querySize) {
    return outputSize == 0 ? querySize : outputSize;
  }

  /**
   * Channels of a head.
   *
   * @param querySize channels of a query; may be 0 if not yet known
   * @return the size; 0 if not yet known
   * @throws IllegalStateException if the heads do not divide the query's channels, and no size was
   *     configured
   */
  public long headSize(long querySize) {
    if (headSize > 0) {
      return headSize;
    }
    if (querySize % heads != 0) {
      throw new IllegalStateException(
          "%d heads do not divide the %d channels of a query. Perhaps you need setHeads(%d), or"
                  .formatted(heads, querySize, largestDivisor(querySize, heads))
              + " optHeadSize(%d)?".formatted((querySize + heads - 1) / heads));
    }
    return querySize / heads;
  }

  private static long largestDivisor(long number, long atMost) {
    long divisor = Math.min(number, atMost);
    while (number % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  void declareParameters(Parameters parameters, long querySize, long keySize, long valueSize) {
    long queries = heads * headSize(querySize);
    long keys = keyValueHeads * headSize(querySize);
    declare(parameters, QUERY_WEIGHT, QUERY_BIAS, querySize, queries);
    declare(parameters, KEY_WEIGHT, KEY_BIAS, keySize, keys);
    declare(parameters, VALUE_WEIGHT, VALUE_BIAS, valueSize, keys);
    declare(parameters, OUTPUT_WEIGHT, OUTPUT_BIAS, queries, outputSize(querySize));
  }

  private void declare(Parameters parameters, String weight, String bias, long in, long out) {
    parameters.weight(weight, in, out);
    if (biases) {
      parameters.bias(bias, 0, 1, out);
    }
  }

  Heads queries(Scope scope, Steps queries) {
    long size = headSize(queries.size());
    return projected(scope, queries, QUERY_WEIGHT, QUERY_BIAS, heads, size);
  }

  Heads keys(Scope scope, Steps keys, long size) {
    return projected(scope, keys, KEY_WEIGHT, KEY_BIAS, keyValueHeads, size);
  }

  Heads values(Scope scope, Steps values, long size) {
    return projected(scope, values, VALUE_WEIGHT, VALUE_BIAS, keyValueHeads, size);
  }

  private Heads projected(
      Scope scope, Steps steps, String weight, String bias, long count, long size) {
    Steps product = steps.times(scope.parameter(weight), count * size);
    return Heads.of(biases ? product.plus(scope.parameter(bias)) : product, count);
  }

  /**
   * The way out.
   *
   * @param sees 1 = the query sees a key, 0 = it sees none; {@code [batch, queryTime, 1]}
   */
  Steps output(Scope scope, Heads heads, SDVariable sees, long querySize) {
    long size = outputSize(querySize);
    Steps product = heads.concatenated().times(scope.parameter(OUTPUT_WEIGHT), size);
    if (!biases) {
      return product;
    }
    // The bias of those that see a key: the heads of the others are zero, and so is their output.
    Steps bias = new Steps(sees, heads.time(), 1).times(scope.parameter(OUTPUT_BIAS), size);
    return product.with(product.values().add(bias.values()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeadProjections that
        && heads == that.heads
        && keyValueHeads == that.keyValueHeads
        && headSize == that.headSize
        && outputSize == that.outputSize
        && biases == that.biases;
  }

  @Override
  public int hashCode() {
    return Objects.hash(heads, keyValueHeads, headSize, outputSize, biases);
  }
}
