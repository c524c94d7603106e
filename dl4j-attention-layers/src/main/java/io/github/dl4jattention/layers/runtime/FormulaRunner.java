package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.formula.Formula;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a formula forward and backward, for layers and vertices alike: by its kernel where there is
 * one, else as SameDiff graphs. The attention weights can be kept.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
final class FormulaRunner implements AttentionWeights {
  private final Formula formula;
  private final String description;
  private final DataType dataType;
  private final Map<String, INDArray> parameterTable;
  private final Reinforcement reinforcement;
  private final InputShapes shapes;
  private Passes passes;
  private boolean keepAttentionWeights;
  private Map<String, INDArray> attentionWeights = Map.of();
  private boolean forwardDone;

  FormulaRunner(
      Formula formula,
      String description,
      DataType dataType,
      Map<String, INDArray> parameterTable) {
    this.formula = formula;
    this.description = description;
    this.dataType = dataType;
    this.parameterTable = parameterTable;
    this.reinforcement = new Reinforcement(description);
    this.shapes = new InputShapes(formula, description);
  }

  /**
   * Runs forward.
   *
   * @param training whether the network trains
   * @param parameters the parameters of this pass, by name: the network's, or noisy ones
   * @param inputs the inputs in order
   * @param masks the inputs' masks, of any data type; an entry is null where every step is real
   * @param workspaces where the output goes
   * @return the output
   * @throws RuntimeException if shapes do not fit
   */
  INDArray forward(
      boolean training,
      Map<String, INDArray> parameters,
      INDArray[] inputs,
      INDArray[] masks,
      LayerWorkspaceMgr workspaces) {
    shapes.require(inputs, masks);
    INDArray output =
        passes()
            .forward(
                training,
                keepAttentionWeights,
                parameters,
                inputs,
                masks,
                newArray(workspaces, ArrayType.ACTIVATIONS));
    forwardDone = true;
    if (keepAttentionWeights) {
      attentionWeights = passes().attentionWeights();
    }
    return output;
  }

  /**
   * Runs backward from the last forward pass.
   *
   * @param epsilon gradient of the loss by the output
   * @param parameterGradients takes the gradients by the parameters, by name
   * @param workspaces where the gradients by the inputs go
   * @return these, in order
   */
  INDArray[] backward(
      INDArray epsilon, Map<String, INDArray> parameterGradients, LayerWorkspaceMgr workspaces) {
    if (!forwardDone) {
      throw new IllegalStateException(description + ": backward without a forward pass before it");
    }
    return passes()
        .backward(epsilon, parameterGradients, newArray(workspaces, ArrayType.ACTIVATION_GRAD));
  }

  private Passes.NewArray newArray(LayerWorkspaceMgr workspaces, ArrayType type) {
    return shape -> workspaces.createUninitialized(type, dataType, shape, 'c');
  }

  /** Found when first needed: then the sizes are known. */
  private Passes passes() {
    if (passes == null) {
      Optional<KernelPasses> kernel = KernelPasses.of(formula, reinforcement, dataType);
      passes =
          kernel.isPresent()
              ? kernel.get()
              : new SameDiffPasses(formula, reinforcement, dataType, parameterTable);
    }
    return passes;
  }

  /** What samples are reinforced by. */
  Rewards rewards() {
    return reinforcement;
  }

  /** Forgets the last pass, whose arrays may be in workspaces that are closed. */
  void clear() {
    forwardDone = false;
    if (passes != null) {
      passes.clear();
    }
  }

  @Override
  public void keep(boolean on) {
    keepAttentionWeights = on;
    if (!on) {
      attentionWeights = Map.of();
    }
  }

  @Override
  public INDArray lastWeights() {
    requireKept();
    return attentionWeights.values().stream().reduce((first, next) -> next).orElseThrow();
  }

  @Override
  public INDArray lastWeights(String part) {
    requireKept();
    INDArray weights = attentionWeights.get(part);
    if (weights == null) {
      throw new IllegalArgumentException(
          "%s has no attention \"%s\"; there is %s".formatted(description, part, parts()));
    }
    return weights;
  }

  @Override
  public List<String> parts() {
    requireKept();
    return List.copyOf(attentionWeights.keySet());
  }

  private void requireKept() {
    if (attentionWeights.isEmpty()) {
      throw new IllegalStateException(
          description
              + " has kept no attention weights: call keep(true) on its AttentionWeights, then run"
              + " the network");
    }
  }
}
