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
   * Computes energies.
   *
   * @param worker who does
   * @param example whose keys
   * @param q holds the query
   * @param qAt where it begins
   * @param e takes the energies
   * @param eAt where they begin
   * @param keys how many
   */
  void energies(int worker, int example, float[] q, int qAt, float[] e, int eAt, int keys);

  /** Begins the way back. */
  void beginBackward();

  /**
   * Goes back through the energies of a query: adds to the gradient by it, and to what is kept of
   * those by the keys and parameters.
   *
   * @param worker who does
   * @param example whose keys
   * @param q holds the query
   * @param qAt where it begins
   * @param de holds the gradient by the energies
   * @param deAt where it begins
   * @param keys how many
   * @param dq takes the gradient by the query, at the query's place
   */
  void energiesBack(
      int worker, int example, float[] q, int qAt, float[] de, int deAt, int keys, float[] dq);

  /**
   * Ends the way back: adds to the gradients of the parameters, but those of {@link #queries}, and
   * to the annotations'.
   */
  void finish();
}
