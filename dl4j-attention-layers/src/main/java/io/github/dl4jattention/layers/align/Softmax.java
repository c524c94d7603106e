package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Scope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one softmax of this library.
 *
 * <p>{@code weights[j] = exp(e[j]) / sum_k exp(e[k])} over the keys k that the query may look at; a
 * forbidden key gets a weight of exactly zero, a query without any key gets zeros everywhere, never
 * NaN, in every floating data type.
 */
public final class Softmax implements AttentionDistribution {
  private static final long serialVersionUID = 1L;

  /** A softmax; it has no settings. */
  public Softmax() {}

  @Override
  public SDVariable weights(
      Scope scope, SDVariable energies, KeyMask mask, long... shapeOfAnExample) {
    SDVariable shifted = mask.belowLargest(energies);
    return mask.zeroElsewhere(scope.sameDiff().nn.softmax(shifted, mask.keyAxis()));
  }

  /**
   * Logarithms of the weights.
   *
   * @param scope where
   * @param energies {@code [batch, queries, keys]} or {@code [batch, heads, queries, keys]}
   * @param mask the keys that each query may look at
   * @return the same shape; finite, for a forbidden key a large negative number
   */
  static SDVariable logWeights(Scope scope, SDVariable energies, KeyMask mask) {
    SDVariable shifted = mask.belowLargest(energies);
    SDVariable sums = scope.sameDiff().math.exp(shifted).sum(true, mask.keyAxis());
    return shifted.sub(scope.sameDiff().math.log(sums));
  }

  /**
   * The same rule on arrays, outside a graph; used when a trained decoder is stepped.
   *
   * @param energies {@code [batch, keys]}
   * @param keyMask {@code [batch, keys]}, 1 = real; null where every key is real
   * @return weights of the same shape
   */
  public static INDArray weights(INDArray energies, INDArray keyMask) {
    INDArray limited = energies;
    if (keyMask != null) {
      INDArray limit = keyMask.mul(2).subi(1).muli(KeyMask.magnitude(energies.dataType()));
      limited = Nd4j.math().min(limit, energies);
    }
    INDArray shifted = limited.subColumnVector(limited.max(true, 1));
    INDArray weights = Nd4j.nn().softmax(shifted, 1);
    return keyMask == null ? weights : weights.muli(keyMask);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Softmax;
  }

  @Override
  public int hashCode() {
    return Softmax.class.hashCode();
  }

  @Override
  public String toString() {
    return "softmax";
  }
}
