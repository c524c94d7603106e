package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.TransformerEncoderLayer;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where a {@link TransformerTranslator} looked, in every head of every layer, as it read one text
 * and wrote another.
 *
 * @param encoder tokens of the source at tokens of the source
 * @param decoder what was read of the target at what was read before it: the start symbol, then all
 *     but the last token
 * @param cross tokens of the target, as they were written, at tokens of the source
 */
public record TransformerLooks(List<Layer> encoder, List<Layer> decoder, List<Layer> cross) {
  /**
   * Where a layer looked.
   *
   * @param name the layer's, in the graph
   * @param heads {@code [head][query][key]}
   */
  @SuppressWarnings("ArrayRecordComponent") // Carried to who shows it, never compared.
  public record Layer(String name, float[][][] heads) {}

  /**
   * Whether there is anything to look at.
   *
   * @param graph a graph of a {@link ModelFamily}
   * @return false if it is no Transformer
   */
  public static boolean arePossible(ComputationGraph graph) {
    return GraphSteps.isTransformer(graph);
  }

  /**
   * Runs a graph on one pair.
   *
   * @param graph a Transformer's
   * @param source numbers of the source, its end symbol included
   * @param target numbers of what was written, its end symbol included
   * @return where it looked
   */
  public static TransformerLooks of(ComputationGraph graph, int[] source, int... target) {
    List<String> encoders = encoders(graph);
    List<String> decoders = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      var vertex = graph.getConfiguration().getVertices().get(name);
      if (vertex instanceof TransformerDecoderLayer) {
        decoders.add(name);
      }
    }
    keep(graph, encoders, decoders, true);
    try {
      int[] read = new int[target.length];
      System.arraycopy(target, 0, read, 1, read.length - 1);
      read[0] = Vocabulary.START;
      graph.output(false, numbers(source), numbers(read));
      return new TransformerLooks(
          encoders.stream().map(name -> layer(name, weights(graph, name).lastWeights())).toList(),
          decoders.stream()
              .map(
                  name ->
                      layer(name, weights(graph, name).lastWeights(TransformerDecoderLayer.SELF)))
              .toList(),
          decoders.stream().map(name -> layer(name, weights(graph, name).lastWeights())).toList());
    } finally {
      keep(graph, encoders, decoders, false);
    }
  }

  /**
   * Runs the graph of a {@link TransformerEncoder} on one text.
   *
   * @param graph an encoder's
   * @param source numbers of the text, its start symbol included
   * @return where each layer looked
   */
  public static List<Layer> ofEncoder(ComputationGraph graph, int... source) {
    return ofEncoder(graph, () -> graph.output(false, numbers(source)));
  }

  /**
   * Where the encoder of a graph looks in a pass of its own.
   *
   * @param graph a graph with an encoder, or without layers of one
   * @param pass runs it on one example
   * @return where each layer looked
   */
  public static List<Layer> ofEncoder(ComputationGraph graph, Runnable pass) {
    List<String> encoders = encoders(graph);
    keep(graph, encoders, List.of(), true);
    try {
      pass.run();
      return encoders.stream()
          .map(name -> layer(name, weights(graph, name).lastWeights()))
          .toList();
    } finally {
      keep(graph, encoders, List.of(), false);
    }
  }

  /** Names of the encoder's layers, from the first. */
  private static List<String> encoders(ComputationGraph graph) {
    List<String> encoders = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      if (graph.getConfiguration().getVertices().get(name) instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof TransformerEncoderLayer) {
        encoders.add(name);
      }
    }
    return encoders;
  }

  private static void keep(
      ComputationGraph graph, List<String> encoders, List<String> decoders, boolean on) {
    encoders.forEach(name -> weights(graph, name).keep(on));
    decoders.forEach(name -> weights(graph, name).keep(on));
  }

  private static AttentionWeights weights(ComputationGraph graph, String name) {
    return AttentionWeights.of(graph, name);
  }

  private static INDArray numbers(int... tokens) {
    return Nd4j.createFromArray(tokens).castTo(DataType.FLOAT).reshape(1, 1, tokens.length);
  }

  /**
   * What was looked at in the first example of a pass.
   *
   * @param name of who looked
   * @param weights {@code [batch, heads, queries, keys]}
   * @return the same in Java's arrays
   */
  public static Layer layer(String name, INDArray weights) {
    float[][][] heads = new float[(int) weights.size(1)][][];
    for (int head = 0; head < heads.length; head++) {
      heads[head] =
          weights
              .slice(0, 0) // [heads, queries, keys]
              .slice(head, 0)
              .dup('c')
              .reshape(weights.size(2), weights.size(3))
              .toFloatMatrix();
    }
    return new Layer(name, heads);
  }
}
