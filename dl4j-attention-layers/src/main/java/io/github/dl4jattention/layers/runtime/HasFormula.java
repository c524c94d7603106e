package io.github.dl4jattention.layers.runtime;

import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A runtime that runs a formula: what can be seen and set of it. */
interface HasFormula {
  /** The weights of its last pass; null if it has none. */
  AttentionWeights attentionWeights();

  /** What its samples are reinforced by. */
  Rewards rewards();

  /** The layer or vertex of a name, if it is one of this library's. */
  static Optional<HasFormula> of(ComputationGraph graph, String name) {
    GraphVertex vertex = Wrappers.unwrapped(graph.getVertex(name));
    Object holder =
        vertex != null && vertex.hasLayer() ? Wrappers.unwrapped(vertex.getLayer()) : vertex;
    return holder instanceof HasFormula found ? Optional.of(found) : Optional.empty();
  }

  /** The layer of an index, if it is one of this library's. */
  static Optional<HasFormula> of(MultiLayerNetwork network, int index) {
    return index >= 0
            && index < network.getnLayers()
            && Wrappers.unwrapped(network.getLayer(index)) instanceof HasFormula found
        ? Optional.of(found)
        : Optional.empty();
  }
}
