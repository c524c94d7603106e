package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;

/** Positions: the formula, its property, the limits of learned ones. */
class PositionTests {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void sinusoidsAreThePapers(int size) {
    INDArray y =
        graph(SinusoidalPosition.builder().build(), size)
            .output(Nd4j.zeros(DataType.DOUBLE, 2, size, 6))[0];
    for (int pos = 0; pos < 6; pos++) {
      for (int i = 0; 2 * i < size; i++) {
        double angle = pos / Math.pow(10000, 2.0 * i / size);
        assertThat(y.getDouble(1, 2 * i, pos)).isCloseTo(Math.sin(angle), within(1e-12));
        if (2 * i + 1 < size) {
          assertThat(y.getDouble(1, 2 * i + 1, pos)).isCloseTo(Math.cos(angle), within(1e-12));
        }
      }
    }
  }

  /** "For any fixed offset k, PE(pos + k) can be represented as a linear function of PE(pos)". */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void anOffsetIsOneLinearMapWhereverItStarts(int offset) {
    INDArray encodings = SinusoidalPosition.encodings(40, 4);
    // The map that carries places 0 to 3 to those offset later carries all others too.
    INDArray from = encodings.getRows(0, 1, 2, 3).dup();
    INDArray to = encodings.getRows(offset, offset + 1, offset + 2, offset + 3).dup();
    INDArray map = InvertMatrix.invert(from, false).mmul(to);
    assertThat(map.sub(Nd4j.eye(4).castTo(DataType.DOUBLE)).amaxNumber().doubleValue())
        .isGreaterThan(0.1);
    for (int pos = 4; pos + offset < 40; pos++) {
      INDArray mapped = encodings.getRow(pos, true).mmul(map);
      assertThat(mapped.sub(encodings.getRow(pos + offset, true)).amaxNumber().doubleValue())
          .isLessThan(1e-6);
    }
  }

  @Test
  void theInputIsAddedAndScaledOnRequest() {
    INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 2, 4, 3);
    INDArray places = SinusoidalPosition.encodings(3, 4).transpose().reshape(1, 4, 3);
    INDArray added = graph(SinusoidalPosition.builder().build(), 4).output(x)[0];
    assertThat(added.sub(x.add(places)).amaxNumber().doubleValue()).isLessThan(1e-12);
    INDArray scaled =
        graph(SinusoidalPosition.builder().optScaleInput(true).build(), 4).output(x)[0];
    assertThat(scaled.sub(x.mul(2).add(places)).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @Test
  void dropoutIsForTrainingAndKeepsTheExpectation() {
    Layer[] layers = {
      SinusoidalPosition.builder().optDropout(0.25).build(),
      LearnedPosition.builder().setMaxLength(50).optDropout(0.25).build()
    };
    for (Layer layer : layers) {
      ComputationGraph graph = graph(layer, 8);
      INDArray x = Nd4j.valueArrayOf(new long[] {20, 8, 50}, 10.0, DataType.DOUBLE);
      INDArray plain = graph.output(x)[0].dup();
      Data data = new Data(new INDArray[] {x}, null);
      INDArray ones = Nd4j.ones(DataType.DOUBLE, x.shape());
      Nd4j.getRandom().setSeed(3);
      VertexPass pass = VertexPass.of(graph, data, ones);
      INDArray ratio = VertexPass.forward(graph, data).div(plain);
      double kept = ratio.neq(0).castTo(DataType.DOUBLE).meanNumber().doubleValue();
      assertThat(kept).isCloseTo(0.75, within(0.02));
      assertThat(ratio.maxNumber().doubleValue()).isCloseTo(1 / 0.75, within(1e-9));
      // What was dropped has no gradient, what was kept that of the factor.
      INDArray gradient = pass.inputGradients()[0];
      assertThat(gradient.meanNumber().doubleValue()).isCloseTo(1, within(0.02));
      assertThat(gradient.maxNumber().doubleValue()).isCloseTo(1 / 0.75, within(1e-9));
    }
  }

  @Test
  void eachPlaceHasItsLearnedVector() {
    Subject subject =
        plain("p", () -> LearnedPosition.builder().setMaxLength(6).build(), sequence(3, "t"));
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    INDArray positions = graph.getVertex("subject").paramTable(false).get("positions");
    assertThat(positions.shape()).containsExactly(6, 3);
    Data data = subject.data(DataType.DOUBLE, 3, 2, Padding.NONE);
    INDArray y = graph.output(data.inputs())[0];
    long time = y.size(2);
    assertThat(time).isLessThan(6);
    for (int row = 0; row < 2; row++) {
      for (int t = 0; t < time; t++) {
        for (int i = 0; i < 3; i++) {
          assertThat(y.getDouble(row, i, t))
              .isCloseTo(
                  data.inputs()[0].getDouble(row, i, t) + positions.getDouble(t, i), within(1e-12));
        }
      }
    }
    // A place beyond the sequence has no gradient; others that of all examples.
    INDArray ones = Nd4j.ones(DataType.DOUBLE, y.shape());
    INDArray gradient = VertexPass.of(graph, data, ones).parameterGradients().get("positions");
    for (int t = 0; t < 6; t++) {
      assertThat(gradient.getRow(t).maxNumber().doubleValue()).isEqualTo(t < time ? 2 : 0);
      assertThat(gradient.getRow(t).minNumber().doubleValue()).isEqualTo(t < time ? 2 : 0);
    }
  }

  @Test
  void learnedPlacesEndAtMaxLength() {
    ComputationGraph graph = graph(LearnedPosition.builder().setMaxLength(4).build(), 3);
    assertThat(graph.output(Nd4j.zeros(DataType.DOUBLE, 1, 3, 4))[0].size(2)).isEqualTo(4);
    assertThatThrownBy(() -> graph.output(Nd4j.zeros(DataType.DOUBLE, 1, 3, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "LearnedPosition \"subject\" has vectors for 4 places and got a sequence of 5 steps:"
                + " setMaxLength(5) takes it");
    // A refusal leaves the graph as it was.
    assertThat(graph.output(Nd4j.zeros(DataType.DOUBLE, 1, 3, 4))[0].size(2)).isEqualTo(4);
  }

  @Test
  void configurationsSurviveJson() {
    Layer[] layers = {
      SinusoidalPosition.builder().optScaleInput(true).optDropout(0.1).build(),
      LearnedPosition.builder().setMaxLength(4).optDropout(0.1).build()
    };
    for (Layer layer : layers) {
      ComputationGraphConfiguration before =
          plain("p", () -> layer, sequence(3, "t")).graphConfiguration(new Subject.Options());
      assertThat(ComputationGraphConfiguration.fromJson(before.toJson())).isEqualTo(before);
    }
    assertThat(SinusoidalPosition.builder().optScaleInput(true).build())
        .isNotEqualTo(SinusoidalPosition.builder().build());
  }

  private static ComputationGraph graph(Layer layer, long size) {
    return plain("p", () -> layer, sequence(size, "t")).graph(DataType.DOUBLE);
  }
}
