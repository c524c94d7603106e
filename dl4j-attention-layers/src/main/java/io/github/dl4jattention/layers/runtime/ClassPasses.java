package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Padding;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How an output layer's scores of classes are computed, of the real steps alone. */
interface ClassPasses {
  /**
   * Takes what a pass reads.
   *
   * @param input {@code [batch, in, time]}
   * @param padding which of its steps are real
   * @param weights {@code [in, classes]}
   * @param bias {@code [1, classes]}
   */
  void begin(INDArray input, Padding padding, INDArray weights, INDArray bias);

  /**
   * The loss of each real step.
   *
   * @param labels the class of each real step, example by example
   * @param smoothing label smoothing, 0 for none
   * @return as many losses, in nats
   */
  double[] losses(int[] labels, double smoothing);

  /**
   * The losses, and the gradients of their sum.
   *
   * @param labels the class of each real step, example by example
   * @param smoothing label smoothing, 0 for none
   * @param ofInput takes the gradient by the input, zeros at padding
   * @param ofWeights takes the gradient by the weights
   * @param ofBias takes the gradient by the bias
   * @return the losses, in nats
   */
  double[] gradients(
      int[] labels, double smoothing, INDArray ofInput, INDArray ofWeights, INDArray ofBias);

  /**
   * The probabilities.
   *
   * @param to takes them, {@code [batch, classes, time]}, zeros at padding
   */
  void probabilities(INDArray to);
}
