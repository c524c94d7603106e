package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Bilinear form: {@code e_ij = s_i W h_j}.
 *
 * <p>Luong, Pham and Manning 2015, section 3.1, "general". Queries and keys may differ in size.
 *
 * <p>Parameter: {@value #WEIGHT} {@code [querySize, keySize]}.
 */
public final class GeneralScore implements Score {
  /** Parameter {@code W}: {@code [querySize, keySize]}. */
  public static final String WEIGHT = "W";

  private static final long serialVersionUID = 1L;

  /** A bilinear form; it has no settings. */
  public GeneralScore() {}

  @Override
  public void declareParameters(Parameters parameters, long querySize, long keySize) {
    parameters.weight(WEIGHT, querySize, keySize);
  }

  @Override
  public SDVariable energies(Scope scope, Steps queries, Steps keys, SDVariable coverage) {
    Steps mapped = queries.times(scope.parameter(WEIGHT), keys.size());
    return scope.sameDiff().mmul(mapped.values(), keys.values(), false, true, false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GeneralScore;
  }

  @Override
  public int hashCode() {
    return GeneralScore.class.hashCode();
  }

  @Override
  public String toString() {
    return "general";
  }
}
