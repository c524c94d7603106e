package io.github.dl4jattention.layers.position;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import java.io.Serializable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * How multi-head attention knows where its steps stand: without a scheme, it does not.
 *
 * <p>A scheme acts in up to three places, and in those it does not name it changes nothing: it
 * {@linkplain #place places} queries and keys, it adds to the {@linkplain #energies energies}, it
 * adds to the {@linkplain #contexts contexts}. A position is the index of a step in its sequence,
 * from 0, padding included.
 *
 * <p>A new scheme is one immutable class, with a constructor without arguments for DL4J's JSON, and
 * {@code equals} and {@code hashCode}. One that adds numbers to the energies and nothing else is an
 * {@link AttentionBias}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public interface PositionScheme extends Serializable {
  /**
   * Declares the parameters, and refuses sizes that the scheme cannot serve. None by default.
   *
   * @param parameters takes them
   * @param heads number of heads
   * @param headSize channels of a head's query and key; 0 while not yet known
   * @throws IllegalStateException if the size does not fit the scheme; the message says the mend
   */
  default void declareParameters(Parameters parameters, long heads, long headSize) {
    // Most schemes have none.
  }

  /**
   * Tells queries, or keys, where they stand; called for both. Unchanged by default.
   *
   * @param scope where
   * @param steps queries, scaled by {@code 1 / sqrt(headSize)}, or keys
   * @return of the same lengths
   */
  default Heads place(Scope scope, Heads steps) {
    return steps;
  }

  /**
   * Energies that depend on where query and key stand. Unchanged by default.
   *
   * @param scope where
   * @param queries the queries, scaled and placed
   * @param keys the keys, placed; there may be fewer heads of them
   * @param energies {@code [batch, heads, queryTime, keyTime]}
   * @return the same shape
   */
  default SDVariable energies(Scope scope, Heads queries, Heads keys, SDVariable energies) {
    return energies;
  }

  /**
   * Contexts that depend on where query and key stand. Unchanged by default.
   *
   * @param scope where
   * @param weights {@code [batch, heads, queryTime, keyTime]}, after dropout
   * @param keyTime number of keys
   * @param contexts each head's mean of the values by the weights
   * @return of the same lengths
   */
  default Heads contexts(Scope scope, SDVariable weights, long keyTime, Heads contexts) {
    return contexts;
  }
}
