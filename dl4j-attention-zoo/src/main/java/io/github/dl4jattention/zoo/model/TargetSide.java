package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.FirstStep;
import io.github.dl4jattention.layers.Readout;
import io.github.dl4jattention.layers.RecurrentDecoder;
import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.TiedEmbedding;
import io.github.dl4jattention.layers.TokenEmbedding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The vertices of a graph between the target's tokens and the output layer. */
final class TargetSide {
  /** Layers that treat each step alone. */
  private static final Set<Class<?>> LAYERS =
      Set.of(TokenEmbedding.class, EmbeddingSequenceLayer.class, Readout.class);

  /** Other vertices that do. */
  private static final Set<Class<?>> VERTICES =
      Set.of(
          TiedEmbedding.class, SequenceDropout.class, MergeVertex.class, ElementWiseVertex.class);

  private final Map<String, GraphVertex> vertices;
  private final Map<String, List<String>> inputs;
  private final List<String> order = new ArrayList<>();
  private final List<String> decoders = new ArrayList<>();
  private final Set<String> vectors = new HashSet<>();

  /**
   * Looks at a graph.
   *
   * @throws IllegalArgumentException if it has a vertex between its target and its output layer
   *     that cannot be taken a step at a time
   */
  TargetSide(ComputationGraph graph) {
    vertices = graph.getConfiguration().getVertices();
    inputs = graph.getConfiguration().getVertexInputs();
    Set<String> known = new HashSet<>(Set.of(SequenceToSequence.TARGET));
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      boolean ofTarget =
          inputs.containsKey(name) && inputs.get(name).stream().anyMatch(known::contains);
      if (name.equals(SequenceToSequence.OUTPUT) || (!ofTarget && !repeats(name))) {
        continue;
      }
      known.add(name);
      order.add(name);
      GraphVertex vertex = vertices.get(name);
      if (vertex instanceof RecurrentDecoder || vertex instanceof RecurrentVertex) {
        decoders.add(name);
      } else if (repeats(name)) {
        vectors.addAll(inputs.get(name));
      } else if (begins(name)) {
        vectors.add(inputs.get(name).get(1));
      } else if (!treatsStepsAlone(vertex)) {
        throw new IllegalArgumentException(
            "its \"%s\" cannot be taken a step at a time".formatted(name));
      }
    }
    if (!decoders.contains(SequenceToSequence.DECODER)) {
      throw new IllegalArgumentException("it has no decoder");
    }
  }

  private static boolean treatsStepsAlone(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer
        ? LAYERS.contains(layer.getLayerConf().getLayer().getClass())
        : VERTICES.contains(vertex.getClass());
  }

  /** In an order in which each comes after what it reads; without the output layer. */
  List<String> order() {
    return order;
  }

  /** Those that are stepped, and carry a state. */
  List<String> decoders() {
    return decoders;
  }

  /** Vectors of the source side that are read at each step. */
  Set<String> vectors() {
    return vectors;
  }

  /** What a vertex reads. */
  List<String> inputs(String name) {
    return inputs.get(name);
  }

  /** Whether a vertex repeats a vector of the source at each of the target's steps. */
  boolean repeats(String name) {
    return vertices.get(name) instanceof DuplicateToTimeSeriesVertex repeat
        && repeat.getInputName().equals(SequenceToSequence.TARGET);
  }

  /** Whether a vertex has a vector of the source in the place of the target's first step. */
  boolean begins(String name) {
    return vertices.get(name) instanceof FirstStep;
  }
}
