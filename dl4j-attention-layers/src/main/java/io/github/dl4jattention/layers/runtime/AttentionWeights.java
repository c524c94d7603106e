package io.github.dl4jattention.layers.runtime;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The attention weights of a layer or vertex of a network: the one way to see them, the same for
 * all.
 *
 * <pre>{@code
 * AttentionWeights weights = AttentionWeights.of(graph, "decoder");
 * weights.keep(true);
 * graph.output(source, target);
 * INDArray alphas = weights.lastWeights(); // [batch, heads, queries, keys]
 * }</pre>
 *
 * <p>Layers and vertices that DL4J's {@code TransferLearning} has frozen show theirs too.
 *
 * <p>Weights are those before dropout. Keeping them costs a copy a pass; nothing is kept, and
 * nothing it costs, until asked for.
 */
public interface AttentionWeights {
  /**
   * Whether to keep the weights of each forward pass from now on; off at first.
   *
   * @param on true to keep them
   */
  void keep(boolean on);

  /**
   * The weights of the last forward pass; of several attentions those of the last, such as a
   * Transformer decoder layer's cross-attention.
   *
   * @return {@code [batch, heads, queries, keys]}, in memory of their own
   * @throws IllegalStateException if they were not asked for, or nothing has been run since
   */
  INDArray lastWeights();

  /**
   * The weights of one of several attentions in the last forward pass.
   *
   * @param part its name, such as {@code TransformerDecoderLayer.SELF}
   * @return {@code [batch, heads, queries, keys]}, in memory of their own
   * @throws IllegalStateException if they were not asked for, or nothing has been run since
   * @throws IllegalArgumentException if there is no attention of that name
   */
  INDArray lastWeights(String part);

  /**
   * The attentions that there are weights of.
   *
   * @return their names, in the order in which they are computed; of a single attention the empty
   *     name
   * @throws IllegalStateException if weights were not asked for, or nothing has been run since
   */
  List<String> parts();

  /**
   * Those of a layer or vertex of a graph.
   *
   * @param graph the graph
   * @param name the layer's or vertex' name
   * @return its weights
   * @throws IllegalArgumentException if there is none of that name, or it has no attention weights
   */
  static AttentionWeights of(ComputationGraph graph, String name) {
    return HasFormula.of(graph, name)
        .map(HasFormula::attentionWeights)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" has no attention weights; the graph's layers and vertices are %s"
                        .formatted(name, graph.getConfiguration().getVertices().keySet())));
  }

  /**
   * Those of a layer of a network.
   *
   * @param network the network
   * @param index the layer's index, from 0
   * @return its weights
   * @throws IllegalArgumentException if there is none of that index, or it has no attention weights
   */
  static AttentionWeights of(MultiLayerNetwork network, int index) {
    return HasFormula.of(network, index)
        .map(HasFormula::attentionWeights)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "layer %d of %d has no attention weights"
                        .formatted(index, network.getnLayers())));
  }
}
