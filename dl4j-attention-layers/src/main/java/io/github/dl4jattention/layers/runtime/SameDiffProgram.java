package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.formula.Conditions;
import io.github.dl4jattention.layers.formula.Formula;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One formula as a SameDiff graph, for inputs of one set of time lengths.
 *
 * <p>Backward, DL4J hands over the gradient of the loss by the output and asks for those by the
 * inputs and parameters. Here that is the gradient of the scalar {@code sum(output * upstream)},
 * with {@code upstream} a placeholder. DL4J's own way, an {@code ExternalErrorsFunction}, doubles
 * every gradient; this one does not pass through it.
 */
final class SameDiffProgram {
  private static final String UPSTREAM = "upstreamGradient";

  /** SameDiff's own name for the function that createGradFunction makes. */
  private static final String GRADIENT_FUNCTION = "grad";

  private static final String LOSS = "outputTimesUpstream";

  private final SameDiff sameDiff = SameDiff.create();
  private final Scope scope;
  private final List<String> differentiated = new ArrayList<>();
  private final String outputName;

  SameDiffProgram(
      Formula formula,
      DataType dataType,
      boolean training,
      Set<String> earlyPadding,
      Map<String, long[]> inputShapes,
      Map<String, INDArray> parameterTable) {
    // Views of DL4J's flattened parameters: SameDiff must hold them, not copies.
    sameDiff.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    Map<String, long[]> parameterShapes = new LinkedHashMap<>();
    parameterTable.forEach((name, array) -> parameterShapes.put(name, array.shape()));
    Conditions conditions =
        new Conditions(dataType, training, earlyPadding, formula.outputFollows());
    scope = new Scope(sameDiff, conditions, inputShapes, parameterShapes);
    SDVariable output = formula.define(scope);
    outputName = output.name();
    bind(parameterTable);

    SDVariable upstream = sameDiff.placeHolder(UPSTREAM, dataType, output.getShape());
    SDVariable loss = output.mul(upstream).sum();
    for (SDVariable term : scope.losses()) {
      loss = loss.add(term);
    }
    loss.rename(LOSS);
    // Named, not guessed: SameDiff takes every variable that nothing consumes for a loss.
    sameDiff.setLossVariables(LOSS);
    differentiated.addAll(inputShapes.keySet());
    differentiated.addAll(parameterTable.keySet());
  }

  /** Uses these arrays as parameters from now on. */
  void bind(Map<String, INDArray> parameterTable) {
    parameterTable.forEach(
        (name, array) -> sameDiff.associateArrayWithVariable(array, sameDiff.getVariable(name)));
  }

  /** Name of the formula's output. */
  String outputName() {
    return outputName;
  }

  /** Names of the attention weights' variables, by the part of the formula. */
  Map<String, String> attentionNames() {
    Map<String, String> names = new LinkedHashMap<>();
    scope.attentionWeights().forEach((part, weights) -> names.put(part, weights.name()));
    return names;
  }

  /** Whether the formula is another in training than at inference. */
  boolean trainingMatters() {
    return scope.trainingMatters();
  }

  /** The inputs with which the formula is another where padding stands before a real step. */
  Set<String> earlyPaddingMatters() {
    return scope.earlyPaddingMatters();
  }

  /** Whether going backward takes each example's {@link Scope#ADVANTAGE}. */
  boolean advantageMatters() {
    return scope.advantageMatters();
  }

  /** Draws what each pass draws anew. */
  Map<String, INDArray> draw(long batch, DataType dataType) {
    Map<String, INDArray> drawn = new HashMap<>();
    scope
        .draws()
        .forEach(
            (name, draw) -> {
              long[] shape = new long[draw.shapeOfAnExample().length + 1];
              shape[0] = batch;
              System.arraycopy(draw.shapeOfAnExample(), 0, shape, 1, shape.length - 1);
              drawn.put(name, draw.filler().fill(dataType, shape));
            });
    return drawn;
  }

  /** Runs forward and returns the variables asked for. */
  Map<String, INDArray> forward(Map<String, INDArray> placeholders, List<String> names) {
    try {
      return ScratchMemory.run(sameDiff, () -> sameDiff.output(placeholders, names));
    } finally {
      forgetArrays();
    }
  }

  /** Gradients by every input and parameter, keyed by name. */
  Map<String, INDArray> gradients(Map<String, INDArray> placeholders, INDArray upstream) {
    if (!sameDiff.hasGradientFunction()) {
      String[] inputs =
          differentiated.stream().filter(sameDiff::isPlaceHolder).toArray(String[]::new);
      StdoutFilter.without(() -> sameDiff.createGradFunction(inputs));
    }
    Map<String, INDArray> all = new HashMap<>(placeholders);
    all.put(UPSTREAM, upstream);
    SameDiff gradient = sameDiff.getFunction(GRADIENT_FUNCTION);
    try {
      Map<String, INDArray> found =
          ScratchMemory.run(gradient, () -> sameDiff.calculateGradients(all, differentiated));
      return withZeros(found, all);
    } finally {
      forgetArrays();
    }
  }

  /** What the output does not depend on, as a score of a step without any before it, has none. */
  private Map<String, INDArray> withZeros(
      Map<String, INDArray> found, Map<String, INDArray> placeholders) {
    Map<String, INDArray> gradients = new HashMap<>(found);
    for (String name : differentiated) {
      if (gradients.get(name) == null) {
        INDArray input = placeholders.get(name);
        INDArray of = input == null ? sameDiff.getVariable(name).getArr() : input;
        gradients.put(name, Nd4j.zeros(of.dataType(), of.shape()));
      }
    }
    return gradients;
  }

  /** DL4J reuses its workspaces' memory: no array of this pass may be met in the next. */
  private void forgetArrays() {
    sameDiff.clearPlaceholders(true);
    sameDiff.clearOpInputs();
  }
}
