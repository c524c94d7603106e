package io.github.dl4jattention.zoo.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.encoders.EncoderWeights.Layer;
import io.github.dl4jattention.zoo.encoders.Step.Concatenation;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.github.dl4jattention.zoo.encoders.Step.MaxPooling;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The fast pass against DL4J's own layers, and against figures by hand. */
class ForwardTests {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givesWhatTheGraphGives(long seed) {
    for (Architecture network : List.of(TinyNetworks.TWO_LAYERS, TinyNetworks.ALL_STEPS)) {
      Encoder encoder = new Encoder(EncoderWeights.random(network, seed));
      requireEqual(encoder, photo(network, seed));
    }
  }

  /** More places than go into one product, and at every border. */
  @Test
  void givesWhatTheGraphGivesForManyPlaces() {
    Architecture network =
        new Architecture(
            "wide",
            new FeatureMap(2, 19, 23),
            List.of(
                new Convolution("a", Architecture.INPUT, 2, 3, 5, 1, true),
                new Convolution("b", "a", 3, 3, 3, 3, false)));
    requireEqual(new Encoder(EncoderWeights.random(network, 5)), photo(network, 5));
  }

  @Test
  void onePassAfterAnotherDoesNotRememberTheFirst() {
    Encoder encoder = new Encoder(EncoderWeights.random(TinyNetworks.ALL_STEPS, 1));
    Forward forward = encoder.forward();
    float[] photo = photo(TinyNetworks.ALL_STEPS, 1);
    float[] first = forward.output(photo);
    forward.output(photo(TinyNetworks.ALL_STEPS, 2));
    assertThat(forward.output(photo)).isEqualTo(first);
  }

  /**
   * Of one channel 3 x 3, numbered from 1 to 9: a padded kernel of ones sums up neighbours, and a
   * stride of 2 takes the corners.
   */
  @Test
  void convolutionsAreThoseByHand() {
    float[] photo = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    Convolution padded = new Convolution("a", Architecture.INPUT, 1, 1, 3, 1, true);
    assertThat(output(photo, ones, -15, padded)).containsExactly(0, 6, 1, 12, 30, 18, 9, 24, 13);
    Convolution corners = new Convolution("a", Architecture.INPUT, 1, 1, 1, 2, false);
    assertThat(output(photo, new float[] {2}, 1, corners)).containsExactly(3, 7, 15, 19);
    // No kernel is flipped: the first of its numbers is for the upper left neighbour.
    float[] first = {1, 0, 0, 0, 0, 0, 0, 0, 0};
    assertThat(output(photo, first, 0, padded)).containsExactly(0, 0, 0, 0, 1, 2, 0, 4, 5);
  }

  @Test
  void poolingAndConcatenationAreThoseByHand() {
    Architecture network =
        new Architecture(
            "hand",
            new FeatureMap(1, 3, 3),
            List.of(
                new Convolution("same", Architecture.INPUT, 1, 1, 1, 1, false),
                new Convolution("twice", Architecture.INPUT, 1, 1, 1, 1, false),
                new Concatenation("both", List.of("same", "twice")),
                new MaxPooling("pool", "both", 2, 1)));
    EncoderWeights weights =
        EncoderWeights.of(
            network,
            step -> new Layer(new float[] {step.name().equals("same") ? 1 : 2}, new float[] {0}));
    float[] photo = {9, 2, 3, 4, 5, 6, 7, 8, 1};
    assertThat(new Encoder(weights).forward().output(photo))
        .containsExactly(9, 6, 8, 8, 18, 12, 16, 16);
  }

  @Test
  void aPhotoOfAnotherSizeIsRefused() {
    Forward forward = TinyNetworks.encoder(1).forward();
    assertThatThrownBy(() -> forward.output(new float[12]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tiny expects 3 x 16 x 16 numbers and gets 12");
  }

  @Test
  void whatTellsWeightsApart() {
    Encoder encoder = TinyNetworks.encoder(1);
    assertThat(encoder.identity()).matches("tiny-[0-9a-f]{64}");
    assertThat(TinyNetworks.encoder(1).identity()).isEqualTo(encoder.identity());
    assertThat(TinyNetworks.encoder(2).identity()).isNotEqualTo(encoder.identity());
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    assertThatThrownBy(
            () ->
                EncoderWeights.of(
                    TinyNetworks.TWO_LAYERS,
                    step -> new Layer(new float[step.kernelLength()], new float[] {1, Float.NaN})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("block1_conv1 has a weight that is no finite number");
  }

  private static float[] output(float[] photo, float[] kernel, float bias, Convolution step) {
    Architecture network = new Architecture("hand", new FeatureMap(1, 3, 3), List.of(step));
    EncoderWeights weights =
        EncoderWeights.of(network, any -> new Layer(kernel, new float[] {bias}));
    return new Encoder(weights).forward().output(photo);
  }

  private static float[] photo(Architecture network, long seed) {
    Random random = new Random(seed);
    float[] photo = new float[network.input().length()];
    IntStream.range(0, photo.length).forEach(i -> photo[i] = random.nextFloat() * 255 - 110);
    return photo;
  }

  private static void requireEqual(Encoder encoder, float[] photo) {
    FeatureMap in = encoder.architecture().input();
    FeatureMap out = encoder.output();
    INDArray series =
        Encoder.asSeries(
            encoder
                .graph()
                .outputSingle(
                    Nd4j.createFromArray(photo)
                        .reshape(1, in.channels(), in.rows(), in.columns())));
    assertThat(series.shape()).containsExactly(1, out.channels(), out.positions());
    float[] expected = series.dup('c').data().asFloat();
    assertThat(IntStream.range(0, expected.length).filter(i -> expected[i] > 1)).isNotEmpty();
    assertThat(encoder.forward().output(photo)).containsExactly(expected, Offset.offset(2e-3f));
  }
}
