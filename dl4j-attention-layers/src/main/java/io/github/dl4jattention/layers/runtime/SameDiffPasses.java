package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.formula.Formula;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A formula's passes as SameDiff graphs: in every data type, on every device, whatever its
 * settings.
 *
 * <p>What DL4J 1.0.0-M2.1's own runtimes get wrong is right here: each set of time lengths has a
 * graph of its own (the last {@value #MAX_PROGRAMS} are kept), training and inference differ where
 * the formula does, forward and backward see the same random numbers, and padding is replaced by
 * zeros before the formula sees it and in what it gives.
 */
final class SameDiffPasses implements Passes {
  /** How many sets of time lengths keep their graph. */
  static final int MAX_PROGRAMS = 32;

  private final Formula formula;
  private final Reinforcement reinforcement;
  private final DataType dataType;
  private final Map<String, INDArray> parameterTable;

  /** Whether the formula, as far as it is known, is another in training. */
  private boolean trainingMatters;

  /** The inputs with which the formula is another where padding stands before a real step. */
  private final Set<String> earlyPaddingMatters = new TreeSet<>();

  /** Graphs by {@link #key}. */
  private final Map<List<Long>, SameDiffProgram> programs =
      new LinkedHashMap<>(MAX_PROGRAMS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Long>, SameDiffProgram> eldest) {
          return size() > MAX_PROGRAMS;
        }
      };

  private Map<String, INDArray> attentionWeights = Map.of();
  private Pass lastPass;

  /**
   * A forward pass, as the backward pass needs it.
   *
   * @param masks as given; an entry is null where every step is real
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Pass(
      SameDiffProgram program,
      Map<String, INDArray> placeholders,
      Map<String, INDArray> parameters,
      INDArray[] masks) {}

  SameDiffPasses(
      Formula formula,
      Reinforcement reinforcement,
      DataType dataType,
      Map<String, INDArray> parameterTable) {
    this.formula = formula;
    this.reinforcement = reinforcement;
    this.dataType = dataType;
    this.parameterTable = parameterTable;
  }

  @Override
  public INDArray forward(
      boolean training,
      boolean keepAttentionWeights,
      Map<String, INDArray> parameters,
      INDArray[] inputs,
      INDArray[] given,
      NewArray newArray) {
    INDArray output;
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray[] masks = Masks.ofType(dataType, given);
      SameDiffProgram program = program(training, inputs, masks);
      Map<String, INDArray> placeholders = placeholders(inputs, masks);
      placeholders.putAll(program.draw(inputs[0].size(0), dataType));
      program.bind(parameters);
      List<String> names = new ArrayList<>(List.of(program.outputName()));
      if (keepAttentionWeights) {
        names.addAll(program.attentionNames().values());
      }
      Map<String, INDArray> results = program.forward(placeholders, names);
      if (keepAttentionWeights) {
        attentionWeights = new LinkedHashMap<>();
        program
            .attentionNames()
            .forEach((part, name) -> attentionWeights.put(part, results.get(name).dup('c')));
      }
      lastPass = new Pass(program, placeholders, parameters, masks);
      output = Masks.withoutPadding(results.get(program.outputName()), outputMask(masks));
    }
    return newArray.of(output.shape()).assign(output);
  }

  @Override
  public Map<String, INDArray> attentionWeights() {
    return attentionWeights;
  }

  @Override
  public INDArray[] backward(
      INDArray epsilon, Map<String, INDArray> parameterGradients, NewArray newArray) {
    Map<String, INDArray> results = backward(epsilon);
    parameterGradients.forEach((name, view) -> view.assign(results.get(name)));
    return formula.inputNames().stream()
        .map(results::get)
        .map(found -> newArray.of(found.shape()).assign(found))
        .toArray(INDArray[]::new);
  }

  /** Gradients by every input and parameter, by name, outside of workspaces. */
  private Map<String, INDArray> backward(INDArray epsilon) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      Pass pass = lastPass;
      pass.program().bind(pass.parameters());
      INDArray upstream = Masks.withoutPadding(epsilon, outputMask(pass.masks()));
      Map<String, INDArray> placeholders = new HashMap<>(pass.placeholders());
      if (pass.program().advantageMatters()) {
        placeholders.put(Scope.ADVANTAGE, reinforcement.advantages(epsilon.size(0), dataType));
      }
      Map<String, INDArray> gradients = pass.program().gradients(placeholders, upstream);
      for (int i = 0; i < pass.masks().length; i++) {
        String name = formula.inputNames().get(i);
        gradients.put(name, Masks.withoutPadding(gradients.get(name), pass.masks()[i]));
      }
      return gradients;
    }
  }

  @Override
  public void clear() {
    lastPass = null;
  }

  private INDArray outputMask(INDArray... masks) {
    return formula
        .outputFollows()
        .map(input -> masks[formula.inputNames().indexOf(input)])
        .orElse(null);
  }

  private SameDiffProgram program(boolean training, INDArray[] inputs, INDArray... masks) {
    SameDiffProgram program = programs.get(key(training, inputs, masks));
    if (program == null) {
      program = newProgram(training, inputs, masks);
      trainingMatters |= program.trainingMatters();
      earlyPaddingMatters.addAll(program.earlyPaddingMatters());
      programs.put(key(training, inputs, masks), program);
    }
    return program;
  }

  /** What a graph is for: time lengths, and of the rest what the formula is known to depend on. */
  private List<Long> key(boolean training, INDArray[] inputs, INDArray... masks) {
    List<Long> key = new ArrayList<>();
    for (INDArray input : inputs) {
      key.add(input.rank() == 3 ? input.size(2) : 1);
    }
    if (trainingMatters) {
      key.add(training ? 1L : 0L);
    }
    for (String input : earlyPaddingMatters) {
      key.add(Masks.padEarly(masks[formula.inputNames().indexOf(input)]) ? 1L : 0L);
    }
    return key;
  }

  private SameDiffProgram newProgram(boolean training, INDArray[] inputs, INDArray... masks) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Set<String> earlyPadding = new HashSet<>();
    for (int i = 0; i < inputs.length; i++) {
      String name = formula.inputNames().get(i);
      shapes.put(name, inputs[i].shape());
      if (Masks.padEarly(masks[i])) {
        earlyPadding.add(name);
      }
    }
    return new SameDiffProgram(formula, dataType, training, earlyPadding, shapes, parameterTable);
  }

  private Map<String, INDArray> placeholders(INDArray[] inputs, INDArray... masks) {
    Map<String, INDArray> placeholders = new HashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      String name = formula.inputNames().get(i);
      placeholders.put(name, Masks.withoutPadding(inputs[i], masks[i]));
      placeholders.put(Scope.maskName(name), Masks.orOnes(masks[i], inputs[i], dataType));
    }
    return placeholders;
  }
}
