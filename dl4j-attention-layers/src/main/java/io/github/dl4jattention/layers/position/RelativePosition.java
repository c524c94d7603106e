package io.github.dl4jattention.layers.position;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Relative positions: a learned vector for each distance, added to the keys and to the values.
 *
 * <p>Shaw, Uszkoreit and Vaswani 2018, "Self-Attention with Relative Position Representations",
 * equations (3) to (5), for each head:
 *
 * <pre>
 *   e_ij  = q_i . (k_j + aK_ij) / sqrt(headSize)        equation (4), computed as in (5)
 *   z_i   = sum_j alpha_ij (v_j + aV_ij)                equation (3)
 *   aK_ij = wK_clip(j - i),  aV_ij = wV_clip(j - i)     clip to -maxDistance ... maxDistance
 * </pre>
 *
 * <p>Parameters, shared by all heads, as in the paper: {@value #KEY_VECTORS} and {@value
 * #VALUE_VECTORS}, both {@code [2 maxDistance + 1, headSize]}; the first row is the distance {@code
 * -maxDistance}, a key before the query.
 */
public final class RelativePosition implements PositionScheme {
  /** Parameter {@code wK}: {@code [2 maxDistance + 1, headSize]}. */
  public static final String KEY_VECTORS = "relativeKeys";

  /** Parameter {@code wV}: {@code [2 maxDistance + 1, headSize]}. */
  public static final String VALUE_VECTORS = "relativeValues";

  private static final long serialVersionUID = 1L;

  /** Farthest distance with a vector of its own. */
  private long maxDistance;

  /** For DL4J's JSON; use {@link #RelativePosition(long)}. */
  public RelativePosition() {}

  /**
   * Vectors for distances up to a farthest one, which those beyond it share.
   *
   * @param maxDistance the paper's k, at least 1
   */
  public RelativePosition(long maxDistance) {
    if (maxDistance < 1) {
      throw new IllegalArgumentException(
          "RelativePosition: maxDistance, the farthest distance with a vector of its own, must be at"
              + " least 1, got "
              + maxDistance);
    }
    this.maxDistance = maxDistance;
  }

  /**
   * Farthest distance with a vector of its own.
   *
   * @return the paper's k
   */
  public long maxDistance() {
    return maxDistance;
  }

  @Override
  public void declareParameters(Parameters parameters, long heads, long headSize) {
    long[] shape = {vectors(), headSize};
    // An energy is a sum over the head's channels, a context one over the vectors.
    parameters.weight(KEY_VECTORS, headSize, vectors(), shape);
    parameters.weight(VALUE_VECTORS, vectors(), headSize, shape);
  }

  @Override
  public SDVariable energies(Scope scope, Heads queries, Heads keys, SDVariable energies) {
    SDVariable transposed = // [queryTime, headSize, keyTime]
        vectors(scope, KEY_VECTORS, queries, keys.time()).permute(0, 2, 1);
    return energies.add(queries.timesOfStep(transposed, keys.time()).values());
  }

  @Override
  public Heads contexts(Scope scope, SDVariable weights, long keyTime, Heads contexts) {
    Heads ofQueries = new Heads(weights, contexts.count(), contexts.time(), keyTime);
    SDVariable vectors = vectors(scope, VALUE_VECTORS, contexts, keyTime);
    Heads relative = ofQueries.timesOfStep(vectors, contexts.size());
    return contexts.with(contexts.values().add(relative.values()));
  }

  /** A vector for each query and key: {@code [queryTime, keyTime, headSize]}. */
  private SDVariable vectors(Scope scope, String name, Heads queries, long keyTime) {
    return Distances.lookUp(
            scope, scope.parameter(name), vectors(), this::row, queries.time(), keyTime)
        .reshape(queries.time(), keyTime, queries.size());
  }

  private long row(long distance) {
    return Math.max(-maxDistance, Math.min(maxDistance, distance)) + maxDistance;
  }

  private long vectors() {
    return 2 * maxDistance + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RelativePosition that && maxDistance == that.maxDistance;
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxDistance);
  }

  @Override
  public String toString() {
    return "relative(" + maxDistance + ")";
  }
}
