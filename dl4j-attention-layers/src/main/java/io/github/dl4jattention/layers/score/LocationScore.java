package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Slices;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Energies from the query alone, one for each place: {@code e_ij = (s_i W)_j}.
 *
 * <p>Luong, Pham and Manning 2015, equation (8), "location". What a key holds does not count, only
 * where it stands; so there is a column of weights for each place, and a longest sequence.
 *
 * <p>Parameter: {@value #WEIGHT} {@code [querySize, maxLength]}. Keys beyond {@code maxLength} are
 * refused, padding included: when the configuration is built if the input's type tells their
 * number, else at the first pass.
 */
public final class LocationScore implements Score {
  /** Parameter {@code W}: {@code [querySize, maxLength]}. */
  public static final String WEIGHT = "W";

  private static final long serialVersionUID = 1L;

  /** Most keys there may be. */
  private long maxLength;

  /** For DL4J's JSON; use {@link #LocationScore(long)}. */
  public LocationScore() {}

  /**
   * A score for sequences of a limited length.
   *
   * @param maxLength most keys there may be, at least 1
   */
  public LocationScore(long maxLength) {
    if (maxLength < 1) {
      throw new IllegalArgumentException(
          "LocationScore: maxLength, the most keys there may be, must be at least 1, got "
              + maxLength);
    }
    this.maxLength = maxLength;
  }

  /**
   * Most keys there may be.
   *
   * @return the number
   */
  public long maxLength() {
    return maxLength;
  }

  @Override
  public void declareParameters(Parameters parameters, long querySize, long keySize) {
    parameters.weight(WEIGHT, querySize, maxLength);
  }

  @Override
  public void requireKeyTime(long keyTime) {
    if (keyTime > maxLength) {
      throw new IllegalArgumentException(
          "LocationScore has weights for %d keys and got %d: new LocationScore(%d) takes them"
              .formatted(maxLength, keyTime, keyTime));
    }
  }

  @Override
  public SDVariable energies(Scope scope, Steps queries, Steps keys, SDVariable coverage) {
    requireKeyTime(keys.time());
    SDVariable used = Slices.of(scope.parameter(WEIGHT), 0, queries.size(), keys.time());
    return queries.times(used, keys.time()).values();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LocationScore that && maxLength == that.maxLength;
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxLength);
  }

  @Override
  public String toString() {
    return "location(" + maxLength + ")";
  }
}
