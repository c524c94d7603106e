package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.PositionScheme;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Position schemes against their papers, written down number by number. */
class PositionSchemeTests {
  private static final int SIZE = 8;

  private static Subject with(PositionScheme position) {
    return Subject.attention(
        position.toString(),
        () -> MultiHeadSelfAttention.builder().setHeads(2).optPosition(position).build(),
        Subject.sequence(SIZE, "t"));
  }

  /** A graph whose parameters are random, biases too. */
  private static ComputationGraph graph(PositionScheme position, long seed) {
    ComputationGraph graph = with(position).graph(DataType.DOUBLE);
    graph.setParams(TestGraphs.random(DataType.DOUBLE, seed, 1, graph.params().length()).muli(0.5));
    return graph;
  }

  private static void assertGives(
      ComputationGraph graph, NaiveMultiHead oracle, PositionScheme position, long seed) {
    Data data = with(position).data(DataType.DOUBLE, seed, 3, Padding.ANYWHERE);
    INDArray actual = graph.output(false, data.inputs(), data.masks())[0];
    INDArray expected = oracle.output(data);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(0.1);
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
    INDArray withoutPositions = new NaiveMultiHead(graph, 2).output(data);
    assertThat(withoutPositions.sub(expected).amaxNumber().doubleValue())
        .as("the position matters")
        .isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rotaryIsAComplexProduct(long seed) {
    PositionScheme position = new RotaryPosition();
    ComputationGraph graph = graph(position, seed);
    NaiveMultiHead oracle =
        new NaiveMultiHead(graph, 2) {
          @Override
          double[] placed(double[] x, int m) {
            double[] turned = new double[headSize];
            for (int i = 0; i < headSize / 2; i++) {
              double angle = m * Math.pow(10000, -2.0 * i / headSize);
              double re = x[2 * i];
              double im = x[2 * i + 1];
              turned[2 * i] = re * Math.cos(angle) - im * Math.sin(angle);
              turned[2 * i + 1] = re * Math.sin(angle) + im * Math.cos(angle);
            }
            return turned;
          }
        };
    assertGives(graph, oracle, position, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void relativeVectorsAreAddedToKeysAndValues(long seed) {
    int maxDistance = 2;
    PositionScheme position = new RelativePosition(maxDistance);
    ComputationGraph graph = graph(position, seed);
    NaiveMultiHead oracle =
        new NaiveMultiHead(graph, 2) {
          @Override
          double[] relative(boolean key, int distance) {
            int clipped = Math.max(-maxDistance, Math.min(maxDistance, distance));
            return parameters
                .get(key ? RelativePosition.KEY_VECTORS : RelativePosition.VALUE_VECTORS)
                .getRow(clipped + maxDistance)
                .toDoubleVector();
          }
        };
    assertGives(graph, oracle, position, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void alibiLowersEnergiesByTheDistance(long seed) {
    PositionScheme position = new AlibiPosition();
    ComputationGraph graph = graph(position, seed);
    double[] slopes = {1.0 / 16, 1.0 / 256};
    NaiveMultiHead oracle =
        new NaiveMultiHead(graph, 2) {
          @Override
          double bias(int head, int distance) {
            return -slopes[head] * Math.abs(distance);
          }
        };
    assertGives(graph, oracle, position, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void bucketsAreOfHeadsAndDistances(long seed) {
    PositionScheme position = new BucketBias(4, 3);
    ComputationGraph graph = graph(position, seed);
    NaiveMultiHead oracle =
        new NaiveMultiHead(graph, 2) {
          @Override
          double bias(int head, int distance) {
            int bucket = distance == 0 ? 0 : distance < 0 ? 1 : 3; // 2 is after, at no distance
            return parameters.get(BucketBias.BIAS).getDouble(bucket, head);
          }
        };
    assertGives(graph, oracle, position, seed);
  }

  @Test
  void rotaryEnergiesOfEqualStepsDependOnTheirDistanceOnly() {
    ComputationGraph graph = graph(new RotaryPosition(), 5);
    int time = 7;
    INDArray step = TestGraphs.random(DataType.DOUBLE, 6, 1, SIZE, 1);
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    weights.keep(true);
    graph.output(step.repeat(2, time));
    INDArray alphas = weights.lastWeights(); // [1, heads, time, time]
    for (int h = 0; h < 2; h++) {
      for (int i = 0; i + 1 < time; i++) {
        for (int j = 0; j + 2 < time; j++) {
          // Differences of energies are what a softmax keeps of them.
          double here = Math.log(alphas.getDouble(0, h, i, j) / alphas.getDouble(0, h, i, j + 1));
          double next =
              Math.log(alphas.getDouble(0, h, i + 1, j + 1) / alphas.getDouble(0, h, i + 1, j + 2));
          assertThat(next).isCloseTo(here, within(1e-9));
        }
      }
      double near = Math.log(alphas.getDouble(0, h, 0, 0) / alphas.getDouble(0, h, 0, 1));
      double far = Math.log(alphas.getDouble(0, h, 0, 3) / alphas.getDouble(0, h, 0, 4));
      assertThat(Math.abs(near - far)).as("distances differ").isGreaterThan(1e-3);
    }
  }

  @Test
  void alibisSlopesAreThePapers() {
    assertThat(AlibiPosition.slopes(8))
        .containsExactly(
            1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 16.0, 1 / 32.0, 1 / 64.0, 1 / 128.0, 1 / 256.0);
    // Those of 4 heads, then the first and third of 8.
    assertThat(AlibiPosition.slopes(6))
        .containsExactly(1 / 4.0, 1 / 16.0, 1 / 64.0, 1 / 256.0, 1 / 2.0, 1 / 8.0);
    assertThat(AlibiPosition.slopes(16)[0]).isCloseTo(Math.sqrt(0.5), within(1e-15));
    assertThat(AlibiPosition.slopes(1)).containsExactly(1 / 256.0);
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatThrownBy(() -> new RotaryPosition(1)).hasMessageContaining("base must be above 1");
    assertThatThrownBy(() -> new RelativePosition(0)).hasMessageContaining("maxDistance");
    assertThatThrownBy(() -> new BucketBias(3, 9)).hasMessageContaining("even and at least 4");
    assertThatThrownBy(() -> new BucketBias(8, 4)).hasMessageContaining("maxDistance");
  }
}
