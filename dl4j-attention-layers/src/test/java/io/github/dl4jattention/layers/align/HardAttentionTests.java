package io.github.dl4jattention.layers.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import io.github.dl4jattention.layers.formula.Conditions;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Hard attention's draws, and its gradient against the enumeration of all draws. */
class HardAttentionTests {
  private static final double[][] ENERGIES = {{0.3, -1.2, 0.9}, {1.5, 0.2, 0.1}};

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void drawsFollowTheSoftmax(long heads) {
    int draws = 20_000;
    Nd4j.getRandom().setSeed(11);
    INDArray weights = probe(new HardAttention(), true, heads).weights(energies(draws), null);
    assertOneHot(weights);
    INDArray frequencies = weights.mean(0); // [queries, keys]
    for (int i = 0; i < 2; i++) {
      double[] p = softmax(ENERGIES[i]);
      double chiSquare = 0;
      for (int j = 0; j < 3; j++) {
        chiSquare += draws * Math.pow(frequencies.getDouble(i, j) - p[j], 2) / p[j];
      }
      // Two degrees of freedom: above 13.8 once in a thousand.
      assertThat(chiSquare).isLessThan(13.8);
    }
  }

  @Test
  void drawsOfQueriesAndExamplesAreIndependent() {
    int draws = 20_000;
    Nd4j.getRandom().setSeed(12);
    INDArray weights = probe(new HardAttention(), true, 0).weights(energies(draws), null);
    INDArray first = weights.get(all(), point(0), point(2));
    INDArray second = weights.get(all(), point(1), point(0));
    double both = first.mul(second).meanNumber().doubleValue();
    assertThat(both)
        .isEqualTo(softmax(ENERGIES[0])[2] * softmax(ENERGIES[1])[0], within(4 * 0.5 / 141));
  }

  @Test
  void inferenceTakesTheLikeliest() {
    INDArray weights = probe(new HardAttention(), false, 0).weights(energies(2), null);
    INDArray expected = Nd4j.createFromArray(new double[][] {{0, 0, 1}, {1, 0, 0}});
    assertThat(weights.slice(0)).isEqualTo(expected);
    assertThat(weights.slice(1)).isEqualTo(expected);
  }

  static Stream<DataType> types() {
    return Stream.of(DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16);
  }

  @ParameterizedTest
  @MethodSource("types")
  void forbiddenKeysAreNeverDrawnAndNoKeysGiveZeros(DataType type) {
    for (boolean training : new boolean[] {true, false}) {
      DistributionProbe probe = new DistributionProbe(new HardAttention(), type, training, 0, 2, 3);
      INDArray mask = Nd4j.ones(DataType.DOUBLE, 500, 3);
      mask.getColumn(2).assign(0);
      mask.getRow(0).assign(0);
      INDArray energies = energies(500);
      energies.get(all(), all(), point(2)).assign(1e4);
      energies.get(all(), point(1), point(0)).assign(-1e4);
      INDArray weights = probe.weights(energies, mask).castTo(DataType.DOUBLE);
      assertThat(weights.isNaN().any()).isFalse();
      assertThat(weights.slice(0).amaxNumber().doubleValue()).isZero();
      assertThat(weights.get(all(), all(), point(2)).amaxNumber().doubleValue()).isZero();
      assertThat(weights.sumNumber().doubleValue()).isEqualTo(2 * 499);
      // -1e4 against about 0.2: never, however the noise falls.
      assertThat(weights.get(all(), point(1), point(0)).amaxNumber().doubleValue()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, -20})
  void theExpectedGradientIsThatOfTheExpectedReward(double baseline) {
    for (long heads : new long[] {0, 2}) {
      DistributionProbe probe = probe(new HardAttention().withRewardWeight(2), true, heads);
      INDArray expected = Nd4j.zeros(DataType.DOUBLE, 2, 3);
      for (int first = 0; first < 3; first++) {
        for (int second = 0; second < 3; second++) {
          INDArray noise = forcing(heads, first, second);
          INDArray drawn = probe.weights(energies(1), null, noise);
          assertThat(drawn.getDouble(0, 0, first) * drawn.getDouble(0, 1, second)).isEqualTo(1);
          INDArray advantage = Nd4j.createFromArray(reward(first, second) - baseline);
          double probability = softmax(ENERGIES[0])[first] * softmax(ENERGIES[1])[second];
          expected.addi(
              probe.gradient(energies(1), null, noise, advantage).slice(0).mul(probability));
        }
      }
      // Minimised: less the reward, whose weight is 2.
      INDArray exact = gradientOfExpectedReward().mul(-2);
      assertThat(exact.amaxNumber().doubleValue()).isGreaterThan(0.1);
      assertThat(expected.sub(exact).amaxNumber().doubleValue()).isLessThan(1e-9);
    }
  }

  @Test
  void theEntropyTermIsTheSoftmaxesEntropy() {
    DistributionProbe probe = probe(new HardAttention().withEntropyWeight(0.5), true, 0);
    INDArray gradient =
        probe.gradient(energies(1), null, forcing(0, 0, 1), Nd4j.createFromArray(0.0));
    double step = 1e-5;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        double[] above = ENERGIES[i].clone();
        double[] below = ENERGIES[i].clone();
        above[j] += step;
        below[j] -= step;
        double numeric = (entropy(above) - entropy(below)) / (2 * step);
        assertThat(gradient.getDouble(0, i, j)).isEqualTo(-0.5 * numeric, within(1e-8));
      }
    }
  }

  @Test
  void someExamplesSeeTheExpectation() {
    Nd4j.getRandom().setSeed(5);
    INDArray weights =
        probe(new HardAttention().withExpectation(0.25), true, 0).weights(energies(4000), null);
    int soft = 0;
    for (int b = 0; b < 4000; b++) {
      boolean isSoft = weights.getDouble(b, 0, 0) % 1 != 0;
      soft += isSoft ? 1 : 0;
      for (int i = 0; i < 2; i++) {
        double[] p = softmax(ENERGIES[i]);
        for (int j = 0; j < 3; j++) {
          double weight = weights.getDouble(b, i, j);
          if (isSoft) {
            assertThat(weight).isEqualTo(p[j], within(1e-12));
          } else {
            assertThat(weight * (1 - weight)).isZero();
          }
        }
      }
    }
    assertThat(soft / 4000.0).isEqualTo(0.25, within(0.03));
  }

  @Test
  void everyStepOfADecoderHasNoiseOfItsOwnAndOneCoin() {
    Scope scope =
        new Scope(
            SameDiff.create(),
            Conditions.plain(DataType.DOUBLE, true),
            Map.of("energies", new long[] {1, 1, 3}),
            Map.of());
    KeyMask mask = KeyMask.ofPadding(scope, "energies");
    HardAttention hard = new HardAttention().withExpectation(0.5);
    for (int step = 0; step < 3; step++) {
      hard.weights(scope, scope.input("energies"), mask.fromQuery(step), 1, 3);
    }
    assertThat(scope.draws())
        .containsOnlyKeys("gumbelNoise", "gumbelNoise_1", "gumbelNoise_2", "isDrawn");
    assertThat(scope.losses()).hasSize(3);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    HardAttention hard = new HardAttention();
    assertThatThrownBy(() -> hard.withExpectation(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("new Softmax()");
    assertThatThrownBy(() -> hard.withRewardWeight(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda_r");
    assertThatThrownBy(() -> hard.withEntropyWeight(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda_e");
    assertThat(hard.withEntropyWeight(1)).isNotEqualTo(hard).isEqualTo(hard.withEntropyWeight(1));
  }

  private static DistributionProbe probe(HardAttention hard, boolean training, long heads) {
    return new DistributionProbe(hard, DataType.DOUBLE, training, heads, heads == 0 ? 2 : 1, 3);
  }

  private static INDArray energies(int batch) {
    return Nd4j.createFromArray(ENERGIES).reshape(1, 2, 3).repeat(0, batch);
  }

  /** Any reward in which the two draws have to do with each other. */
  private static double reward(int first, int second) {
    return Math.sin(1 + 2 * first + 5 * second) + first * second;
  }

  /** d/de_ij of sum_s p(s) R(s), by the product rule over the two queries. */
  private static INDArray gradientOfExpectedReward() {
    double[][] p = {softmax(ENERGIES[0]), softmax(ENERGIES[1])};
    double[][] gradient = new double[2][3];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        for (int j = 0; j < 3; j++) {
          gradient[0][j] += reward(a, b) * p[1][b] * p[0][a] * ((a == j ? 1 : 0) - p[0][j]);
          gradient[1][j] += reward(a, b) * p[0][a] * p[1][b] * ((b == j ? 1 : 0) - p[1][j]);
        }
      }
    }
    return Nd4j.createFromArray(gradient);
  }

  /** Noise that makes the draws these keys. */
  private static INDArray forcing(long heads, int first, int second) {
    INDArray noise = Nd4j.zeros(DataType.DOUBLE, 1, 2, 3);
    noise.putScalar(0, 0, first, 100);
    noise.putScalar(0, 1, second, 100);
    return heads == 0 ? noise : noise.reshape(1, 2, 1, 3);
  }

  private static void assertOneHot(INDArray weights) {
    assertThat(weights.mul(weights.sub(1)).amaxNumber().doubleValue()).isZero();
    assertThat(weights.sum(2).sub(1).amaxNumber().doubleValue()).isZero();
  }

  private static double[] softmax(double... energies) {
    double sum = 0;
    for (double e : energies) {
      sum += Math.exp(e);
    }
    double[] p = new double[energies.length];
    for (int j = 0; j < p.length; j++) {
      p[j] = Math.exp(energies[j]) / sum;
    }
    return p;
  }

  private static double entropy(double... energies) {
    double entropy = 0;
    for (double p : softmax(energies)) {
      entropy -= p * Math.log(p);
    }
    return entropy;
  }

  private static Offset<Double> within(double tolerance) {
    return Offset.offset(tolerance);
  }
}
