package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.formula.Formula;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What DL4J runs for every layer of this library that has one input.
 *
 * <p>Beside what {@link FormulaRunner} mends, its parent, DL4J 1.0.0-M2.1's runtime for {@code
 * SameDiffLayer}, ignores dropout and weight noise, leaves regularisation out of the score, and its
 * {@code setParam} sets nothing. Here they work as for DL4J's other layers.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
public final class RuntimeAttentionLayer extends SameDiffLayer implements HasFormula {
  private static final long serialVersionUID = 1L;

  /** Runs the formula; made with the parameters. */
  private transient FormulaRunner runner;

  /**
   * Called by a layer's configuration.
   *
   * @param configuration the layer's configuration
   * @param dataType the network's data type
   */
  public RuntimeAttentionLayer(NeuralNetConfiguration configuration, DataType dataType) {
    super(configuration, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(false);
    ((org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer) layerConf()).validateInput(input);
    applyDropOutIfNecessary(training, workspaceManager);
    ParameterRules rules = (ParameterRules) layerConf();
    Map<String, INDArray> parameters = NoisyParameters.of(rules.weightNoise(), this, training);
    return runner()
        .forward(
            training,
            parameters,
            new INDArray[] {input},
            new INDArray[] {maskArray},
            workspaceManager);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(true);
    // DL4J makes no table where there are no parameters.
    Map<String, INDArray> views = gradTable == null ? Map.of() : gradTable;
    INDArray[] inputGradients = runner().backward(epsilon, views, workspaceManager);
    Gradient gradient = new DefaultGradient();
    views.forEach((name, view) -> gradient.gradientForVariable().put(name, view));
    return new Pair<>(gradient, backpropDropOutIfPresent(inputGradients[0]));
  }

  @Override
  public void setParam(String key, INDArray value) {
    super.setParam(key, value); // Checks name and shape; DL4J stops there.
    paramTable.get(key).assign(value);
  }

  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    double score = 0;
    for (Map.Entry<String, INDArray> entry : paramTable.entrySet()) {
      for (Regularization term : layerConf().getRegularizationByParam(entry.getKey())) {
        score += term.score(entry.getValue(), getIterationCount(), getEpochCount());
      }
    }
    return score;
  }

  @Override
  public AttentionWeights attentionWeights() {
    return ((Formula) layerConf()).attends() ? runner() : null;
  }

  @Override
  public Rewards rewards() {
    return runner().rewards();
  }

  @Override
  public void clear() {
    super.clear();
    if (runner != null) {
      runner.clear();
    }
  }

  private FormulaRunner runner() {
    if (runner == null) {
      String name = layerConf().getLayerName();
      String description =
          layerConf().getClass().getSimpleName() + (name == null ? "" : " \"" + name + "\"");
      runner = new FormulaRunner((Formula) layerConf(), description, dataType, paramTable);
    }
    return runner;
  }
}
