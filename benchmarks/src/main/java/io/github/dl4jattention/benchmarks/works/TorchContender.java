package io.github.dl4jattention.benchmarks.works;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.dl4jattention.benchmarks.torch.Torch;
import io.github.dl4jattention.benchmarks.torch.TorchModule;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A TorchScript module with inputs, parameters and the gradient of its output. */
final class TorchContender implements Contender {
  private final TorchModule module;
  private final NDList inference = new NDList();
  private final NDList training = new NDList();
  private final INDArray upstream;

  /**
   * Copies arrays for a module.
   *
   * @param name the module's
   * @param inputs sequences, whose gradients are wanted, as those of a layer inside a network
   * @param masks further inputs, whose gradients are not
   * @param parameters in PyTorch's layout
   * @param upstream gradient of the output; null where there is no backward pass
   */
  TorchContender(
      String name,
      List<INDArray> inputs,
      List<INDArray> masks,
      List<INDArray> parameters,
      INDArray upstream) {
    module = new TorchModule(name);
    this.upstream = upstream;
    for (boolean trained : new boolean[] {false, true}) {
      List<NDArray> read = new ArrayList<>();
      inputs.forEach(input -> read.add(Torch.copy(input, trained)));
      masks.forEach(mask -> read.add(Torch.copy(mask, false)));
      List<NDArray> learned =
          parameters.stream().map(parameter -> Torch.copy(parameter, trained)).toList();
      NDList arguments = trained ? training : inference;
      arguments.addAll(TorchModule.argument("inputs", read));
      arguments.addAll(TorchModule.argument("parameters", learned));
    }
    if (upstream != null) {
      training.add(Torch.copy(upstream, false));
    }
  }

  @Override
  public void run(Pass pass) {
    result(pass).close();
  }

  @Override
  public List<float[]> results(Pass pass) {
    try (TorchModule.Result result = result(pass)) {
      List<float[]> values = new ArrayList<>(result.values());
      if (upstream != null) {
        values.set(0, Layouts.realValues(values.get(0), Layouts.values(upstream)));
      }
      return values;
    }
  }

  private TorchModule.Result result(Pass pass) {
    return pass == Pass.FORWARD
        ? module.infer(inference)
        : module.differentiate("forward_backward", training);
  }

  @Override
  public void close() {
    inference.close();
    training.close();
    module.close();
  }
}
