package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Pass;

/**
 * A part of an attention's kernel that makes something ready of queries, keys and parameters, and
 * takes its gradient back.
 */
interface Part {
  /**
   * Before the queries look.
   *
   * @param pass has the parameters
   * @param extent of queries and keys
   * @param queries the queries
   * @param keys the keys
   */
  void forward(Pass pass, Extent extent, Pass.Input queries, Pass.Input keys);

  /** Before the attention goes back: makes the memory of gradients ready. */
  void beginBackward();

  /** After the attention went back: adds to the gradients of queries, keys and parameters. */
  void backward();
}
