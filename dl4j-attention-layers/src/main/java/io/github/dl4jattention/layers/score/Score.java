package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.io.Serializable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * A score compares a query with a key: the energy {@code e_ij = score(s_i, h_j)}.
 *
 * <p>Dimensions: {@code querySize} channels of a query, {@code keySize} channels of a key. A new
 * score is one class, with a constructor without arguments for DL4J's JSON, and {@code equals} and
 * {@code hashCode}; and one line in the contract's tests.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public interface Score extends Serializable {
  /**
   * Declares the parameters, and refuses sizes that the score cannot compare.
   *
   * @param parameters takes them
   * @param querySize channels of a query
   * @param keySize channels of a key
   * @throws IllegalStateException if the sizes do not fit the score; the message says the mend
   */
  void declareParameters(Parameters parameters, long querySize, long keySize);

  /**
   * Refuses more keys than the score can compare with; most scores take any number.
   *
   * @param keyTime number of keys, padding included; 0 or less if it is not known
   * @throws IllegalArgumentException if there are too many; the message says the mend
   */
  default void requireKeyTime(long keyTime) {
    // Any number.
  }

  /**
   * What does not depend on the queries, computed once for all of them.
   *
   * @param scope where
   * @param keys the keys
   * @return what {@link #energies} takes for keys; by default the keys themselves
   */
  default Steps prepareKeys(Scope scope, Steps keys) {
    return keys;
  }

  /**
   * Energies of every query with every key.
   *
   * @param scope where
   * @param queries the queries
   * @param keys prepared by {@link #prepareKeys}
   * @param coverage sum of the weights of all queries before these, {@code [batch, 1, keyTime]};
   *     null unless the score {@linkplain #hasCoverage has coverage}
   * @return {@code [batch, queryTime, keyTime]}
   */
  SDVariable energies(Scope scope, Steps queries, Steps keys, SDVariable coverage);

  /**
   * Whether the energies depend on what the queries before have looked at, so that queries must be
   * taken one at a time.
   *
   * @return false by default
   */
  default boolean hasCoverage() {
    return false;
  }
}
