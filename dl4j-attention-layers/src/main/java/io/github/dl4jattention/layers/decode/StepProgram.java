package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.formula.Conditions;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.runtime.ScratchMemory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A SameDiff graph without gradients, for inputs of given sizes and any number of rows. */
final class StepProgram {
  private final SameDiff sameDiff = SameDiff.create();
  private final Scope scope;
  private final DataType dataType;

  /** The variables' names, by those of the results. */
  private final Map<String, String> results = new LinkedHashMap<>();

  /**
   * Defines a graph.
   *
   * @param dataType the network's data type
   * @param inputs shapes by name; the first length means nothing
   * @param parameters by name
   * @param definition gives results by name
   */
  StepProgram(
      DataType dataType,
      Map<String, long[]> inputs,
      Map<String, INDArray> parameters,
      Function<Scope, Map<String, SDVariable>> definition) {
    this.dataType = dataType;
    sameDiff.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    parameters.forEach((name, array) -> shapes.put(name, array.shape()));
    scope = new Scope(sameDiff, Conditions.plain(dataType, false), inputs, shapes);
    definition.apply(scope).forEach((name, variable) -> results.put(name, variable.name()));
    parameters.forEach(
        (name, array) -> sameDiff.associateArrayWithVariable(array, sameDiff.getVariable(name)));
  }

  /**
   * Runs it.
   *
   * @param inputs by name
   * @return the results by name
   */
  Map<String, INDArray> run(Map<String, INDArray> inputs) {
    Map<String, INDArray> all = new HashMap<>(inputs);
    long rows = inputs.values().iterator().next().size(0);
    scope
        .draws()
        .forEach((name, draw) -> all.put(name, draw.filler().fill(dataType, shape(rows, draw))));
    List<String> names = results.values().stream().distinct().toList();
    try {
      Map<String, INDArray> found = ScratchMemory.run(sameDiff, () -> sameDiff.output(all, names));
      Map<String, INDArray> byResult = new HashMap<>();
      results.forEach((result, name) -> byResult.put(result, found.get(name)));
      return byResult;
    } finally {
      sameDiff.clearPlaceholders(true);
      sameDiff.clearOpInputs();
    }
  }

  private static long[] shape(long rows, Scope.Draw draw) {
    long[] shape = new long[draw.shapeOfAnExample().length + 1];
    shape[0] = rows;
    System.arraycopy(draw.shapeOfAnExample(), 0, shape, 1, shape.length - 1);
    return shape;
  }
}
