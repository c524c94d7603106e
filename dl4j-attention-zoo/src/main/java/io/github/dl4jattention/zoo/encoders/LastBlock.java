package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.encoders.EncoderWeights.Layer;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The last block of an encoder, to be trained with what attends to its annotations: VGG16's {@code
 * block5}, SqueezeNet's {@code fire9}. All below stays as it is, so what it gives is computed once
 * and cached, as annotations are.
 *
 * <pre>{@code
 * LastBlock block = LastBlock.of(encoder);
 * AnnotationSource features = AnnotatedPhotos.compute(files, block.lower(), cache, 4, progress);
 *
 * builder.addInputs("features"); // [batch, channels, positions], as features.fill gives them
 * String annotations = block.add(builder, "features"); // the same layout
 * ...
 * ComputationGraph graph = new ComputationGraph(builder.build());
 * graph.init();
 * block.setWeights(graph);
 * ... // training
 * Encoder tuned = block.tuned(graph); // from photos to annotations again
 * }</pre>
 *
 * <p>The graph has to be told the input's type, {@code
 * InputType.recurrent(lower().output().channels())}.
 */
public final class LastBlock {
  /** What the block's vertices in a graph are named after. */
  private static final String PREFIX = "encoder/";

  private static final String GRID = PREFIX + "grid";
  private static final String SERIES = PREFIX + "annotations";

  private final Encoder encoder;
  private final Encoder lower;
  private final EncoderWeights upper;

  private LastBlock(Encoder encoder, String below) {
    this.encoder = encoder;
    Architecture whole = encoder.architecture();
    lower = new Encoder(encoder.weights().of(whole.upTo(below)));
    upper = encoder.weights().of(whole.from(below));
  }

  /**
   * The last block of an encoder.
   *
   * @param encoder of one of {@link Architectures#ALL}
   * @return its block
   * @throws IllegalArgumentException if it is of another network
   */
  public static LastBlock of(Encoder encoder) {
    return new LastBlock(encoder, below(encoder.architecture().name()));
  }

  /** The step before a network's last block. */
  private static String below(String network) {
    return switch (network) {
      case "vgg16" -> "block4_pool";
      case "squeezenet" -> "fire8/concat";
      default ->
          throw new IllegalArgumentException(
              "where does the last block of %s begin?".formatted(network));
    };
  }

  /** The steps of an encoder after one of them. */
  static LastBlock after(Encoder encoder, String below) {
    return new LastBlock(encoder, below);
  }

  /**
   * All below the block: from photos to what the block gets.
   *
   * @return an encoder with an identity of its own
   */
  public Encoder lower() {
    return lower;
  }

  /**
   * Adds the block to a graph's configuration. Its layers take the configuration's updater.
   *
   * @param builder takes it
   * @param input the vertex that gives what {@link #lower()} gives, {@code [batch, channels,
   *     positions]}
   * @return the vertex that gives annotations, {@code [batch, channels, positions]}
   */
  public String add(GraphBuilder builder, String input) {
    return add(upper.architecture(), builder, input, null);
  }

  /**
   * Adds the last block of a network, without its weights, to a graph's configuration.
   *
   * @param network name of one of {@link Architectures#ALL}
   * @param builder takes it
   * @param input the vertex that gives what is below the block, {@code [batch, channels,
   *     positions]}
   * @param updater of its weights, which are trained already: one with a small learning rate
   * @return the vertex that gives annotations, {@code [batch, channels, positions]}
   * @throws IllegalArgumentException if there is no such network
   */
  public static String add(String network, GraphBuilder builder, String input, IUpdater updater) {
    String below = below(network);
    Architecture whole =
        Architectures.ALL.stream()
            .filter(known -> known.name().equals(network))
            .findFirst()
            .orElseThrow();
    return add(whole.from(below), builder, input, updater);
  }

  private static String add(
      Architecture block, GraphBuilder builder, String input, IUpdater updater) {
    FeatureMap in = block.input();
    FeatureMap out = block.output();
    builder.addVertex(GRID, new ReshapeVertex(-1, in.channels(), in.rows(), in.columns()), input);
    CnnGraph.add(block, builder, PREFIX, GRID, updater);
    builder.addVertex(
        SERIES,
        new ReshapeVertex(-1, out.channels(), out.positions()),
        PREFIX + block.outputName());
    return SERIES;
  }

  /**
   * Gives the block in a graph the encoder's weights.
   *
   * @param graph made of a configuration that {@link #add} added to
   */
  public void setWeights(ComputationGraph graph) {
    CnnGraph.set(upper, graph, PREFIX);
  }

  /**
   * The encoder with the weights that its last block has in a graph.
   *
   * @param graph as trained
   * @return from photos to annotations
   */
  public Encoder tuned(ComputationGraph graph) {
    Set<String> tuned =
        upper.architecture().convolutions().stream()
            .map(Convolution::name)
            .collect(Collectors.toSet());
    return new Encoder(
        EncoderWeights.of(
            encoder.architecture(),
            step ->
                tuned.contains(step.name())
                    ? layer(graph.getLayer(PREFIX + step.name()))
                    : encoder.weights().layer(step.name())));
  }

  private static Layer layer(org.deeplearning4j.nn.api.Layer layer) {
    return new Layer(
        layer.getParam("W").dup('c').data().asFloat(),
        layer.getParam("b").dup('c').data().asFloat());
  }
}
