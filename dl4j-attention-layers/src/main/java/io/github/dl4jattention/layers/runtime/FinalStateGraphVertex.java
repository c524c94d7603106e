package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Padding;
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

/** What DL4J runs for a {@code FinalState}: one step of each direction. */
public final class FinalStateGraphVertex extends BaseGraphVertex {
  /** Channels of the forward direction, which come first. */
  private final long forwardSize;

  private final transient Padding padding = new Padding();

  /** The input's mask, {@code [batch, time]}; null if there is none. */
  private transient INDArray mask;

  /**
   * Called by the vertex's configuration.
   *
   * @param graph the graph it is part of
   * @param name its name in the graph
   * @param vertexIndex its index in the graph
   * @param dataType the graph's data type
   * @param forwardSize channels of the direction that reads from the first step to the last
   */
  public FinalStateGraphVertex(
      ComputationGraph graph, String name, int vertexIndex, DataType dataType, long forwardSize) {
    super(graph, name, vertexIndex, null, null, dataType);
    this.forwardSize = forwardSize;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    INDArray sequences = inputs[0];
    readMask(sequences);
    INDArray found =
        workspaceManager.create(
            ArrayType.ACTIVATIONS,
            sequences.dataType(),
            new long[] {sequences.size(0), sequences.size(1)},
            'c');
    each(
        sequences,
        found,
        (step, place) -> found.data().put(place, sequences.data().getDouble(step)));
    return found;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    INDArray sequences = inputs[0];
    INDArray gradient =
        workspaceManager.create(
            ArrayType.ACTIVATION_GRAD, sequences.dataType(), sequences.shape(), 'c');
    each(
        gradient,
        epsilon,
        (step, place) -> gradient.data().put(step, epsilon.data().getDouble(place)));
    return new Pair<>(null, new INDArray[] {gradient});
  }

  /** What is done with a number of a sequence and its place in a vector, both in memory. */
  @FunctionalInterface
  private interface Copy {
    void run(long step, long place);
  }

  /** Number by number: a view for each example and direction takes longer than its numbers. */
  private void each(INDArray sequences, INDArray vectors, Copy copy) {
    long size = sequences.size(1);
    for (int b = 0; b < sequences.size(0); b++) {
      int last = padding.end(b) - 1;
      if (last < 0) {
        continue;
      }
      int first = 0;
      while (!padding.real(b, first)) {
        first++;
      }
      for (long c = 0; c < size; c++) {
        int step = c < forwardSize ? last : first;
        copy.run(at(sequences, b, c, step), at(vectors, b, c));
      }
    }
  }

  private static long at(INDArray array, long... index) {
    long at = 0;
    for (int i = 0; i < index.length; i++) {
      at += index[i] * array.stride(i);
    }
    return at;
  }

  private void readMask(INDArray sequences) {
    int batch = (int) sequences.size(0);
    int time = (int) sequences.size(2);
    if (mask == null || !Masks.given(graph)) {
      padding.all(batch, time);
    } else {
      padding.masked(mask.castTo(DataType.FLOAT).dup('c').data().asFloat(), batch, time);
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    mask = masks == null ? null : masks[0];
    return new Pair<>(null, state);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalArgumentException("FinalState has no parameters");
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
    return "FinalState \"" + getVertexName() + "\"";
  }
}
