package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Padding;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer whose parameters have a row for each token, which other parts of a graph may read. */
public interface SharedRows {
  /**
   * The rows.
   *
   * @return {@code [tokens, size]}, a view of the network's parameters
   */
  INDArray rows();

  /**
   * Adds to the rows' gradients of this pass, whether the layer's own come before or after it.
   *
   * @param tokens which row each step has read, example by example
   * @param padding which steps are real
   * @param epsilon the gradients by the steps, {@code [batch, size, time]}
   */
  void addGradients(int[] tokens, Padding padding, INDArray epsilon);
}
