package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The convolution against plain loops, and what is beyond the ends. */
class TemporalConvolutionTests {
  private static final int SIZE = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 12})
  void eachStepGetsItsWindow(int width) {
    for (Padding padding : Padding.values()) {
      Subject subject = subject(width);
      ComputationGraph graph = subject.graph(DataType.DOUBLE);
      Map<String, INDArray> parameters = graph.getVertex("subject").paramTable(false);
      assertThat(parameters.get("W").shape()).containsExactly(3L * width, 3);
      parameters.get("b").assign(0.1);
      parameters.get("convolutionNormGain").assign(0.7);
      parameters.get("convolutionNormBias").assign(0.3);
      Data data = subject.data(DataType.DOUBLE, 5, 4, padding);
      INDArray x = data.inputs()[0];
      INDArray mask = data.mask(0) == null ? Nd4j.ones(4, x.size(2)) : data.mask(0);
      INDArray y = VertexPass.forward(graph, data);
      for (int row = 0; row < 4; row++) {
        for (int t = 0; t < x.size(2); t++) {
          for (int i = 0; i < SIZE; i++) {
            double sum = sum(x, mask, parameters.get("W"), row, t, i);
            double step = x.getDouble(row, i, t) + Math.max(sum, 0);
            double expected = mask.getDouble(row, t) == 0 ? 0 : step;
            assertThat(y.getDouble(row, i, t)).isCloseTo(expected, within(1e-12));
          }
        }
      }
    }
  }

  /** What a unit rectifies, a number at a time. */
  private static double sum(
      INDArray x, INDArray mask, INDArray weight, int row, int t, int channel) {
    int width = (int) weight.size(0) / SIZE;
    double sum = 0.1;
    for (int d = 0; d < width; d++) {
      int from = t + d - (width - 1) / 2;
      if (from >= 0 && from < x.size(2) && mask.getDouble(row, from) != 0) {
        for (int i = 0; i < SIZE; i++) {
          sum += normed(x, row, from, i) * weight.getDouble(d * SIZE + i, channel);
        }
      }
    }
    return sum;
  }

  private static double normed(INDArray x, int row, int t, int channel) {
    double mean = 0;
    for (int i = 0; i < SIZE; i++) {
      mean += x.getDouble(row, i, t) / SIZE;
    }
    double variance = 0;
    for (int i = 0; i < SIZE; i++) {
      variance += Math.pow(x.getDouble(row, i, t) - mean, 2) / SIZE;
    }
    return 0.7 * (x.getDouble(row, channel, t) - mean) / Math.sqrt(variance + 1e-5) + 0.3;
  }

  @Test
  void configurationsSurviveJson() {
    ComputationGraphConfiguration before = subject(3).graphConfiguration(new Subject.Options());
    assertThat(ComputationGraphConfiguration.fromJson(before.toJson())).isEqualTo(before);
    assertThat(TemporalConvolution.builder().setWidth(3).build())
        .isNotEqualTo(TemporalConvolution.builder().setWidth(4).build());
    assertThat(TemporalConvolution.builder().setWidth(3).build().getWidth()).isEqualTo(3);
  }

  private static Subject subject(int width) {
    return plain(
        "convolution",
        () -> TemporalConvolution.builder().setWidth(width).build(),
        sequence(SIZE, "t"));
  }
}
