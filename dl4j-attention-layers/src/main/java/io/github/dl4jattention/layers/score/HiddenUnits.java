package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;

/** The hidden layer that additive and concat scores have in common. */
final class HiddenUnits {
  private HiddenUnits() {}

  static void require(String score, long attentionSize) {
    if (attentionSize < 1) {
      throw new IllegalArgumentException(
          "%s: attentionSize, the hidden units, must be at least 1, got %d"
              .formatted(score, attentionSize));
    }
  }

  /**
   * {@code e_ij = v . activation(q_i + k_j)}.
   *
   * @param queries projected, {@code [batch, queryTime, attentionSize]}
   * @param keys projected, {@code [batch, keyTime, attentionSize]}
   * @param v {@code [attentionSize, 1]}
   * @return {@code [batch, queryTime, keyTime]}
   */
  static SDVariable energies(
      Scope scope, Steps queries, Steps keys, Activation activation, SDVariable v) {
    SameDiff sameDiff = scope.sameDiff();
    SDVariable sum =
        queries.time() == 1
            ? keys.values().add(queries.values()) // one axis less to broadcast
            : sameDiff
                .expandDims(queries.values(), 2) // [batch, queryTime, 1, attentionSize]
                .add(sameDiff.expandDims(keys.values(), 1)); // [batch, 1, keyTime, attentionSize]
    // The product with v as one matrix product; a broadcast one is tenfold slower backward.
    SDVariable hidden = Activations.of(activation, sameDiff, sum).reshape(-1, queries.size());
    return Steps.product(hidden, queries.size(), v, 1).reshape(-1, queries.time(), keys.time());
  }
}
