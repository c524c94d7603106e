package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.decode.DecoderStepper;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What steps a graph of either family, symbol by symbol, and what both ways have in common. */
public final class GraphSteps {
  private GraphSteps() {}

  /**
   * Encodes sources, to be decoded by a search.
   *
   * @param graph a graph of a {@link ModelFamily}; it must not be used otherwise while the result
   *     is
   * @param sources numbers of each source, its end symbol included
   * @return a {@link TransformerStepModel} if the graph has a Transformer's decoder, else a {@link
   *     GraphStepModel}
   * @throws IllegalArgumentException if the graph cannot be stepped
   */
  public static StepModel<?> of(ComputationGraph graph, List<int[]> sources) {
    return isTransformer(graph)
        ? new TransformerStepModel(graph, sources)
        : new GraphStepModel(graph, sources);
  }

  /** Whether the decoder is a Transformer's. */
  static boolean isTransformer(ComputationGraph graph) {
    return graph.getConfiguration().getVertices().values().stream()
        .anyMatch(TransformerDecoderLayer.class::isInstance);
  }

  /** Whether a decoder looks at the source. */
  static boolean attends(ComputationGraph graph) {
    return isTransformer(graph)
        || new TargetSide(graph)
            .decoders().stream().anyMatch(name -> DecoderStepper.of(graph, name).attends());
  }

  /** Runs the graph; what its decoder makes of a single start symbol is not looked at. */
  static Map<String, INDArray> encode(ComputationGraph graph, Batch.Padded padded) {
    long rows = padded.tokens().size(0);
    INDArray start = Nd4j.valueArrayOf(new long[] {rows, 1, 1}, Vocabulary.START, DataType.FLOAT);
    graph.setLayerMaskArrays(
        new INDArray[] {padded.mask(), Nd4j.ones(DataType.FLOAT, rows, 1)}, null);
    try {
      return graph.feedForward(new INDArray[] {padded.tokens(), start}, false);
    } finally {
      graph.clearLayerMaskArrays();
    }
  }

  /**
   * Runs a vertex that treats each step alone on one step.
   *
   * @param inputs what it reads, each {@code [rows, size]} or {@code [rows]}
   * @return {@code [rows, size]}
   */
  static INDArray oneStep(GraphVertex vertex, List<INDArray> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      INDArray rows = inputs.get(i);
      long size = rows.length() / rows.size(0);
      vertex.setInput(i, rows.reshape(rows.size(0), size, 1), LayerWorkspaceMgr.noWorkspaces());
    }
    INDArray output = vertex.doForward(false, LayerWorkspaceMgr.noWorkspaces());
    vertex.clear();
    return output.dup('c').reshape(output.size(0), output.size(1));
  }
}
