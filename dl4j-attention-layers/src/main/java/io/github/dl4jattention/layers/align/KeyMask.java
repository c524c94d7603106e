package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Scope;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which keys each query may look at: this library's one rule for masks.
 *
 * <p>A key that may not be looked at gets an energy of a large negative number, selected in the
 * place of its own by a minimum: whatever its own is, infinity included, has no influence, and no
 * gradient. A key that may be looked at keeps its own.
 *
 * <p>Immutable: {@link #and} and {@link #causal} give new masks.
 */
public final class KeyMask {
  private final Scope scope;
  private final SDVariable allowed;
  private final int rank;
  private final long firstQuery;
  private SDVariable limit;

  private KeyMask(Scope scope, SDVariable allowed, int rank, long firstQuery) {
    this.scope = scope;
    this.allowed = allowed;
    this.rank = rank;
    this.firstQuery = firstQuery;
  }

  /**
   * The real keys of an input.
   *
   * @param scope where
   * @param input name of the input with the keys
   * @return a mask for energies {@code [batch, queries, keys]}
   */
  public static KeyMask ofPadding(Scope scope, String input) {
    // Not expandDims, which M2.1 takes a [1, 1] for a scalar in.
    return new KeyMask(scope, scope.mask(input).reshape(-1, 1, scope.time(input)), 3, 0);
  }

  /**
   * Of the keys allowed, those also allowed by another mask.
   *
   * @param other 1 = allowed, 0 = not; of a shape that broadcasts with {@code [batch, queries,
   *     keys]}
   * @return the intersection
   */
  public KeyMask and(SDVariable other) {
    return new KeyMask(scope, allowed.mul(other), rank, firstQuery);
  }

  /**
   * Of the keys allowed, those that are no later than the query: key j for query i if {@code j <=
   * i}.
   *
   * @param queries number of queries
   * @param keys number of keys
   * @return the intersection
   */
  public KeyMask causal(long queries, long keys) {
    return causal(0, queries, keys);
  }

  /**
   * As {@link #causal(long, long)}, for some of the queries.
   *
   * @param firstQuery index of the first of them in its sequence
   * @param queries number of queries
   * @param keys number of keys
   * @return the intersection
   */
  public KeyMask causal(long firstQuery, long queries, long keys) {
    INDArray past = Nd4j.zeros(DataType.DOUBLE, 1, queries, keys);
    for (long i = 0; i < queries; i++) {
      for (long j = 0; j <= Math.min(firstQuery + i, keys - 1); j++) {
        past.putScalar(new long[] {0, i, j}, 1);
      }
    }
    return and(scope.constant(past));
  }

  /**
   * The same mask for the first keys alone.
   *
   * @param count how many, at least 1
   * @return a mask for energies {@code [batch, queries, count]}
   */
  public KeyMask first(long count) {
    SDVariable ofFirst =
        allowed.get(SDIndex.all(), SDIndex.all(), SDIndex.interval(0L, count)); // of rank 3
    return new KeyMask(scope, ofFirst, rank, firstQuery);
  }

  /**
   * The same mask for every head.
   *
   * @return a mask for energies {@code [batch, heads, queries, keys]}
   */
  public KeyMask forHeads() {
    return new KeyMask(scope, scope.sameDiff().expandDims(allowed, 1), rank + 1, firstQuery);
  }

  /**
   * The same mask for queries that are not the first of their sequence, as those of a decoder's
   * later steps.
   *
   * @param first index of the first query
   * @return a mask that knows which of the queries are real
   */
  public KeyMask fromQuery(long first) {
    KeyMask mask = new KeyMask(scope, allowed, rank, first);
    mask.limit = limit(); // Once for all queries.
    return mask;
  }

  /**
   * Which queries are real. One that is padding looks at keys like any other, and what it gets is
   * dropped; but in a loss of its own it must not count.
   *
   * @param queries number of queries
   * @return 1 = real; {@code [batch, queries]}, after {@link #forHeads} {@code [batch, 1,
   *     queries]}; nothing if all are
   */
  public Optional<SDVariable> realQueries(long queries) {
    Optional<SDVariable> real = scope.outputMask(firstQuery, queries);
    return rank == 3 ? real : real.map(mask -> mask.reshape(-1, 1, queries));
  }

  /**
   * Axis of the keys in energies and weights.
   *
   * @return the last of their axes; counted from the front, as M2.1 reduces wrongly along some axes
   *     counted from the back
   */
  public int keyAxis() {
    return rank - 1;
  }

  /**
   * Energies with those of forbidden keys replaced by a large negative number.
   *
   * @param energies {@code [batch, queries, keys]} or {@code [batch, heads, queries, keys]}
   * @return the same shape
   */
  public SDVariable limit(SDVariable energies) {
    // The energy second: ND4J's minimum answers its second argument where one of them is NaN, so
    // that a NaN of a real key is not hidden.
    return scope.sameDiff().math.min(limit(), energies);
  }

  /**
   * Energies as limited, less the largest of each query's: at most zero. Sums of their exponentials
   * neither overflow nor vanish; ND4J's softmax gives NaN for a row of nothing but large negative
   * numbers (in double and half), and here no row is one.
   *
   * @param energies {@code [batch, queries, keys]} or {@code [batch, heads, queries, keys]}
   * @return the same shape
   */
  SDVariable belowLargest(SDVariable energies) {
    SDVariable limited = limit(energies);
    return limited.sub(limited.max(true, keyAxis()));
  }

  private SDVariable limit() {
    if (limit == null) {
      limit = allowed.mul(2).sub(1).mul(magnitude(scope.dataType()));
    }
    return limit;
  }

  /**
   * Weights with those of forbidden keys exactly zero, also where a query has no key at all.
   *
   * @param weights finite, of the shape of the energies
   * @return the same shape
   */
  public SDVariable zeroElsewhere(SDVariable weights) {
    return weights.mul(allowed);
  }

  /**
   * What is allowed.
   *
   * @return 1 = allowed, 0 = not; {@code [batch or 1, queries or 1, keys]}, after {@link #forHeads}
   *     with an axis of length 1 for the heads
   */
  public SDVariable allowed() {
    return allowed;
  }

  /**
   * Whether each query may look at any key at all; to be asked before {@link #forHeads}.
   *
   * @param queries number of queries
   * @return 1 = at one or more, 0 = at none; {@code [batch, queries, 1]}
   */
  public SDVariable sees(long queries) {
    SDVariable any = allowed.max(true, keyAxis()); // [batch, queries or 1, 1]
    return any.mul(scope.constant(Nd4j.ones(1, queries, 1)));
  }

  /** Large enough for its exponential to vanish, small enough for differences to be finite. */
  static double magnitude(DataType type) {
    return type == DataType.FLOAT16 ? 3e4 : 1e30;
  }
}
