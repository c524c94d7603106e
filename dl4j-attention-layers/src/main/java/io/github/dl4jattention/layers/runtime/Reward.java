package io.github.dl4jattention.layers.runtime;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How good the outcome of a pass was, for each example: what sampled attention learns from. The
 * larger, the better.
 */
@FunctionalInterface
public interface Reward {
  /**
   * The rewards of the pass under way; asked for once a backward pass, before anything has gone
   * through the attention, after the output layers.
   *
   * @return as many numbers as there are examples
   */
  INDArray ofEachExample();

  /**
   * The log-likelihood of the labels: less the loss of an output layer, summed over the time steps
   * that its mask does not hide. For losses other than the cross entropies it is less the loss, no
   * log-likelihood in the strict sense.
   *
   * <p>It costs the output layer's forward computation once more a pass. The output layer must be
   * above the attention; DL4J goes through it first.
   *
   * @param graph the graph
   * @param outputLayer name of one of its output layers
   * @return the reward
   * @throws IllegalArgumentException if it is no output layer
   */
  static Reward logLikelihood(ComputationGraph graph, String outputLayer) {
    if (!(layerOf(graph, outputLayer) instanceof IOutputLayer)) {
      throw new IllegalArgumentException(
          "\"%s\" is no output layer; the graph's outputs are %s"
              .formatted(outputLayer, graph.getConfiguration().getNetworkOutputs()));
    }
    return () -> logLikelihood(layerOf(graph, outputLayer));
  }

  /**
   * The log-likelihood of the labels by a network's output layer.
   *
   * @param network the network
   * @return the reward
   * @throws IllegalArgumentException if its last layer is no output layer
   */
  static Reward logLikelihood(MultiLayerNetwork network) {
    if (!(inner(network.getOutputLayer()) instanceof IOutputLayer)) {
      throw new IllegalArgumentException("the network's last layer is no output layer");
    }
    return () -> logLikelihood(inner(network.getOutputLayer()));
  }

  private static INDArray logLikelihood(Layer outputLayer) {
    return ((IOutputLayer) outputLayer)
        .computeScoreForExamples(0, LayerWorkspaceMgr.noWorkspaces())
        .neg();
  }

  private static Layer layerOf(ComputationGraph graph, String name) {
    Layer layer = graph.getLayer(name);
    return layer == null ? null : inner(layer);
  }

  private static Layer inner(Layer layer) {
    return layer instanceof FrozenLayerWithBackprop frozen ? frozen.getInsideLayer() : layer;
  }
}
