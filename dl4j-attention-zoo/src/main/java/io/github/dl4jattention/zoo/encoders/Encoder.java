package io.github.dl4jattention.zoo.encoders;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A pretrained network that gives the annotation vectors of photos.
 *
 * <p>Photos are {@code [3, 224, 224]}: blue, green, red, less ImageNet's mean, as {@link
 * io.github.dl4jattention.zoo.photos.ImageNetPixels} makes them. Immutable: several threads may use
 * one encoder, each with a {@link #forward()} of its own.
 */
public final class Encoder {
  private final EncoderWeights weights;
  private final String fingerprint;
  private final FeatureMap output;
  private PackedWeights packed;

  /**
   * An encoder.
   *
   * @param weights the network and its weights
   */
  public Encoder(EncoderWeights weights) {
    this.weights = weights;
    fingerprint = weights.fingerprint();
    output = weights.architecture().output();
  }

  /**
   * An encoder with the weights of a graph, such as DL4J's zoo gives: {@code
   * VGG16.builder().build().initPretrained(PretrainedType.IMAGENET)}.
   *
   * @param graph whose layers are named as those of one of {@link Architectures#ALL}; others are
   *     passed over
   * @return an encoder, which does not change with the graph
   * @throws IllegalArgumentException if it is of none of them, or a layer has another shape
   */
  public static Encoder of(ComputationGraph graph) {
    return new Encoder(Dl4jWeights.of(graph, Architectures.ALL));
  }

  /**
   * Its network.
   *
   * @return the table
   */
  public Architecture architecture() {
    return weights.architecture();
  }

  /**
   * Its weights.
   *
   * @return those it was made with
   */
  public EncoderWeights weights() {
    return weights;
  }

  /**
   * Size of a photo's annotations.
   *
   * @return such as 512 x 13 x 13
   */
  public FeatureMap output() {
    return output;
  }

  /**
   * What tells its annotations from another encoder's: the network's name and the weights'
   * fingerprint.
   *
   * @return letters, digits and hyphens
   */
  public String identity() {
    return architecture().name() + "-" + fingerprint;
  }

  /**
   * The network as a graph of DL4J's: {@code [batch, 3, 224, 224]} to {@code [batch, channels,
   * rows, columns]}.
   *
   * @return a new graph
   */
  public ComputationGraph graph() {
    return CnnGraph.of(weights);
  }

  /**
   * Flattens places: {@code [batch, channels, rows, columns]} to a series of annotation vectors
   * {@code [batch, channels, rows * columns]}, DL4J's layout of time series.
   *
   * @param annotations what {@link #graph()} gives
   * @return the same numbers
   */
  public static INDArray asSeries(INDArray annotations) {
    return annotations
        .dup('c')
        .reshape(
            'c',
            annotations.size(0),
            annotations.size(1),
            annotations.size(2) * annotations.size(3));
  }

  /**
   * The network, ready for one thread.
   *
   * @return with memory of its own
   */
  public Forward forward() {
    return new Forward(packed());
  }

  private synchronized PackedWeights packed() {
    if (packed == null) {
      packed = new PackedWeights(weights);
    }
    return packed;
  }
}
