package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products in plain Java, which are BLAS's, and in vectors, against double arithmetic: random sizes
 * and strides, with guards around every matrix and between its rows.
 */
class OperandTests {
  private static final int DRAWS = 1500;

  /** Not written, as its bits tell; not read, as it is not a number. */
  private static final float GUARD = Float.intBitsToFloat(0x7fc12345);

  /** A unit in the last place of 1, half of which a rounding may be wrong by. */
  private static final double ULP = 0x1p-23;

  private static final float[] SPECIAL = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, 0x1p50f
  };

  @AfterEach
  void restore() {
    Buffers.poison(false);
  }

  private static Operand operand(String kernels) {
    return kernels.equals("rows")
        ? new RowOperand(LanesProvider.find("vector").orElseThrow())
        : LanesProvider.find(kernels).orElseThrow().newOperand();
  }

  /** A matrix somewhere in a longer array, by rows or by columns. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Matrix(
      float[] array, int at, int rowStride, int columnStride, int rows, int columns) {
    static Matrix draw(Random random, boolean byColumns, int rows, int columns, DoubleSupplier x) {
      int lines = byColumns ? columns : rows;
      int length = byColumns ? rows : columns;
      int at = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
      int stride = length + (random.nextBoolean() ? 0 : random.nextInt(20));
      int behind = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
      float[] array = new float[at + Math.max(0, lines - 1) * stride + length + behind];
      Arrays.fill(array, GUARD);
      Matrix matrix =
          new Matrix(array, at, byColumns ? 1 : stride, byColumns ? stride : 1, rows, columns);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          array[matrix.index(i, j)] = (float) x.getAsDouble();
        }
      }
      return matrix;
    }

    int index(int i, int j) {
      return at + i * rowStride + j * columnStride;
    }

    float get(int i, int j) {
      return array[index(i, j)];
    }

    Matrix copy() {
      return new Matrix(array.clone(), at, rowStride, columnStride, rows, columns);
    }

    /** Fails if anything was written but the matrix. */
    void assertGuarded(String what) {
      boolean[] inside = new boolean[array.length];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          inside[index(i, j)] = true;
        }
      }
      for (int i = 0; i < array.length; i++) {
        if (!inside[i] && Float.floatToRawIntBits(array[i]) != Float.floatToRawIntBits(GUARD)) {
          assertThat(array[i]).as("%s: guard %d of %d", what, i, array.length).isEqualTo(GUARD);
        }
      }
    }

    void loadInto(Operand operand) {
      operand.load(array, at, rowStride, columnStride, rows, columns);
    }

    void multiply(Operand operand, boolean accumulate, Matrix c) {
      operand.multiply(
          array, at, rowStride, columnStride, rows, accumulate, c.array, c.at, c.rowStride);
    }
  }

  /** Nothing, one, what fills registers and blocks, one less and one more. */
  private static int size(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(3);
      case 1 -> 16 * (1 + random.nextInt(4));
      case 2 -> 126 + random.nextInt(5);
      case 3 -> random.nextInt(12) == 0 ? 255 + random.nextInt(10) : 64;
      default -> random.nextInt(40);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector", "rows"})
  void givesWhatDoubleArithmeticGives(String kernels) {
    Random random = new Random(1);
    draw(operand(kernels), random, random::nextGaussian);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector", "rows"})
  void passesOnWhatIsNoOrdinaryNumber(String kernels) {
    Random random = new Random(2);
    draw(
        operand(kernels),
        random,
        () ->
            random.nextInt(200) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : random.nextGaussian());
  }

  /** One operand for all: it is loaded again and again, with other sizes. */
  private static void draw(Operand operand, Random random, DoubleSupplier numbers) {
    for (int draw = 0; draw < DRAWS; draw++) {
      Buffers.poison(random.nextBoolean());
      int m = size(random);
      int rows = size(random);
      int columns = size(random);
      boolean accumulate = random.nextBoolean();
      Matrix a = Matrix.draw(random, random.nextBoolean(), m, rows, numbers);
      Matrix b = Matrix.draw(random, random.nextBoolean(), rows, columns, numbers);
      Matrix c =
          Matrix.draw(random, false, m, columns, accumulate ? numbers : () -> (double) Float.NaN);
      Matrix left = a.copy();
      Matrix right = b.copy();
      Matrix before = c.copy();
      right.loadInto(operand);
      if (!(operand instanceof RowOperand)) { // It reads the matrix where it is.
        Arrays.fill(right.array, GUARD); // Changes after loading have no influence.
      }
      left.multiply(operand, accumulate, c);
      String what =
          "draw %d, [%d, %d] by [%d, %d]%s"
              .formatted(draw, m, rows, rows, columns, accumulate ? ", added up" : "");
      c.assertGuarded(what);
      assertThat(left.array).as(what).isEqualTo(a.array);
      assertProduct(what, a, b, accumulate ? before : null, c);
    }
  }

  private static void assertProduct(String what, Matrix a, Matrix b, Matrix before, Matrix c) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        double sum = before == null ? 0 : before.get(i, j);
        double size = Math.abs(sum);
        for (int p = 0; p < a.columns; p++) {
          double product = (double) a.get(i, p) * b.get(p, j);
          sum += product;
          size += Math.abs(product);
        }
        double bound = (a.columns + 2) / 2.0 * ULP * size + Float.MIN_NORMAL;
        float actual = c.get(i, j);
        if (Double.isNaN(sum) || Double.isInfinite(sum)) {
          assertThat((Float) actual).as("%s, at %d, %d", what, i, j).isEqualTo((Float) (float) sum);
        } else if (!(Math.abs(actual - sum) <= bound)) {
          assertThat(actual).as("%s, at %d, %d: %s", what, i, j, bound).isEqualTo((float) sum);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector", "rows"})
  void manyThreadsMayMultiplyByOneMatrix(String kernels) {
    Random random = new Random(3);
    Operand operand = operand(kernels);
    Matrix.draw(random, true, 130, 70, random::nextGaussian).loadInto(operand);
    Matrix[] lefts = new Matrix[64];
    Matrix[] alone = new Matrix[lefts.length];
    Matrix[] together = new Matrix[lefts.length];
    for (int i = 0; i < lefts.length; i++) {
      lefts[i] = Matrix.draw(random, i % 2 == 0, 1 + size(random), 130, random::nextGaussian);
      alone[i] = Matrix.draw(random, false, lefts[i].rows, 70, random::nextGaussian);
      together[i] = alone[i].copy();
      lefts[i].multiply(operand, false, alone[i]);
    }
    Workers workers = new Workers(8);
    for (int turn = 0; turn < 20; turn++) {
      workers.run(lefts.length, (worker, i) -> lefts[i].multiply(operand, false, together[i]));
      for (int i = 0; i < lefts.length; i++) {
        assertThat(together[i].array).isEqualTo(alone[i].array);
      }
    }
  }

  /** To the last bit; BLAS does not keep to it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsOfAProductInVectorsDoNotDependOnOneAnother(boolean accumulate) {
    Random random = new Random(4);
    Operand operand = operand("vector");
    for (int draw = 0; draw < 300; draw++) {
      Matrix b = Matrix.draw(random, false, 4 * size(random), size(random), random::nextGaussian);
      b.loadInto(operand);
      Matrix a = Matrix.draw(random, false, size(random), b.rows, random::nextGaussian);
      Matrix together = Matrix.draw(random, false, a.rows, b.columns, random::nextGaussian);
      Matrix apart = together.copy();
      a.multiply(operand, accumulate, together);
      int m = 0;
      for (int i = 0; i < a.rows; i += m) {
        m = Math.min(a.rows - i, 1 + random.nextInt(7));
        operand.multiply(
            a.array,
            a.index(i, 0),
            a.rowStride,
            1,
            m,
            accumulate,
            apart.array,
            apart.index(i, 0),
            apart.rowStride);
      }
      assertThat(apart.array).isEqualTo(together.array);
    }
  }

  /** BLAS wants rows or columns of neighbours. */
  @Test
  void plainProductsRefuseStridesInBothDirections() {
    Operand operand = operand("plain");
    float[] numbers = new float[100];
    assertThatThrownBy(() -> operand.load(numbers, 0, 10, 2, 3, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stride 10");
    operand.load(numbers, 0, 4, 1, 3, 4);
    assertThatThrownBy(() -> operand.multiply(numbers, 0, 9, 3, 2, false, new float[8], 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stride 9");
  }
}
