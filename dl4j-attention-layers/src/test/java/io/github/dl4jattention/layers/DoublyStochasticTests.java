package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of a decoder whose weights shall sum to one over the steps, by differences. */
class DoublyStochasticTests {
  private static final double LAMBDA = 0.8;
  private static final double EPSILON = 1e-6;

  private static Subject subject(double lambda) {
    return Subject.attention(
        "decoder",
        () ->
            BahdanauDecoder.builder()
                .setStateSize(3)
                .optAttentionSize(4)
                .optContextGate(true)
                .optDoublyStochastic(lambda)
                .build(),
        Subject.sequence(2, "q"),
        Subject.sequence(3, "k"));
  }

  /** What is minimised, from the weights that the decoder shows. */
  private static double objective(ComputationGraph graph, Data data, INDArray upstream) {
    INDArray output = VertexPass.forward(graph, data);
    INDArray weights = AttentionWeights.of(graph, "subject").lastWeights();
    double sum = output.mul(upstream).sumNumber().doubleValue();
    for (int b = 0; b < weights.size(0); b++) {
      for (int j = 0; j < weights.size(3); j++) {
        double missing = real(data.mask(1), b, j);
        for (int t = 0; t < weights.size(2); t++) {
          missing -= real(data.mask(0), b, t) * weights.getDouble(b, 0, t, j);
        }
        sum += LAMBDA * missing * missing;
      }
    }
    return sum;
  }

  private static double real(INDArray mask, int example, int step) {
    return mask == null ? 1 : mask.getDouble(example, step);
  }

  @ParameterizedTest
  @EnumSource(
      value = Padding.class,
      names = {"NONE", "END", "ANYWHERE"})
  void itsGradientIsThatOfTheSquaresOfWhatIsMissing(Padding padding) {
    Subject subject = subject(LAMBDA);
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    graph.params().assign(TestGraphs.random(DataType.DOUBLE, 5, graph.params().shape()));
    AttentionWeights.of(graph, "subject").keep(true);
    Data data = subject.data(DataType.DOUBLE, 3, 4, padding);
    INDArray output = VertexPass.forward(graph, data);
    INDArray upstream = TestGraphs.random(DataType.DOUBLE, 8, output.shape());

    VertexPass pass = VertexPass.of(graph, data, upstream);

    pass.parameterGradients()
        .forEach(
            (name, gradient) -> {
              INDArray parameter = graph.getVertex("subject").paramTable(false).get(name);
              assertDerivative(name, graph, data, upstream, parameter, gradient);
            });
    for (int i = 0; i < 2; i++) {
      assertDerivative(
          "input " + i, graph, data, upstream, data.inputs()[i], pass.inputGradients()[i]);
    }
  }

  private static void assertDerivative(
      String name,
      ComputationGraph graph,
      Data data,
      INDArray upstream,
      INDArray array,
      INDArray gradient) {
    INDArray direction = TestGraphs.random(DataType.DOUBLE, 21, array.shape());
    INDArray before = array.dup();
    array.addi(direction.mul(EPSILON));
    double above = objective(graph, data, upstream);
    array.assign(before).subi(direction.mul(EPSILON));
    double below = objective(graph, data, upstream);
    array.assign(before);
    double expected = (above - below) / (2 * EPSILON);
    assertThat(gradient.mul(direction).sumNumber().doubleValue())
        .as(name)
        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }

  @Test
  void itChangesTheGradientOfTheScoreAndNotTheOutput() {
    Data data = subject(0).data(DataType.DOUBLE, 3, 4, Padding.END);
    ComputationGraph without = subject(0).graph(DataType.DOUBLE);
    ComputationGraph with = subject(LAMBDA).graph(DataType.DOUBLE);
    VertexPass plain = VertexPass.of(without, data, 1);
    VertexPass regularised = VertexPass.of(with, data, 1);
    assertThat(regularised.output()).isEqualTo(plain.output());
    INDArray difference =
        regularised.parameterGradients().get("v").sub(plain.parameterGradients().get("v"));
    assertThat(difference.amaxNumber().doubleValue()).isGreaterThan(1e-4);
  }

  @Test
  void aWeightThatIsNoneIsRefused() {
    assertThatThrownBy(() -> BahdanauDecoder.builder().optDoublyStochastic(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("optDoublyStochastic must be at least 0, such as 1, got -1.0");
  }
}
