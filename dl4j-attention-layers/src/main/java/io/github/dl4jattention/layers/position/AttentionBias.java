package io.github.dl4jattention.layers.position;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Scope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Numbers added to the energies of multi-head attention: {@code e_hij = q_hi . k_hj /
 * sqrt(headSize) + b_hij}.
 *
 * <p>Where a step stands is the usual reason; any other will do. A new bias is one immutable class,
 * with a constructor without arguments for DL4J's JSON, and {@code equals} and {@code hashCode}:
 *
 * <pre>{@code
 * public final class FirstKeyBias implements AttentionBias {
 *   public SDVariable bias(Scope scope, Heads queries, Heads keys) {
 *     INDArray bias = Nd4j.zeros(1, queries.count(), queries.time(), keys.time());
 *     bias.slice(0, 3).assign(1);
 *     return scope.constant(bias);
 *   }
 *   ...
 * }
 * }</pre>
 */
public interface AttentionBias extends PositionScheme {
  /**
   * The numbers to add. Those of padded keys have no influence.
   *
   * @param scope where
   * @param queries the queries, scaled by {@code 1 / sqrt(headSize)}
   * @param keys the keys; there may be fewer heads of them
   * @return {@code [1 or batch, heads, queryTime, keyTime]}, finite
   */
  SDVariable bias(Scope scope, Heads queries, Heads keys);

  @Override
  default SDVariable energies(Scope scope, Heads queries, Heads keys, SDVariable energies) {
    return energies.add(bias(scope, queries, keys));
  }
}
