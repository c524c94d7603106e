package io.github.dl4jattention.layers.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sparsemax is what the paper's algorithm 1 gives, on one row at a time. */
class SparsemaxTests {
  private static final int KEYS = 6;
  private static final int QUERIES = 4;

  @ParameterizedTest
  @CsvSource({"0, 0.1", "0, 1", "0, 10", "2, 0.1", "2, 1", "2, 10"})
  void randomRowsAreThoseOfAlgorithm1(long heads, double spread) {
    Random random = new Random(3);
    double[][][] energies = new double[5][QUERIES][KEYS];
    INDArray mask = Nd4j.ones(DataType.DOUBLE, 5, KEYS);
    for (int b = 0; b < 5; b++) {
      for (double[] row : energies[b]) {
        Arrays.setAll(row, j -> spread * random.nextGaussian());
      }
      for (int j = 1; j < KEYS; j++) {
        mask.putScalar(b, j, random.nextInt(4) > 0 ? 1 : 0);
      }
    }
    INDArray weights = probe(DataType.DOUBLE, heads).weights(Nd4j.createFromArray(energies), mask);
    for (int b = 0; b < 5; b++) {
      for (int i = 0; i < QUERIES; i++) {
        assertRow(weights, b, i, algorithm1(energies[b][i], mask.getRow(b).toDoubleVector()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void theGradientIsEquation12(long heads) {
    Random random = new Random(4);
    double[][] rows = new double[QUERIES][KEYS];
    double[][] upstream = new double[QUERIES][KEYS];
    for (int i = 0; i < QUERIES; i++) {
      Arrays.setAll(rows[i], j -> 0.5 * random.nextGaussian());
      Arrays.setAll(upstream[i], j -> random.nextGaussian());
    }
    double[] allowed = {1, 1, 0, 1, 1, 1};
    INDArray gradient =
        probe(DataType.DOUBLE, heads)
            .gradient(
                Nd4j.createFromArray(new double[][][] {rows}),
                Nd4j.createFromArray(allowed).reshape(1, KEYS),
                Nd4j.createFromArray(new double[][][] {upstream}));
    for (int i = 0; i < QUERIES; i++) {
      double[] p = algorithm1(rows[i], allowed);
      double sum = 0;
      int support = 0;
      for (int j = 0; j < KEYS; j++) {
        sum += p[j] > 0 ? upstream[i][j] : 0;
        support += p[j] > 0 ? 1 : 0;
      }
      assertThat(support).isBetween(2, KEYS - 1);
      for (int j = 0; j < KEYS; j++) {
        double exact = p[j] > 0 ? upstream[i][j] - sum / support : 0;
        assertThat(gradient.getDouble(0, i, j)).isEqualTo(exact, within(1e-12));
      }
    }
  }

  @Test
  void tiesDominanceAndUniformRows() {
    double[][] rows = {
      {0.5, 0.5, 0.2, 0.2, -3, -3}, // ties inside and outside the support
      {9, 0, 0, 0, 0, 0}, // one dominates
      {2, 2, 2, 2, 2, 2}, // uniform
      {1, 0, -1, -2, -3, -4}, // a key exactly at the threshold gets nothing
    };
    INDArray weights =
        probe(DataType.DOUBLE, 0).weights(Nd4j.createFromArray(new double[][][] {rows}), null);
    double[] all = {1, 1, 1, 1, 1, 1};
    for (int i = 0; i < rows.length; i++) {
      assertRow(weights, 0, i, algorithm1(rows[i], all));
    }
    assertThat(weights.getDouble(0, 1, 0)).isEqualTo(1);
    assertThat(weights.getDouble(0, 2, 3)).isEqualTo(1.0 / 6, within(1e-15));
    assertThat(weights.getDouble(0, 3, 1)).isZero();
  }

  static Stream<DataType> types() {
    return Stream.of(DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16);
  }

  @ParameterizedTest
  @MethodSource("types")
  void largeEnergiesAndMasksAreFine(DataType type) {
    double[][] rows = {
      {1e4, -1e4, 1e4, 0, 1e4, 1e4},
      {-1e4, -1e4, -1e4, -1e4, -1e4, -1e4},
      {1e4, -1e4, 0, 0.5, 0.25, -1e4},
      {0, 0.5, 0.25, 0, 0, 0.125},
    };
    INDArray energies = Nd4j.createFromArray(new double[][][] {rows, rows, rows});
    INDArray mask =
        Nd4j.createFromArray(
            new double[][] {{1, 1, 1, 1, 1, 1}, {0, 1, 0, 1, 1, 0}, {0, 0, 0, 0, 0, 0}});
    double tolerance = type == DataType.FLOAT16 ? 2e-3 : 1e-6;
    INDArray weights = probe(type, 0).weights(energies, mask).castTo(DataType.DOUBLE);
    assertThat(weights.isNaN().any()).isFalse();
    for (int b = 0; b < 2; b++) {
      double[] allowed = mask.getRow(b).toDoubleVector();
      for (int i = 0; i < QUERIES; i++) {
        double[] expected = algorithm1(rows[i], allowed);
        for (int j = 0; j < KEYS; j++) {
          assertThat(weights.getDouble(b, i, j)).isEqualTo(expected[j], within(tolerance));
          if (allowed[j] == 0) {
            assertThat(weights.getDouble(b, i, j)).isZero();
          }
        }
      }
    }
    assertThat(weights.slice(2).amaxNumber().doubleValue()).isZero();
  }

  private static DistributionProbe probe(DataType type, long heads) {
    long queries = heads == 0 ? QUERIES : QUERIES / heads;
    return new DistributionProbe(new Sparsemax(), type, true, heads, queries, KEYS);
  }

  private static void assertRow(INDArray weights, int b, int i, double... expected) {
    for (int j = 0; j < expected.length; j++) {
      assertThat(weights.getDouble(b, i, j))
          .as("key %d of %s", j, Arrays.toString(expected))
          .isEqualTo(expected[j], within(1e-12));
    }
  }

  private static Offset<Double> within(double tolerance) {
    return Offset.offset(tolerance);
  }

  /** Martins and Astudillo 2016, algorithm 1, over the allowed entries. */
  private static double[] algorithm1(double[] z, double... allowed) {
    double[] sorted = new double[z.length];
    int n = 0;
    for (int j = 0; j < z.length; j++) {
      if (allowed[j] != 0) {
        sorted[n++] = -z[j];
      }
    }
    Arrays.sort(sorted, 0, n);
    double sum = 0;
    double threshold = 0;
    for (int k = 1; k <= n; k++) {
      double zk = -sorted[k - 1];
      sum += zk;
      if (1 + k * zk > sum) {
        threshold = (sum - 1) / k;
      }
    }
    double[] p = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      p[j] = allowed[j] == 0 ? 0 : Math.max(z[j] - threshold, 0);
    }
    return p;
  }
}
