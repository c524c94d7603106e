package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Dot product: {@code e_ij = s_i . h_j}.
 *
 * <p>Luong, Pham and Manning 2015, section 3.1, "dot". Queries and keys have the same size; there
 * are no parameters.
 */
public final class DotScore implements Score {
  private static final long serialVersionUID = 1L;

  /** A dot product; it has no settings. */
  public DotScore() {}

  @Override
  public void declareParameters(Parameters parameters, long querySize, long keySize) {
    requireSameSize("DotScore", querySize, keySize);
  }

  @Override
  public SDVariable energies(Scope scope, Steps queries, Steps keys, SDVariable coverage) {
    return scope.sameDiff().mmul(queries.values(), keys.values(), false, true, false);
  }

  static void requireSameSize(String score, long querySize, long keySize) {
    boolean known = querySize > 0 && keySize > 0; // 0 until inferred
    if (known && querySize != keySize) {
      throw new IllegalStateException(
          "%s multiplies queries of size %d with keys of size %d: the sizes must be the same."
                  .formatted(score, querySize, keySize)
              + " GeneralScore has a matrix between them and takes any two sizes");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DotScore;
  }

  @Override
  public int hashCode() {
    return DotScore.class.hashCode();
  }

  @Override
  public String toString() {
    return "dot";
  }
}
