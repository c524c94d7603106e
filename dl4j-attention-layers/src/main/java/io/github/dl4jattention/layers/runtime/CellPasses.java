package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Tensor;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent layer's passes by a kernel.
 *
 * <p>The backward pass goes on from what the forward pass kept; it runs one only if there was none.
 */
final class CellPasses implements SequencePasses {
  private final CellRun run;
  private final Tensor ofOutput = new Tensor();
  private boolean forwardDone;

  CellPasses(CellRun run) {
    this.run = run;
  }

  @Override
  public INDArray forward(SequencePass pass, Passes.NewArray newArray) {
    Tensor output = run.forward(List.of(pass), pass.training());
    forwardDone = pass.training();
    return run.write(output, newArray);
  }

  @Override
  public INDArray[] lastStates() {
    return run.lastStates();
  }

  @Override
  public INDArray backward(
      SequencePass pass,
      INDArray epsilon,
      int firstStep,
      Map<String, INDArray> gradients,
      Passes.NewArray newArray) {
    if (!forwardDone) {
      run.forward(List.of(pass), true);
    }
    forwardDone = false; // It is used up.
    Tensor gradient = run.read(epsilon, ofOutput);
    return run.backward(gradient, pass.time() - firstStep, List.of(gradients), newArray);
  }

  @Override
  public void clear() {
    forwardDone = false;
  }
}
