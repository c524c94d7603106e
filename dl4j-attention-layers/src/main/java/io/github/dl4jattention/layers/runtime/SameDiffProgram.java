package io.github.dl4jattention.layers.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One vertex's formula as a SameDiff graph, for inputs of one set of time lengths.
 *
 * <p>Backward, DL4J hands a vertex the gradient of the loss by the vertex's output and asks for
 * those by its inputs and parameters. Here that is the gradient of the scalar {@code sum(output *
 * upstream)}, with {@code upstream} a placeholder. DL4J's own way, an {@code
 * ExternalErrorsFunction}, doubles every gradient; this one does not pass through it.
 */
final class SameDiffProgram {
  private static final String UPSTREAM = "upstreamGradient";

  /** SameDiff's own name for the function that createGradFunction makes. */
  private static final String GRADIENT_FUNCTION = "grad";

  private static final String LOSS = "outputTimesUpstream";

  private final SameDiff sameDiff = SameDiff.create();
  private final List<String> inputNames;
  private final List<String> differentiated = new ArrayList<>();
  private final String outputName;

  SameDiffProgram(
      SameDiffVertex vertex,
      DataType dataType,
      INDArray[] inputs,
      Map<String, INDArray> parameterTable) {
    // Views of DL4J's flattened parameters: SameDiff must hold them, not copies.
    sameDiff.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    SDVertexParams definition = vertex.getVertexParams();
    inputNames = List.copyOf(definition.getInputs());
    Map<String, SDVariable> inputVariables = new LinkedHashMap<>();
    Map<String, SDVariable> maskVariables = new LinkedHashMap<>();
    for (int i = 0; i < inputNames.size(); i++) {
      String name = inputNames.get(i);
      inputVariables.put(name, sameDiff.placeHolder(name, dataType, anyBatch(inputs[i].shape())));
      maskVariables.put(
          name,
          sameDiff.placeHolder(maskName(name), dataType, anyBatch(Masks.shapeFor(inputs[i]))));
    }
    Map<String, SDVariable> parameters = new LinkedHashMap<>();
    definition
        .getParamShapes()
        .forEach((name, shape) -> parameters.put(name, sameDiff.var(name, dataType, shape)));
    SDVariable output = vertex.defineVertex(sameDiff, inputVariables, parameters, maskVariables);
    outputName = output.name();
    parameterTable.forEach(
        (name, array) -> sameDiff.associateArrayWithVariable(array, sameDiff.getVariable(name)));

    SDVariable upstream = sameDiff.placeHolder(UPSTREAM, dataType, output.getShape());
    output.mul(upstream).sum(LOSS);
    // Named, not guessed: SameDiff takes every variable that nothing consumes for a loss.
    sameDiff.setLossVariables(LOSS);
    differentiated.addAll(inputNames);
    differentiated.addAll(parameterTable.keySet());
  }

  /** Name of the variable that the vertex returned. */
  String outputName() {
    return outputName;
  }

  /** Runs forward and returns the variables asked for. */
  Map<String, INDArray> forward(INDArray[] inputs, INDArray[] masks, List<String> names) {
    try {
      return ScratchMemory.run(sameDiff, () -> sameDiff.output(placeholders(inputs, masks), names));
    } finally {
      forgetArrays();
    }
  }

  /** Gradients by every input and parameter, keyed by name. */
  Map<String, INDArray> gradients(INDArray[] inputs, INDArray[] masks, INDArray upstream) {
    if (!sameDiff.hasGradientFunction()) {
      StdoutFilter.without(() -> sameDiff.createGradFunction(inputNames.toArray(new String[0])));
    }
    Map<String, INDArray> placeholders = placeholders(inputs, masks);
    placeholders.put(UPSTREAM, upstream);
    SameDiff gradient = sameDiff.getFunction(GRADIENT_FUNCTION);
    try {
      return ScratchMemory.run(
          gradient, () -> sameDiff.calculateGradients(placeholders, differentiated));
    } finally {
      forgetArrays();
    }
  }

  private Map<String, INDArray> placeholders(INDArray[] inputs, INDArray[] masks) {
    Map<String, INDArray> placeholders = new HashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      placeholders.put(inputNames.get(i), inputs[i]);
      placeholders.put(maskName(inputNames.get(i)), masks[i]);
    }
    return placeholders;
  }

  /** DL4J reuses its workspaces' memory: no array of this pass may be met in the next. */
  private void forgetArrays() {
    sameDiff.clearPlaceholders(true);
    sameDiff.clearOpInputs();
  }

  private static String maskName(String input) {
    return input + "_mask";
  }

  private static long[] anyBatch(long[] shape) {
    long[] result = Arrays.copyOf(shape, shape.length);
    result[0] = -1;
    return result;
  }
}
