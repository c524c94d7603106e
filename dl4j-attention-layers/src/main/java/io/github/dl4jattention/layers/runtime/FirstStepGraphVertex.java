package io.github.dl4jattention.layers.runtime;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What DL4J runs for a {@code FirstStep}: a vector in the place of the first step. */
public final class FirstStepGraphVertex extends BaseGraphVertex {
  /**
   * Called by the vertex's configuration.
   *
   * @param graph the graph it is part of
   * @param name its name in the graph
   * @param vertexIndex its index in the graph
   * @param dataType the graph's data type
   */
  public FirstStepGraphVertex(
      ComputationGraph graph, String name, int vertexIndex, DataType dataType) {
    super(graph, name, vertexIndex, null, null, dataType);
  }

  private static INDArrayIndex[] first() {
    return new INDArrayIndex[] {NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0)};
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    INDArray steps = workspaceManager.dup(ArrayType.ACTIVATIONS, inputs[0]);
    steps.get(first()).assign(inputs[1]);
    return steps;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    INDArray ofSteps = workspaceManager.dup(ArrayType.ACTIVATION_GRAD, epsilon);
    INDArray ofVectors = workspaceManager.dup(ArrayType.ACTIVATION_GRAD, epsilon.get(first()));
    ofSteps.get(first()).assign(0);
    return new Pair<>(null, new INDArray[] {ofSteps, ofVectors});
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(masks == null ? null : masks[0], state);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalArgumentException("FirstStep has no parameters");
    }
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public String toString() {
    return "FirstStep \"" + getVertexName() + "\"";
  }
}
