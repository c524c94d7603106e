package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What queries look at: keys, projected once where the score does so, their values, and which of
 * them are real.
 */
public final class Memory {
  private final Alignment alignment;
  private final Scope scope;
  private final Steps keys;
  private final Steps values;
  private final KeyMask mask;
  private SDVariable keyCounts;

  /** Of keys that the score has prepared. */
  Memory(Alignment alignment, Scope scope, Steps keys, Steps values, KeyMask mask) {
    this.alignment = alignment;
    this.scope = scope;
    this.keys = keys;
    this.values = values;
    this.mask = mask;
  }

  /**
   * Weights of some queries.
   *
   * @param queries the queries
   * @param firstQuery index of the first of them in its sequence
   * @param coverage sum of the weights of all queries before, {@code [batch, 1, keyTime]}; null
   *     unless the score has coverage
   * @return {@code [batch, queryTime, keyTime]}
   */
  public SDVariable weights(Steps queries, long firstQuery, SDVariable coverage) {
    SDVariable energies = alignment.score().energies(scope, queries, keys, coverage);
    return alignment.weights(scope, energies, queries, firstQuery, this);
  }

  /**
   * Contexts: the mean of the values by the weights, {@code c_i = sum_j alpha_ij v_j}.
   *
   * @param weights {@code [batch, queryTime, keyTime]}
   * @param queryTime number of queries
   * @param dropoutName a name of its own for the dropout of these weights
   * @return {@code [batch, queryTime, valueSize]}
   */
  public Steps contexts(SDVariable weights, long queryTime, String dropoutName) {
    SDVariable kept = alignment.dropped(scope, dropoutName, weights, queryTime, keys.time());
    return new Steps(scope.sameDiff().mmul(kept, values.values()), queryTime, values.size());
  }

  /**
   * The coverage before the first query.
   *
   * @return zeros {@code [batch, 1, keyTime]}
   */
  public SDVariable noCoverage() {
    return scope.draw("noCoverage", Nd4j::zeros, 1, keys.time());
  }

  /**
   * Number of keys, padding included.
   *
   * @return the number
   */
  public long keyTime() {
    return keys.time();
  }

  /**
   * Channels of a value.
   *
   * @return the size
   */
  public long valueSize() {
    return values.size();
  }

  KeyMask mask() {
    return mask;
  }

  /** Number of real keys, {@code [batch, 1, 1]}. */
  SDVariable keyCounts() {
    if (keyCounts == null) {
      keyCounts = mask.allowed().sum(true, mask.keyAxis());
    }
    return keyCounts;
  }
}
