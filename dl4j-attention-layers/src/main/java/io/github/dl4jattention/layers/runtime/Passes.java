package io.github.dl4jattention.layers.runtime;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to run a formula: forward, and backward from there. */
interface Passes {
  /** Makes the array that takes a result, where DL4J wants it. */
  @FunctionalInterface
  interface NewArray {
    /**
     * Makes one.
     *
     * @param shape its shape
     * @return of order c, and of the network's data type; what it holds means nothing
     */
    INDArray of(long... shape);
  }

  /**
   * Runs forward.
   *
   * @param training whether the network trains
   * @param keepAttentionWeights whether {@link #attentionWeights} will be asked for
   * @param parameters the parameters of this pass, by name
   * @param inputs the inputs in order
   * @param masks their masks; an entry is null where every step is real
   * @param newArray makes the array for the output
   * @return the output
   */
  INDArray forward(
      boolean training,
      boolean keepAttentionWeights,
      Map<String, INDArray> parameters,
      INDArray[] inputs,
      INDArray[] masks,
      NewArray newArray);

  /**
   * The attention weights of the last forward pass.
   *
   * @return {@code [batch, heads, queries, keys]} of each attention, by the part of the formula,
   *     the last at last; of one that has no parts by the empty name
   */
  Map<String, INDArray> attentionWeights();

  /**
   * Runs backward from the last forward pass.
   *
   * @param epsilon gradient of the loss by the output
   * @param parameterGradients takes the gradients by the parameters, by name
   * @param newArray makes the arrays for the gradients by the inputs
   * @return these, in order
   */
  INDArray[] backward(
      INDArray epsilon, Map<String, INDArray> parameterGradients, NewArray newArray);

  /** Forgets the last pass, whose arrays may be in workspaces that are closed. */
  void clear();
}
