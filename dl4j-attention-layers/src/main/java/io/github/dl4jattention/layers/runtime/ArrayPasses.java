package io.github.dl4jattention.layers.runtime;

import java.util.Map;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent layer's passes by ND4J's operations: in every data type, with every activation.
 *
 * <p>As DL4J's recurrent layers do, the backward pass runs the forward pass once more: nothing but
 * the input has to live between the two.
 */
final class ArrayPasses implements SequencePasses {
  private final BiFunction<SequencePass, Boolean, GatedForward> forward;
  private INDArray[] lastStates;

  /**
   * The passes of a layer.
   *
   * @param forward runs one; the second argument is whether a backward pass will follow
   */
  ArrayPasses(BiFunction<SequencePass, Boolean, GatedForward> forward) {
    this.forward = forward;
  }

  @Override
  public INDArray forward(SequencePass pass, Passes.NewArray newArray) {
    GatedForward run = forward.apply(pass, false);
    lastStates = run.lastStates();
    return copy(run.output(), newArray);
  }

  @Override
  public INDArray[] lastStates() {
    return lastStates;
  }

  @Override
  public INDArray backward(
      SequencePass pass,
      INDArray epsilon,
      int firstStep,
      Map<String, INDArray> gradients,
      Passes.NewArray newArray) {
    GatedBackward run = forward.apply(pass, true).backward(epsilon, firstStep);
    run.parameters(gradients);
    return copy(run.input(), newArray);
  }

  private static INDArray copy(INDArray array, Passes.NewArray newArray) {
    return newArray.of(array.shape()).assign(array);
  }

  @Override
  public void clear() {
    lastStates = null; // Its memory may be that of a workspace.
  }
}
