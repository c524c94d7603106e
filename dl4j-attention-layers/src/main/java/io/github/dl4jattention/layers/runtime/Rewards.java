package io.github.dl4jattention.layers.runtime;

import java.util.OptionalDouble;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What the samples of a layer or vertex with {@link
 * io.github.dl4jattention.layers.align.HardAttention} are reinforced by: the one way to set it.
 *
 * <pre>{@code
 * Rewards.of(graph, "attention").set(Reward.logLikelihood(graph, "output"));
 * graph.fit(data);
 * }</pre>
 *
 * <p>A sample is reinforced by its example's reward less a baseline b, which lessens the variance
 * of the gradient and does not change its expectation: the moving average of the rewards of the
 * passes before, Xu et al. 2015, "Show, Attend and Tell", section 4.1:
 *
 * <pre>
 *   b_k = 0.9 b_(k-1) + 0.1 mean(R of pass k)
 * </pre>
 *
 * <p>It starts with the mean of the first pass, which is also that pass' own baseline.
 *
 * <p>Neither the reward nor the baseline is part of a saved model or of a clone. Layers and
 * vertices that sample nothing ask for no reward.
 */
public interface Rewards {
  /**
   * Sets the reward, from the next backward pass on.
   *
   * @param reward the reward of each example
   */
  void set(Reward reward);

  /**
   * The baseline that the next pass will use.
   *
   * @return b; nothing before the first pass
   */
  OptionalDouble baseline();

  /**
   * Sets the baseline, as for a training that goes on.
   *
   * @param value b, finite
   */
  void setBaseline(double value);

  /**
   * Those of a layer or vertex of a graph.
   *
   * @param graph the graph
   * @param name the layer's or vertex' name
   * @return its rewards
   * @throws IllegalArgumentException if there is none of that name, or it is none of this library's
   */
  static Rewards of(ComputationGraph graph, String name) {
    return HasFormula.of(graph, name)
        .map(HasFormula::rewards)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" takes no reward; the graph's layers and vertices are %s"
                        .formatted(name, graph.getConfiguration().getVertices().keySet())));
  }

  /**
   * Those of a layer of a network.
   *
   * @param network the network
   * @param index the layer's index, from 0
   * @return its rewards
   * @throws IllegalArgumentException if there is none of that index, or it is none of this
   *     library's
   */
  static Rewards of(MultiLayerNetwork network, int index) {
    return HasFormula.of(network, index)
        .map(HasFormula::rewards)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "layer %d of %d takes no reward".formatted(index, network.getnLayers())));
  }
}
