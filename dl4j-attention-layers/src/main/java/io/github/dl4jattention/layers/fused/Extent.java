package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;

/**
 * The queries and keys of a pass: how many, and which are real.
 *
 * @param batch number of examples
 * @param queryTime queries of an example
 * @param keyTime keys of an example
 * @param queries which queries are real
 * @param keys which keys are real
 */
public record Extent(int batch, int queryTime, int keyTime, Padding queries, Padding keys) {
  /**
   * Of two inputs.
   *
   * @param queries the queries
   * @param keys the keys
   * @return their extent
   */
  public static Extent of(Pass.Input queries, Pass.Input keys) {
    return new Extent(
        queries.values().batch(),
        queries.values().time(),
        keys.values().time(),
        queries.padding(),
        keys.padding());
  }
}
