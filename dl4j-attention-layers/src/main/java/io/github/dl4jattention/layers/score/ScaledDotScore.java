package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Scaled dot product: {@code e_ij = s_i . h_j / sqrt(d)}, d the size of queries and keys.
 *
 * <p>Vaswani et al. 2017, "Attention Is All You Need", equation (1). There are no parameters.
 */
public final class ScaledDotScore implements Score {
  private static final long serialVersionUID = 1L;

  /** A scaled dot product; it has no settings. */
  public ScaledDotScore() {}

  @Override
  public void declareParameters(Parameters parameters, long querySize, long keySize) {
    DotScore.requireSameSize("ScaledDotScore", querySize, keySize);
  }

  @Override
  public SDVariable energies(Scope scope, Steps queries, Steps keys, SDVariable coverage) {
    // The smaller operand is scaled: queries, not energies.
    SDVariable scaled = queries.values().mul(1 / Math.sqrt((double) queries.size()));
    return scope.sameDiff().mmul(scaled, keys.values(), false, true, false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScaledDotScore;
  }

  @Override
  public int hashCode() {
    return ScaledDotScore.class.hashCode();
  }

  @Override
  public String toString() {
    return "scaled dot";
  }
}
