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
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J runs for a {@code ReverseSequence} vertex: one native operation, where DL4J's own
 * {@code ReverseTimeSeriesVertex} copies step by step.
 */
public final class ReverseSequenceGraphVertex extends BaseGraphVertex {
  private static final int BATCH_AXIS = 0;
  private static final int TIME_AXIS = 2;

  /** The input's mask, {@code [batch, time]}; null if there is none. */
  private transient INDArray mask;

  /**
   * Called by the vertex's configuration.
   *
   * @param graph the graph it is part of
   * @param name its name in the graph
   * @param vertexIndex its index in the graph
   * @param dataType the graph's data type
   */
  public ReverseSequenceGraphVertex(
      ComputationGraph graph, String name, int vertexIndex, DataType dataType) {
    super(graph, name, vertexIndex, null, null, dataType);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    INDArray sequence = workspaceManager.dup(ArrayType.FF_WORKING_MEM, inputs[0], 'c');
    return reversed(sequence, ArrayType.ACTIVATIONS, workspaceManager);
  }

  /** The operation is its own inverse, and moves gradients as it moves values. */
  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    INDArray sequence = workspaceManager.dup(ArrayType.BP_WORKING_MEM, epsilon, 'c');
    INDArray gradient = reversed(sequence, ArrayType.ACTIVATION_GRAD, workspaceManager);
    return new Pair<>(null, new INDArray[] {gradient});
  }

  private INDArray reversed(INDArray sequence, ArrayType type, LayerWorkspaceMgr workspaceManager) {
    INDArray reversed =
        workspaceManager.createUninitialized(type, sequence.dataType(), sequence.shape(), 'c');
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray lengths =
          Masks.given(graph) && mask != null
              ? mask.castTo(DataType.FLOAT).sum(1).castTo(DataType.INT64)
              : Nd4j.valueArrayOf(new long[] {sequence.size(0)}, sequence.size(2), DataType.INT64);
      Nd4j.exec(
          DynamicCustomOp.builder("reverse_sequence")
              .addInputs(sequence, lengths)
              .addOutputs(reversed)
              .addIntegerArguments(TIME_AXIS, BATCH_AXIS)
              .build());
    }
    return reversed;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    mask = masks == null ? null : masks[0];
    requirePaddingAtTheEnd();
    return new Pair<>(mask, state);
  }

  /** Of all masks with n ones, the one with them in front has the smallest sum of positions. */
  private void requirePaddingAtTheEnd() {
    if (mask == null) {
      return;
    }
    INDArray ones = mask.castTo(DataType.DOUBLE); // [batch, time]
    long time = ones.size(1);
    INDArray positions = Nd4j.arange(1.0, time + 1.0).castTo(DataType.DOUBLE).reshape(time, 1);
    INDArray lengths = ones.sum(true, 1);
    INDArray smallest = lengths.mul(lengths.add(1)).divi(2);
    if (ones.mmul(positions).subi(smallest).amaxNumber().doubleValue() > 0.25) {
      throw new IllegalArgumentException(
          "ReverseSequence \"%s\": a mask has a real step after padding; put padding at the end"
              .formatted(getVertexName()));
    }
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalArgumentException("ReverseSequence has no parameters");
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
    return "ReverseSequence(" + getVertexName() + ")";
  }
}
