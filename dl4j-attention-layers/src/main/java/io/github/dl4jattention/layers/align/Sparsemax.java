package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Scope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Weights of which many are exactly zero: the point of the simplex that is nearest to the energies.
 *
 * <p>Martins and Astudillo 2016, "From Softmax to Sparsemax", over the keys that the query may look
 * at:
 *
 * <pre>
 *   sparsemax(z) = argmin_p |p - z|^2, p in the simplex     equation (1)
 *                = max(z - tau, 0)                          proposition 1
 *   tau          = (sum_(j in S) z_j - 1) / |S|             S = the keys with a weight above zero
 * </pre>
 *
 * <p>The paper's algorithm 1 finds S by sorting; ND4J's graphs cannot sort. Here a key i is in S if
 * {@code sum_j max(z_j - z_i, 0) < 1}: for the sorted energies that is the algorithm's condition
 * {@code 1 + k z_(k) > sum_(j <= k) z_(j)}. Every key is compared with every key, in memory for
 * {@code queries * keys * keys} numbers an example and head, in the forward pass only: fine for
 * some hundred keys, not for thousands.
 *
 * <p>The gradient is that of the two formulas with S held fast, equation (12): {@code diag(s) - s
 * s^T / |S|}, s one for the keys in S.
 *
 * <p>A forbidden key gets a weight of exactly zero, a query without any key gets zeros.
 *
 * <pre>{@code
 * Attention.builder().setScore(new GeneralScore()).optDistribution(new Sparsemax()).build()
 * }</pre>
 */
public final class Sparsemax implements AttentionDistribution {
  private static final long serialVersionUID = 1L;

  /** A sparsemax; it has no settings. */
  public Sparsemax() {}

  @Override
  public SDVariable weights(
      Scope scope, SDVariable energies, KeyMask mask, long... shapeOfAnExample) {
    SameDiff sameDiff = scope.sameDiff();
    int keys = mask.keyAxis();
    SDVariable z = mask.belowLargest(energies);
    SDVariable support = support(scope, z, keys);
    SDVariable threshold =
        support.mul(z).sum(true, keys).sub(1).div(support.sum(true, keys)); // [..., queries, 1]
    SDVariable weights = sameDiff.nn.relu(z.sub(threshold), 0).mul(support);
    return mask.zeroElsewhere(weights);
  }

  /** 1 = the key gets a weight; no gradient passes a comparison. */
  private static SDVariable support(Scope scope, SDVariable z, int keys) {
    SameDiff sameDiff = scope.sameDiff();
    SDVariable others = sameDiff.expandDims(z, keys); // [..., queries, 1, keys]
    SDVariable own = sameDiff.expandDims(z, keys + 1); // [..., queries, keys, 1]
    SDVariable above = sameDiff.nn.relu(others.sub(own), 0).sum(false, keys + 1);
    return above.lt(1).castTo(scope.dataType());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sparsemax;
  }

  @Override
  public int hashCode() {
    return Sparsemax.class.hashCode();
  }

  @Override
  public String toString() {
    return "sparsemax";
  }
}
