package io.github.dl4jattention.zoo.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.github.dl4jattention.zoo.encoders.Step.MaxPooling;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

/** The tables are those that Keras prints for its models. */
class ArchitecturesTests {
  /** {@code keras.applications.VGG16(include_top=False, input_shape=(224, 224, 3)).summary()}. */
  private static final List<String> VGG16 =
      List.of(
          "block1_conv1 (224, 224, 64) 1792",
          "block1_conv2 (224, 224, 64) 36928",
          "block1_pool (112, 112, 64) 0",
          "block2_conv1 (112, 112, 128) 73856",
          "block2_conv2 (112, 112, 128) 147584",
          "block2_pool (56, 56, 128) 0",
          "block3_conv1 (56, 56, 256) 295168",
          "block3_conv2 (56, 56, 256) 590080",
          "block3_conv3 (56, 56, 256) 590080",
          "block3_pool (28, 28, 256) 0",
          "block4_conv1 (28, 28, 512) 1180160",
          "block4_conv2 (28, 28, 512) 2359808",
          "block4_conv3 (28, 28, 512) 2359808",
          "block4_pool (14, 14, 512) 0",
          "block5_conv1 (14, 14, 512) 2359808",
          "block5_conv2 (14, 14, 512) 2359808",
          "block5_conv3 (14, 14, 512) 2359808");

  /** Of SqueezeNet 1.1, for photos of 224 x 224; without the rectifiers, which Keras lists. */
  private static final List<String> SQUEEZENET =
      List.of(
          "conv1 (111, 111, 64) 1792",
          "pool1 (55, 55, 64) 0",
          "fire2/squeeze1x1 (55, 55, 16) 1040",
          "fire2/expand1x1 (55, 55, 64) 1088",
          "fire2/expand3x3 (55, 55, 64) 9280",
          "fire2/concat (55, 55, 128) 0",
          "fire3/squeeze1x1 (55, 55, 16) 2064",
          "fire3/expand1x1 (55, 55, 64) 1088",
          "fire3/expand3x3 (55, 55, 64) 9280",
          "fire3/concat (55, 55, 128) 0",
          "pool3 (27, 27, 128) 0",
          "fire4/squeeze1x1 (27, 27, 32) 4128",
          "fire4/expand1x1 (27, 27, 128) 4224",
          "fire4/expand3x3 (27, 27, 128) 36992",
          "fire4/concat (27, 27, 256) 0",
          "fire5/squeeze1x1 (27, 27, 32) 8224",
          "fire5/expand1x1 (27, 27, 128) 4224",
          "fire5/expand3x3 (27, 27, 128) 36992",
          "fire5/concat (27, 27, 256) 0",
          "pool5 (13, 13, 256) 0",
          "fire6/squeeze1x1 (13, 13, 48) 12336",
          "fire6/expand1x1 (13, 13, 192) 9408",
          "fire6/expand3x3 (13, 13, 192) 83136",
          "fire6/concat (13, 13, 384) 0",
          "fire7/squeeze1x1 (13, 13, 48) 18480",
          "fire7/expand1x1 (13, 13, 192) 9408",
          "fire7/expand3x3 (13, 13, 192) 83136",
          "fire7/concat (13, 13, 384) 0",
          "fire8/squeeze1x1 (13, 13, 64) 24640",
          "fire8/expand1x1 (13, 13, 256) 16640",
          "fire8/expand3x3 (13, 13, 256) 147712",
          "fire8/concat (13, 13, 512) 0",
          "fire9/squeeze1x1 (13, 13, 64) 32832",
          "fire9/expand1x1 (13, 13, 256) 16640",
          "fire9/expand3x3 (13, 13, 256) 147712",
          "fire9/concat (13, 13, 512) 0");

  @Test
  void vgg16IsKeras() {
    assertThat(summary(Architectures.VGG16)).isEqualTo(VGG16);
    assertThat(Architectures.VGG16.parameters()).isEqualTo(14_714_688);
    assertThat(Architectures.VGG16.output()).isEqualTo(new FeatureMap(512, 14, 14));
  }

  @Test
  void squeezenetIsKeras() {
    assertThat(summary(Architectures.SQUEEZENET)).isEqualTo(SQUEEZENET);
    assertThat(Architectures.SQUEEZENET.parameters()).isEqualTo(722_496);
    assertThat(Architectures.SQUEEZENET.output()).isEqualTo(new FeatureMap(512, 13, 13));
  }

  @Test
  void paddingsAndStridesAreThoseOfThePapers() {
    assertThat(Architectures.VGG16.convolutions())
        .allMatch(step -> step.kernel() == 3 && step.stride() == 1 && step.padded());
    assertThat(poolings(Architectures.VGG16))
        .allMatch(pool -> pool.size() == 2 && pool.stride() == 2);
    Convolution first = Architectures.SQUEEZENET.convolutions().get(0);
    assertThat(first.stride()).isEqualTo(2);
    assertThat(first.padded()).isFalse();
    assertThat(Architectures.SQUEEZENET.convolutions().stream().filter(Convolution::padded))
        .hasSize(8)
        .allMatch(step -> step.name().endsWith("expand3x3"));
    assertThat(poolings(Architectures.SQUEEZENET))
        .hasSize(3)
        .allMatch(pool -> pool.size() == 3 && pool.stride() == 2);
  }

  @Test
  void theGraphHasTheSameParameters() {
    ComputationGraph graph =
        new Encoder(EncoderWeights.random(Architectures.SQUEEZENET, 1)).graph();
    assertThat(graph.numParams()).isEqualTo(722_496);
  }

  @Test
  void aNetworkIsCutInTwo() {
    Architecture lower = Architectures.VGG16.upTo("block4_pool");
    Architecture upper = Architectures.VGG16.from("block4_pool");
    assertThat(lower.output()).isEqualTo(upper.input());
    assertThat(upper.output()).isEqualTo(Architectures.VGG16.output());
    assertThat(summary(upper)).isEqualTo(VGG16.subList(14, 17));
    assertThat(lower.parameters() + upper.parameters()).isEqualTo(14_714_688);
  }

  @Test
  void aCutThroughAModuleIsRefused() {
    assertThatThrownBy(() -> Architectures.SQUEEZENET.from("fire9/expand1x1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fire9/expand3x3 follows fire9/squeeze1x1, which is not before it");
    assertThatThrownBy(() -> Architectures.SQUEEZENET.upTo("fire10"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("squeezenet has no step fire10");
  }

  @Test
  void stepsThatDoNotFitAreRefused() {
    FeatureMap input = new FeatureMap(3, 8, 8);
    assertThatThrownBy(
            () ->
                new Architecture(
                    "wrong",
                    input,
                    List.of(new Convolution("a", Architecture.INPUT, 4, 2, 3, 1, true))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a expects 4 channels and gets 3");
    assertThatThrownBy(() -> new Convolution("a", Architecture.INPUT, 3, 2, 2, 1, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a: padding is for odd kernels and stride 1, got 2 and 1");
    assertThatThrownBy(() -> new FeatureMap(3, 0, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 rows");
  }

  private static List<MaxPooling> poolings(Architecture architecture) {
    return architecture.steps().stream()
        .filter(MaxPooling.class::isInstance)
        .map(MaxPooling.class::cast)
        .toList();
  }

  private static List<String> summary(Architecture architecture) {
    return architecture.steps().stream()
        .map(
            step -> {
              FeatureMap size = architecture.sizes().get(step.name());
              int parameters = step instanceof Convolution c ? c.kernelLength() + c.out() : 0;
              return "%s (%d, %d, %d) %d"
                  .formatted(step.name(), size.rows(), size.columns(), size.channels(), parameters);
            })
        .toList();
  }
}
