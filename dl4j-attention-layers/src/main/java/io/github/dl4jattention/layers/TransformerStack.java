package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.transformer.Residual;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Several Transformer layers on top of each other, put into a network by one line.
 *
 * <pre>{@code
 * TransformerStack.encoder(6, TransformerEncoderLayer.builder().setHeads(8).build())
 *     .addTo(graphBuilder, "encoder", "source");
 * TransformerStack.decoder(6, TransformerDecoderLayer.builder().setHeads(8).build())
 *     .addTo(graphBuilder, "decoder", "target", "encoder");
 * }</pre>
 *
 * <p>The layers have the same settings, and each parameters of its own. Of pre-norm layers the sum
 * that leaves the last one is normalised once more, as their paper has it (Xiong et al. 2020,
 * figure 1 (b)).
 *
 * <p>In a graph, layers are named after the stack: the first of the stack "encoder" is "encoder1".
 * The output has the name of the stack: it is the norm, or without one the last layer. {@link
 * #layerNames} says which layers there are.
 */
public final class TransformerStack {
  private final int count;
  private final TransformerEncoderLayer encoder;
  private final TransformerDecoderLayer decoder;

  private TransformerStack(
      int count, TransformerEncoderLayer encoder, TransformerDecoderLayer decoder) {
    this.count = (int) Sizes.atLeastOne("TransformerStack", "count", count);
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /**
   * An encoder.
   *
   * @param count number of layers, at least 1
   * @param layer what each is like
   * @return the stack
   * @throws IllegalStateException if the number is less
   */
  public static TransformerStack encoder(int count, TransformerEncoderLayer layer) {
    return new TransformerStack(count, layer, null);
  }

  /**
   * A decoder.
   *
   * @param count number of layers, at least 1
   * @param layer what each is like
   * @return the stack
   * @throws IllegalStateException if the number is less
   */
  public static TransformerStack decoder(int count, TransformerDecoderLayer layer) {
    return new TransformerStack(count, null, layer);
  }

  /**
   * Adds the layers to a graph.
   *
   * @param graph takes them
   * @param name the stack's, and that of its output
   * @param inputs of an encoder its input; of a decoder the target and the memory, which every
   *     layer looks at
   * @return the same graph
   * @throws IllegalArgumentException for another number of inputs
   */
  public GraphBuilder addTo(GraphBuilder graph, String name, String... inputs) {
    List<String> needed = encoder != null ? encoder.inputNames() : decoder.inputNames();
    if (inputs.length != needed.size()) {
      throw new IllegalArgumentException(
          "TransformerStack \"%s\" needs %d inputs %s, got %d %s"
              .formatted(name, needed.size(), needed, inputs.length, Arrays.toString(inputs)));
    }
    String[] from = inputs.clone();
    for (String layer : layerNames(name)) {
      if (encoder != null) {
        graph.addLayer(layer, encoder.clone(), from.clone()); // The graph keeps the array.
      } else {
        graph.addVertex(layer, decoder.clone(), from.clone());
      }
      from[0] = layer;
    }
    return normed() ? graph.addLayer(name, norm(), from[0]) : graph;
  }

  /**
   * Adds an encoder's layers to a network of layers.
   *
   * @param network takes them
   * @return the same network
   * @throws IllegalStateException for a decoder, which has two inputs
   */
  public ListBuilder addTo(ListBuilder network) {
    if (encoder == null) {
      throw new IllegalStateException(
          "TransformerStack: a decoder has two inputs, %s; put it into a ComputationGraph"
              .formatted(decoder.inputNames()));
    }
    for (int i = 0; i < count; i++) {
      network.layer(encoder.clone());
    }
    return normed() ? network.layer(norm()) : network;
  }

  /**
   * Names of the layers in a graph, the lowest first; those that have attention weights.
   *
   * @param name the stack's
   * @return such as {@code encoder1} and {@code encoder2}
   */
  public List<String> layerNames(String name) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> i == count && !normed() ? name : name + i)
        .toList();
  }

  /** Whether there is a norm above the last layer. */
  private boolean normed() {
    return residual().preNorm();
  }

  private Residual residual() {
    return encoder != null ? encoder.residual() : decoder.residual();
  }

  private Layer norm() {
    StepNorm norm = residual().norm();
    return norm.centred()
        ? LayerNormalization.builder().optEpsilon(norm.epsilon()).optBias(norm.bias()).build()
        : RmsNormalization.builder().optEpsilon(norm.epsilon()).build();
  }
}
