package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;

/**
 * A score by hand: energies of one query with the keys of its example, for queries that come one
 * after the other. Several threads may work at a time, on different examples.
 */
interface Energies {
  /**
   * Begins a pass: prepares the keys.
   *
   * @param pass the parameters
   * @param annotations the keys, {@code [batch, keyTime, keySize]}
   */
  void begin(Pass pass, Pass.Input annotations);

  /**
   * What queries are multiplied by before they are compared, all of a step's at a time.
   *
   * @return null if they are taken as they are
   */
  Projection queries();

  /**
   * Channels of a query that has been multiplied.
   *
   * @return the size
   */
  int querySize();

  /**
   * Whether energies depend on what the queries before have given to a key.
   *
   * @return false by default
   */
  default boolean hasCoverage() {
    return false;
  }

  /**
   * Computes energies.
   *
   * @param worker who does
   * @param look the query and its keys
   * @param e takes the energies
   * @param eAt where that of key 0 stands, looked at or not
   */
  void energies(int worker, Look look, float[] e, int eAt);

  /** Begins the way back. */
  void beginBackward();

  /**
   * Goes back through the energies of a query: adds to the gradients by it and by the coverage, and
   * to what is kept of those by the keys and parameters.
   *
   * @param worker who does
   * @param look the query and its keys
   * @param de holds the gradient by the energies, from key 0 on
   * @param dq takes the gradient by the query, at the query's place
   * @param dCoverage takes the gradient by the coverage; null unless the score has it
   * @param dCoverageAt where that of key 0 stands
   */
  void energiesBack(
      int worker, Look look, float[] de, float[] dq, float[] dCoverage, int dCoverageAt);

  /**
   * Ends the way back: adds to the gradients of the parameters, but those of {@link #queries}, and
   * to the annotations'.
   */
  void finish();
}
