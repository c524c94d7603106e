package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.formula.Formula;
import java.util.Map;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.samediff.SameDiffGraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What DL4J runs for every vertex of this library.
 *
 * <p>Its parent, DL4J 1.0.0-M2.1's runtime for {@code SameDiffVertex}, doubles every gradient,
 * answers a second time length with a wrong shape without a word, does not know whether it trains,
 * ignores weight noise, constraints and the clipping of its gradients as a whole, and cannot show
 * what it computed on the way. {@link FormulaRunner} has none of these.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
public final class AttentionGraphVertex extends SameDiffGraphVertex implements HasFormula {
  private final transient FormulaRunner runner;
  private final transient ParameterRules rules;
  private final transient ParametersAsLayer asLayer;

  /** Whether a gradient was computed since the constraints were last applied. */
  private boolean updated;

  /**
   * Called by a vertex's configuration.
   *
   * @param configuration the vertex's configuration; a {@link Formula} and {@link ParameterRules}
   * @param graph the graph it is part of
   * @param name its name in the graph
   * @param vertexIndex its index in the graph
   * @param parametersView its part of the graph's parameters
   * @param initializeParameters whether to fill them with initial values
   * @param dataType the graph's data type
   * @param <C> the configuration's type
   */
  public <C extends SameDiffVertex & Formula & ParameterRules> AttentionGraphVertex(
      C configuration,
      ComputationGraph graph,
      String name,
      int vertexIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    super(configuration, graph, name, vertexIndex, parametersView, initializeParameters, dataType);
    rules = configuration;
    runner = new FormulaRunner(configuration, toString(), dataType, paramTable);
    asLayer = new ParametersAsLayer(configuration, dataType, paramTable);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    asLayer.setIterationCount(graph.getConfiguration().getIterationCount());
    asLayer.setEpochCount(graph.getConfiguration().getEpochCount());
    Map<String, INDArray> parameters = NoisyParameters.of(rules.weightNoise(), asLayer, training);
    return runner.forward(training, parameters, inputs, masks(), workspaceManager);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    // DL4J sets no views in a graph without any parameter.
    Map<String, INDArray> views = gradTable == null ? Map.of() : gradTable;
    INDArray[] inputGradients = runner.backward(epsilon, views, workspaceManager);
    updated = true;
    Gradient gradient = new DefaultGradient();
    views.forEach((name, view) -> gradient.gradientForVariable().put(name, view));
    return new Pair<>(gradient, inputGradients);
  }

  /** {@inheritDoc} Kept whole, too: DL4J's parent does not, and its clipping finds nothing. */
  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    super.setBackpropGradientsViewArray(view);
    gradients = view;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    maskArrays = masks;
    return config.feedForwardMaskArrays(masks, state, minibatchSize);
  }

  @Override
  public AttentionWeights attentionWeights() {
    return ((Formula) config).attends() ? runner : null;
  }

  @Override
  public Rewards rewards() {
    return runner.rewards();
  }

  /**
   * {@inheritDoc}
   *
   * <p>After an update DL4J applies the constraints of layers, not of vertices, and then clears
   * both: so here is where a vertex can apply its own.
   */
  @Override
  public void clearVertex() {
    clear();
    maskArrays = null;
    runner.clear();
    if (updated) {
      updated = false;
      for (LayerConstraint constraint : rules.constraints()) {
        constraint.applyConstraint(asLayer, asLayer.getIterationCount(), asLayer.getEpochCount());
      }
    }
  }

  /**
   * The vertex's configuration.
   *
   * @return the configuration
   */
  @Override
  public SameDiffVertex getConfig() {
    return config;
  }

  @Override
  public String toString() {
    return config.getClass().getSimpleName() + " \"" + getVertexName() + "\"";
  }

  private INDArray[] masks() {
    INDArray[] masks = new INDArray[inputs.length];
    if (maskArrays != null && Masks.given(graph)) {
      System.arraycopy(maskArrays, 0, masks, 0, masks.length);
    }
    return masks;
  }
}
