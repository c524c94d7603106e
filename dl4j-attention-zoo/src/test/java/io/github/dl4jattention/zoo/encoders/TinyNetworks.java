package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.encoders.Step.Concatenation;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.github.dl4jattention.zoo.encoders.Step.MaxPooling;
import java.util.List;

/** Networks small enough to look at, of the same forms as the real ones. */
public final class TinyNetworks {
  /** Two of VGG16's layers, by their names. */
  static final Architecture TWO_LAYERS =
      new Architecture(
          "tiny-vgg",
          new FeatureMap(3, 8, 8),
          List.of(
              new Convolution("block1_conv1", Architecture.INPUT, 3, 2, 3, 1, true),
              new Convolution("block1_conv2", "block1_conv1", 2, 2, 3, 1, true)));

  /** All kinds of steps: 3 x 17 x 13 to 8 x 3 x 2. */
  static final Architecture ALL_STEPS =
      new Architecture(
          "tiny-squeezenet",
          new FeatureMap(3, 17, 13),
          List.of(
              new Convolution("conv1", Architecture.INPUT, 3, 5, 3, 2, false),
              new MaxPooling("pool1", "conv1", 2, 2),
              new Convolution("fire2/squeeze1x1", "pool1", 5, 2, 1, 1, false),
              new Convolution("fire2/expand1x1", "fire2/squeeze1x1", 2, 3, 1, 1, false),
              new Convolution("fire2/expand3x3", "fire2/squeeze1x1", 2, 4, 3, 1, true),
              new Concatenation("fire2/concat", List.of("fire2/expand1x1", "fire2/expand3x3")),
              new MaxPooling("pool2", "fire2/concat", 2, 1),
              new Convolution("conv3", "pool2", 7, 8, 1, 1, false)));

  private TinyNetworks() {}

  /**
   * An encoder of photos of 16 x 16 to 6 channels at 7 x 7 places.
   *
   * @param seed of its weights
   */
  public static Encoder encoder(long seed) {
    Architecture network =
        new Architecture(
            "tiny",
            new FeatureMap(3, 16, 16),
            List.of(
                new Convolution("conv1", Architecture.INPUT, 3, 4, 3, 1, true),
                new MaxPooling("pool1", "conv1", 3, 2),
                new Convolution("conv2", "pool1", 4, 6, 3, 1, true)));
    return new Encoder(EncoderWeights.random(network, seed));
  }
}
