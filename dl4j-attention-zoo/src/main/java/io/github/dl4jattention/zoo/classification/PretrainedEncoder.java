package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.layers.runtime.TiedEmbeddingGraphVertex;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies what an encoder has learned into a graph with another output. */
public final class PretrainedEncoder {
  /** Layers between the embedding and the encoder that may have parameters. */
  private static final Set<String> BELOW =
      Set.of(SequenceToSequence.SOURCE + "Places", SequenceToSequence.SOURCE + "Convolution");

  private PretrainedEncoder() {}

  /**
   * Copies the embedding, learned positions, the convolution and all layers of the encoder.
   *
   * @param from what was trained
   * @param to a graph of the same sizes and vocabulary; its output stays as it is
   * @throws IllegalArgumentException if sizes differ
   */
  public static void copy(ComputationGraph from, ComputationGraph to) {
    INDArray rows = rows(from);
    INDArray into = to.getLayer(SequenceToSequence.SOURCE_EMBEDDING).getParam("W");
    requireSame(SequenceToSequence.SOURCE_EMBEDDING, rows, into);
    into.assign(rows);
    for (Layer layer : to.getLayers()) {
      String name = layer.conf().getLayer().getLayerName();
      if (name.startsWith(SequenceToSequence.ENCODER) || BELOW.contains(name)) {
        Layer learned = from.getLayer(name);
        for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
          INDArray value = learned == null ? null : learned.getParam(parameter.getKey());
          requireSame(name, value, parameter.getValue());
          parameter.getValue().assign(value);
        }
      }
    }
  }

  private static INDArray rows(ComputationGraph graph) {
    String name = SequenceToSequence.SOURCE_EMBEDDING;
    return graph.getVertex(name) instanceof TiedEmbeddingGraphVertex tied
        ? tied.sharedRows()
        : graph.getLayer(name).getParam("W");
  }

  private static void requireSame(String name, INDArray value, INDArray into) {
    if (value == null || !value.equalShapes(into)) {
      throw new IllegalArgumentException("the sizes of %s differ".formatted(name));
    }
  }
}
