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
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** What DL4J runs for a {@code SequenceDropout}. */
public final class SequenceDropoutGraphVertex extends BaseGraphVertex {
  /** That a number is dropped. */
  private final double probability;

  /** Whether a sequence has one mask for all its steps. */
  private final boolean sameAtAllSteps;

  /**
   * What the last training pass was multiplied by: {@code [batch, size, time]} or {@code [batch,
   * size]}; null where nothing was dropped.
   */
  private transient INDArray factors;

  /**
   * Called by the vertex's configuration.
   *
   * @param graph the graph it is part of
   * @param name its name in the graph
   * @param vertexIndex its index in the graph
   * @param dataType the graph's data type
   * @param probability probability of dropping
   * @param sameAtAllSteps whether a channel is dropped at all steps of an example or at none
   */
  public SequenceDropoutGraphVertex(
      ComputationGraph graph,
      String name,
      int vertexIndex,
      DataType dataType,
      double probability,
      boolean sameAtAllSteps) {
    super(graph, name, vertexIndex, null, null, dataType);
    this.probability = probability;
    this.sameAtAllSteps = sameAtAllSteps;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    INDArray sequences = inputs[0];
    if (!training || probability == 0) {
      factors = null;
      return workspaceManager.dup(ArrayType.ACTIVATIONS, sequences);
    }
    long[] shape =
        sameAtAllSteps ? new long[] {sequences.size(0), sequences.size(1)} : sequences.shape();
    // With the activations: they, too, are there until the backward pass.
    factors =
        workspaceManager
            .createUninitialized(ArrayType.ACTIVATIONS, sequences.dataType(), shape, 'c')
            .assign(1);
    Nd4j.getExecutioner().exec(new DropOutInverted(factors, 1 - probability));
    return times(sequences, ArrayType.ACTIVATIONS, workspaceManager);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    INDArray gradient =
        factors == null
            ? workspaceManager.dup(ArrayType.ACTIVATION_GRAD, epsilon)
            : times(epsilon, ArrayType.ACTIVATION_GRAD, workspaceManager);
    return new Pair<>(null, new INDArray[] {gradient});
  }

  private INDArray times(INDArray sequences, ArrayType type, LayerWorkspaceMgr workspaceManager) {
    INDArray product = workspaceManager.dup(type, sequences);
    return sameAtAllSteps ? Broadcast.mul(product, factors, product, 0, 1) : product.muli(factors);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(masks == null ? null : masks[0], state);
  }

  @Override
  public void clearVertex() {
    clear();
    factors = null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalArgumentException("SequenceDropout has no parameters");
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
    return "SequenceDropout \"" + getVertexName() + "\"";
  }
}
