package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellSequence;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A recurrent layer's passes by a kernel: in float, on the processor, where the cell has one.
 *
 * <p>The backward pass goes on from what the forward pass kept; it runs one only if there was none.
 */
final class CellPasses implements SequencePasses {
  private static final String INPUT = "input";

  private final CellSequence sequence;
  private final Pass pass = new Pass();
  private final Tensor output = new Tensor();
  private final NativeFloats floats = new NativeFloats();
  private boolean forwardDone;

  private CellPasses(CellSequence sequence) {
    this.sequence = sequence;
  }

  /**
   * The passes of a cell.
   *
   * @param cell makes its kernel, if it has one
   * @return nothing if it has none, or none for this data type or where it runs
   */
  static Optional<CellPasses> of(
      int in, Function<Lanes, Optional<CellKernel>> cell, DataType dataType) {
    if (dataType != DataType.FLOAT || Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      return Optional.empty();
    }
    return LanesProvider.lanes()
        .flatMap(
            lanes ->
                cell.apply(lanes)
                    .map(kernel -> new CellSequence(lanes, Workers.shared(), in, kernel)))
        .map(CellPasses::new);
  }

  @Override
  public INDArray forward(SequencePass given, Passes.NewArray newArray) {
    run(given);
    forwardDone = given.training();
    INDArray result = newArray.of(output.batch(), output.size(), output.time());
    floats.write(output, padding(), result);
    return result;
  }

  private void run(SequencePass given) {
    Pass.Input input = pass.input(INPUT);
    floats.readMask(given.mask(), given.sequence(), input.padding());
    floats.read(given.sequence(), padding(), input.values());
    read(given.states().get(0), given, sequence.hidden());
    if (sequence.hasMemory()) {
      read(given.states().get(1), given, sequence.memory());
    }
    given
        .parameters()
        .forEach(
            (name, array) -> {
              pass.parameter(name).resize(array.length());
              floats.readRows(array, pass.parameter(name).values());
            });
    sequence.load(
        pass.parameter(GatedParamInitializer.WEIGHTS),
        pass.parameter(GatedParamInitializer.BIAS),
        pass.parameter(GatedParamInitializer.RECURRENT_WEIGHTS),
        pass.parameter(GruParamInitializer.RECURRENT_BIAS));
    sequence.forward(input, output);
  }

  private void read(INDArray state, SequencePass given, Tensor to) {
    if (state == null) {
      long size = given.parameters().get(GatedParamInitializer.RECURRENT_WEIGHTS).size(0);
      to.reshape(given.batch(), 1, size).clear();
    } else {
      floats.read(state, null, to);
    }
  }

  private Padding padding() {
    Padding padding = pass.input(INPUT).padding();
    return padding.padded() ? padding : null;
  }

  @Override
  public INDArray[] lastStates() {
    return sequence.hasMemory()
        ? new INDArray[] {array(sequence.hidden()), array(sequence.memory())}
        : new INDArray[] {array(sequence.hidden())};
  }

  private INDArray array(Tensor state) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, state.batch(), state.size());
    floats.writeRows(state.values(), array);
    return array;
  }

  @Override
  public INDArray backward(
      SequencePass given,
      INDArray epsilon,
      int firstStep,
      Map<String, INDArray> gradients,
      Passes.NewArray newArray) {
    if (!forwardDone) {
      run(given);
    }
    forwardDone = false; // It is used up.
    Pass.Input input = pass.input(INPUT);
    Tensor values = input.values();
    input.gradient().reshape(values.batch(), values.time(), values.size()).clear();
    gradients.keySet().forEach(name -> pass.parameter(name).clearGradient());
    floats.read(epsilon, padding(), output);
    sequence.backward(input, output, firstStep);
    gradients.forEach((name, view) -> floats.writeRows(pass.parameter(name).gradient(), view));
    INDArray result = newArray.of(given.sequence().shape());
    floats.write(input.gradient(), padding(), result);
    return result;
  }

  @Override
  public void clear() {
    forwardDone = false;
  }
}
