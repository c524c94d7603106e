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
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J runs for a {@code ReverseSequence} vertex: one pass over the numbers. DL4J's own {@code
 * ReverseTimeSeriesVertex} copies step by step, and ND4J's operation {@code reverse_sequence} loses
 * memory each time: several times the array's size.
 */
public final class ReverseSequenceGraphVertex extends BaseGraphVertex {
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
   */
  public ReverseSequenceGraphVertex(
      ComputationGraph graph, String name, int vertexIndex, DataType dataType) {
    super(graph, name, vertexIndex, null, null, dataType);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    return reversed(inputs[0], ArrayType.ACTIVATIONS, workspaceManager);
  }

  /** What moves values moves gradients: done twice, it changes nothing. */
  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    INDArray gradient = reversed(epsilon, ArrayType.ACTIVATION_GRAD, workspaceManager);
    return new Pair<>(null, new INDArray[] {gradient});
  }

  private INDArray reversed(INDArray sequence, ArrayType type, LayerWorkspaceMgr workspaceManager) {
    INDArray reversed =
        workspaceManager.createUninitialized(type, sequence.dataType(), sequence.shape(), 'c');
    readMask((int) sequence.size(0), (int) sequence.size(2));
    DataBuffer from = sequence.data();
    DataBuffer to = reversed.data();
    long step = sequence.stride(2);
    long at = 0;
    for (long b = 0; b < sequence.size(0); b++) {
      int real = padding.end((int) b);
      for (long c = 0; c < sequence.size(1); c++) {
        long row = b * sequence.stride(0) + c * sequence.stride(1);
        for (long t = 0; t < sequence.size(2); t++) {
          long read = t < real ? real - 1 - t : t;
          to.put(at++, from.getDouble(row + read * step));
        }
      }
    }
    return reversed;
  }

  private void readMask(int batch, int time) {
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
