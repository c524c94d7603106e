package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellDirection;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Between DL4J's arrays and the kernel of a recurrent layer of one direction or two.
 *
 * <p>The second direction goes from the last step to the first. Both read the same input.
 */
final class CellRun {
  private static final String INPUT = "input";

  private final CellSequence sequence;
  private final List<Pass> passes = new ArrayList<>();
  private final Pass.Input input;
  private final Tensor output = new Tensor();
  private final NativeFloats floats = new NativeFloats();

  private CellRun(CellSequence sequence) {
    this.sequence = sequence;
    sequence.directions().forEach(direction -> passes.add(new Pass()));
    input = passes.get(0).input(INPUT);
  }

  /**
   * The kernel of layers over the same input.
   *
   * @param layers one, or one of each direction
   * @return nothing if a layer's settings have none, or none for this data type or where it runs
   */
  static Optional<CellRun> of(List<GatedLayer> layers, DataType dataType) {
    if (dataType != DataType.FLOAT || Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      return Optional.empty();
    }
    return LanesProvider.lanes().flatMap(lanes -> of(layers, lanes));
  }

  private static Optional<CellRun> of(List<GatedLayer> layers, Lanes lanes) {
    List<CellDirection> directions = new ArrayList<>();
    Workers workers = Workers.shared();
    for (GatedLayer layer : layers) {
      Optional<CellKernel> cell = layer.kernel(lanes);
      if (cell.isEmpty()) {
        return Optional.empty();
      }
      int in = (int) layer.layerConf().getNIn();
      boolean fromTheEnd = !directions.isEmpty();
      directions.add(new CellDirection(lanes, workers, in, cell.get(), fromTheEnd));
    }
    return Optional.of(new CellRun(new CellSequence(workers, directions)));
  }

  /**
   * Runs forward.
   *
   * @param given what from, for each direction; the input and the mask are those of the first
   * @param kept whether {@link #backward} follows
   * @return the output: of the directions side by side, {@code [batch, time, size]}
   */
  Tensor forward(List<SequencePass> given, boolean kept) {
    SequencePass first = given.get(0);
    floats.readMask(first.mask(), first.sequence(), input.padding());
    floats.read(first.sequence(), padding(), input.values());
    for (int i = 0; i < given.size(); i++) {
      read(given.get(i), passes.get(i), sequence.directions().get(i));
    }
    sequence.forward(input, output, kept);
    return output;
  }

  private void read(SequencePass given, Pass pass, CellDirection direction) {
    read(given.states().get(0), direction.size(), direction.hidden());
    if (direction.hasMemory()) {
      read(given.states().get(1), direction.size(), direction.memory());
    }
    given
        .parameters()
        .forEach(
            (name, array) -> {
              pass.parameter(name).resize(array.length());
              floats.readRows(array, pass.parameter(name).values());
            });
    direction.load(
        pass.parameter(GatedParamInitializer.WEIGHTS),
        pass.parameter(GatedParamInitializer.BIAS),
        pass.parameter(GatedParamInitializer.RECURRENT_WEIGHTS),
        pass.parameter(GruParamInitializer.RECURRENT_BIAS));
  }

  private void read(INDArray state, int size, Tensor to) {
    if (state == null) {
      to.reshape(input.values().batch(), 1, size).clear();
    } else {
      floats.read(state, null, to);
    }
  }

  /** The states of the first direction after its last step. */
  INDArray[] lastStates() {
    CellDirection direction = sequence.directions().get(0);
    return direction.hasMemory()
        ? new INDArray[] {array(direction.hidden()), array(direction.memory())}
        : new INDArray[] {array(direction.hidden())};
  }

  private INDArray array(Tensor state) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, state.batch(), state.size());
    floats.writeRows(state.values(), array);
    return array;
  }

  /** An output as DL4J has it, zeros at padding. */
  INDArray write(Tensor values, Passes.NewArray newArray) {
    INDArray result = newArray.of(values.batch(), values.size(), values.time());
    floats.write(values, padding(), result);
    return result;
  }

  /** Reads the gradient of an output, zeros at padding. */
  Tensor read(INDArray epsilon, Tensor to) {
    floats.read(epsilon, padding(), to);
    return to;
  }

  /**
   * Runs backward.
   *
   * @param ofOutput gradient by the output; may be its tensor
   * @param steps how many to go back
   * @param gradients takes the gradients by the parameters, for each direction, by name
   * @return the gradient by the input, {@code [batch, nIn, time]}
   */
  INDArray backward(
      Tensor ofOutput, int steps, List<Map<String, INDArray>> gradients, Passes.NewArray newArray) {
    Tensor values = input.values();
    input.gradient().reshape(values.batch(), values.time(), values.size()).clear();
    for (int i = 0; i < passes.size(); i++) {
      Pass pass = passes.get(i);
      gradients.get(i).keySet().forEach(name -> pass.parameter(name).clearGradient());
    }
    sequence.backward(input, ofOutput, steps);
    for (int i = 0; i < passes.size(); i++) {
      Pass pass = passes.get(i);
      gradients
          .get(i)
          .forEach((name, view) -> floats.writeRows(pass.parameter(name).gradient(), view));
    }
    return write(input.gradient(), newArray);
  }

  private Padding padding() {
    return input.padding().padded() ? input.padding() : null;
  }
}
