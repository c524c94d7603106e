package io.github.dl4jattention.layers.runtime;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J runs for a {@code TiedEmbedding}: rows of another layer's parameters. */
public final class TiedEmbeddingGraphVertex extends PlainGraphVertex {
  /** The name of the layer whose weights it reads. */
  private final String owner;

  private final transient TokenRows tokenRows = new TokenRows();

  /** The input's mask, {@code [batch, time]}; null if there is none. */
  private transient INDArray mask;

  /**
   * Called by the vertex's configuration.
   *
   * @param graph the graph it is part of
   * @param name its name in the graph
   * @param vertexIndex its index in the graph
   * @param dataType the graph's data type
   * @param owner name of the layer that has the rows
   */
  public TiedEmbeddingGraphVertex(
      ComputationGraph graph, String name, int vertexIndex, DataType dataType, String owner) {
    super(graph, name, vertexIndex, dataType);
    this.owner = owner;
  }

  private SharedRows owner() {
    if (graph.getVertex(owner) != null && graph.getLayer(owner) instanceof SharedRows rows) {
      return rows;
    }
    throw new IllegalStateException(
        "%s: \"%s\" has no rows to share; name a TokenEmbedding or a SoftmaxOutput of the graph"
            .formatted(this, owner));
  }

  /**
   * The other layer's rows.
   *
   * @return {@code [tokens, size]}, a view of the network's parameters
   * @throws IllegalStateException if the graph has no such layer
   */
  public INDArray sharedRows() {
    return owner().rows();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceManager) {
    INDArray rows = owner().rows();
    INDArray given = Masks.given(graph) ? mask : null;
    tokenRows.begin(inputs[0], given, rows.size(0), toString());
    return tokenRows.read(rows, workspaceManager);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceManager) {
    tokenRows.addTo(owner(), epsilon);
    return new Pair<>(null, new INDArray[] {null}); // Numbers of tokens have no gradient.
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    mask = masks == null ? null : masks[0];
    return new Pair<>(mask, state);
  }

  @Override
  public String toString() {
    return "TiedEmbedding \"" + getVertexName() + "\"";
  }
}
