package io.github.dl4jattention.layers.position;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Learned biases for ranges of distances: each head has a number for each bucket of distances,
 * which it adds to the energies.
 *
 * <p>Raffel et al. 2020, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
 * Transformer" (T5), section 2.1:
 *
 * <pre>
 *   e_hij = q_hi . k_hj / sqrt(headSize) + bias[bucket(j - i), h]
 * </pre>
 *
 * <p>(T5 itself leaves the scale out.) Half of the buckets are for keys after the query, half for
 * the others; {@link #causal} gives all of them to the keys up to the query. Of those of one side,
 * the first half are single distances, the others grow with the logarithm up to {@code
 * maxDistance}; all that is farther shares the last.
 *
 * <p>Parameter: {@value #BIAS} {@code [buckets, heads]}, at first zero: attention starts without
 * positions.
 */
public final class BucketBias implements AttentionBias {
  /** The parameter: {@code [buckets, heads]}. */
  public static final String BIAS = "distanceBias";

  private static final int PAPERS_BUCKETS = 32;
  private static final long PAPERS_DISTANCE = 128;

  private static final long serialVersionUID = 1L;

  /** Number of buckets, of both sides together. */
  private int buckets;

  /** Distance from which all share the last bucket. */
  private long maxDistance;

  /** Whether all buckets are for keys up to the query. */
  private boolean causal;

  /** With the paper's 32 buckets and distances up to 128. */
  public BucketBias() {
    this(PAPERS_BUCKETS, PAPERS_DISTANCE);
  }

  /**
   * Biases for some buckets.
   *
   * @param buckets number of them, at least 4 and even
   * @param maxDistance distance from which all share the last, more than {@code buckets / 2}
   */
  public BucketBias(int buckets, long maxDistance) {
    if (buckets < 4 || buckets % 2 != 0 || maxDistance <= buckets / 2) {
      throw new IllegalArgumentException(
          "BucketBias: buckets must be even and at least 4, maxDistance more than half of that; got"
              + " %d and %d".formatted(buckets, maxDistance));
    }
    this.buckets = buckets;
    this.maxDistance = maxDistance;
  }

  /**
   * For causal attention: all buckets are for keys up to the query.
   *
   * @return a new bias
   */
  public BucketBias causal() {
    BucketBias bias = new BucketBias(buckets, maxDistance);
    bias.causal = true;
    return bias;
  }

  @Override
  public void declareParameters(Parameters parameters, long heads, long headSize) {
    parameters.bias(BIAS, 0, buckets, heads);
  }

  @Override
  public SDVariable bias(Scope scope, Heads queries, Heads keys) {
    SDVariable ofPairs = // [queryTime * keyTime, heads]
        Distances.lookUp(
            scope, scope.parameter(BIAS), buckets, this::bucket, queries.time(), keys.time());
    return ofPairs.permute(1, 0).reshape(1, queries.count(), queries.time(), keys.time());
  }

  /**
   * The bucket of a distance.
   *
   * @param distance {@code j - i}, the key's position less the query's
   * @return from 0, below the number of buckets
   */
  public long bucket(long distance) {
    if (causal) {
      return ofSide(Math.max(0, -distance), buckets);
    }
    int side = buckets / 2;
    return ofSide(Math.abs(distance), side) + (distance > 0 ? side : 0);
  }

  /** The bucket of a distance among those of one side. */
  private long ofSide(long distance, int side) {
    int single = side / 2;
    if (distance < single) {
      return distance;
    }
    double share = Math.log((double) distance / single) / Math.log((double) maxDistance / single);
    return Math.min(side - 1L, single + (long) (share * (side - single)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketBias that
        && buckets == that.buckets
        && maxDistance == that.maxDistance
        && causal == that.causal;
  }

  @Override
  public int hashCode() {
    return Objects.hash(buckets, maxDistance, causal);
  }

  @Override
  public String toString() {
    return "buckets(%d, %d%s)".formatted(buckets, maxDistance, causal ? ", causal" : "");
  }
}
