package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.formula.Formula;
import io.github.dl4jattention.layers.kernel.HasKernel;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** A formula's passes by a kernel: in float, on the processor, where one covers its settings. */
final class KernelPasses implements Passes {
  private final Formula formula;
  private final Kernel kernel;
  private final Reinforcement reinforcement;
  private final Pass pass = new Pass();
  private final Tensor output = new Tensor();
  private final NativeFloats floats = new NativeFloats();
  private INDArray[] inputs;

  private KernelPasses(Formula formula, Kernel kernel, Reinforcement reinforcement) {
    this.formula = formula;
    this.reinforcement = reinforcement;
    this.kernel = kernel;
  }

  /**
   * The passes of a formula.
   *
   * @param reinforcement asked by a kernel that samples
   * @return nothing if its settings, its data type or where it runs have no kernel
   */
  static Optional<KernelPasses> of(
      Formula formula, Reinforcement reinforcement, DataType dataType) {
    if (dataType != DataType.FLOAT
        || !(formula instanceof HasKernel source)
        || Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      return Optional.empty();
    }
    return LanesProvider.lanes()
        .flatMap(source::kernel)
        .map(kernel -> new KernelPasses(formula, kernel, reinforcement));
  }

  @Override
  public INDArray forward(
      boolean training,
      boolean keepAttentionWeights,
      Map<String, INDArray> parameters,
      INDArray[] inputs,
      INDArray[] masks,
      NewArray newArray) {
    this.inputs = inputs;
    List<String> names = formula.inputNames();
    for (int i = 0; i < inputs.length; i++) {
      Pass.Input input = pass.input(names.get(i));
      floats.readMask(masks[i], inputs[i], input.padding());
      floats.read(inputs[i], paddingOf(names.get(i)), input.values());
    }
    parameters.forEach((name, array) -> pass.parameter(name).resize(array.length()));
    floats.readRows(rows(parameters, Pass.Parameter::values));
    pass.begin(training, () -> Nd4j.getRandom().nextLong(), keepAttentionWeights);
    kernel.forward(pass, output);
    INDArray result =
        output.sequence()
            ? newArray.of(output.batch(), output.size(), output.time())
            : newArray.of(output.batch(), output.size());
    floats.write(output, outputPadding(), result);
    return result;
  }

  private Padding paddingOf(String input) {
    Padding padding = pass.input(input).padding();
    return padding.padded() ? padding : null;
  }

  private Padding outputPadding() {
    return formula.outputFollows().map(this::paddingOf).orElse(null);
  }

  @Override
  public Map<String, INDArray> attentionWeights() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    pass.keptWeights().forEach((part, kept) -> all.put(part, read(kept)));
    return all;
  }

  private INDArray read(Pass.Weights kept) {
    Tensor weights = kept.values();
    INDArray array =
        Nd4j.createUninitializedDetached(
            DataType.FLOAT,
            weights.batch(),
            kept.heads(),
            weights.time() / kept.heads(),
            weights.size());
    floats.writeRows(weights.values(), array);
    return array;
  }

  @Override
  public INDArray[] backward(
      INDArray epsilon, Map<String, INDArray> parameterGradients, NewArray newArray) {
    List<String> names = formula.inputNames();
    for (String name : names) {
      Pass.Input input = pass.input(name);
      input.gradient().reshapeAs(input.values()).clear();
    }
    clear(parameterGradients.keySet().stream().map(pass::parameter).toList());
    floats.read(epsilon, outputPadding(), output);
    pass.beginBackward(
        () -> reinforcement.advantages(epsilon.size(0), DataType.FLOAT).toFloatVector());
    kernel.backward(pass, output);
    floats.writeRows(rows(parameterGradients, Pass.Parameter::gradient));
    INDArray[] gradients = new INDArray[inputs.length];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = newArray.of(inputs[i].shape());
      floats.write(pass.input(names.get(i)).gradient(), paddingOf(names.get(i)), gradients[i]);
    }
    return gradients;
  }

  private List<NativeFloats.Rows> rows(
      Map<String, INDArray> arrays, Function<Pass.Parameter, float[]> values) {
    return arrays.entrySet().stream()
        .map(
            each ->
                new NativeFloats.Rows(each.getValue(), values.apply(pass.parameter(each.getKey()))))
        .toList();
  }

  private static void clear(List<Pass.Parameter> gradients) {
    Workers.shared().run(gradients.size(), (worker, i) -> gradients.get(i).clearGradient());
  }

  @Override
  public void clear() {
    inputs = null;
  }
}
