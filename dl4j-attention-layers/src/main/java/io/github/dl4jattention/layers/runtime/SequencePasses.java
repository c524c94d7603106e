package io.github.dl4jattention.layers.runtime;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to run a recurrent layer: forward, and backward from there. */
interface SequencePasses {
  /**
   * Runs forward.
   *
   * @param pass what from
   * @param newArray makes the array for the output
   * @return the output, {@code [batch, nOut, time]}
   */
  INDArray forward(SequencePass pass, Passes.NewArray newArray);

  /**
   * The states after the forward pass that has just run.
   *
   * @return by index, {@code [batch, nOut]}; to be copied
   */
  INDArray[] lastStates();

  /**
   * Runs backward.
   *
   * @param pass as the forward pass before, or one that was not run
   * @param epsilon gradient of the loss by the output, {@code [batch, nOut, time]}
   * @param firstStep the first step to go back to
   * @param gradients takes the gradients by the parameters, by name
   * @param newArray makes the array for the gradient by the input
   * @return that, {@code [batch, nIn, time]}
   */
  INDArray backward(
      SequencePass pass,
      INDArray epsilon,
      int firstStep,
      Map<String, INDArray> gradients,
      Passes.NewArray newArray);

  /** Forgets the last forward pass: another input has come. */
  void clear();
}
