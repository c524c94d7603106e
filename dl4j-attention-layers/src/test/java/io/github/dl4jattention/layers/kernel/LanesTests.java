package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every primitive of {@link Lanes}, in plain Java and in vectors, against double arithmetic: at
 * random lengths and places, with guards around every row.
 */
class LanesTests {
  /** Enough for the JVM's optimising compiler to take part. */
  private static final int DRAWS = 2000;

  private static final double ULP = 0x1p-23;

  /** Smaller numbers, which have fewer bits, may be taken for zero. */
  private static final double SMALLEST = 1.3e-38;

  /** Points of a function that are looked at. */
  private static final int STEPS = 1 << 16;

  private static final float[] RANGES = {1e-3f, 1, 12, 88, 200};

  /** Not written, as its bits tell; not read, as it is not a number. */
  private static final float GUARD = Float.intBitsToFloat(0x7fc12345);

  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    1,
    -1,
    100,
    -100,
    1e4f,
    -1e4f,
    0x1p50f,
    -0x1p50f
  };

  static Stream<Arguments> primitives() {
    return Stream.of("plain", "vector")
        .flatMap(
            kernels -> Primitive.ALL.stream().map(primitive -> Arguments.of(kernels, primitive)));
  }

  static Stream<String> kernels() {
    return Stream.of("plain", "vector");
  }

  private static Lanes lanes(String kernels) {
    return LanesProvider.find(kernels).orElseThrow();
  }

  @Test
  void everyPrimitiveHasALine() {
    Set<String> lines =
        Primitive.ALL.stream()
            .map(primitive -> primitive.toString().replaceFirst(" .*", ""))
            .collect(Collectors.toSet());
    assertThat(
            Stream.of(Lanes.class.getMethods())
                .filter(method -> method.getParameterCount() > 0) // It takes rows.
                .map(Method::getName))
        .isNotEmpty()
        .allMatch(lines::contains);
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void givesWhatDoubleArithmeticGives(String kernels, Primitive primitive) {
    draw(
        lanes(kernels),
        primitive,
        random -> random.nextGaussian() * Math.pow(10, random.nextInt(5) - 3));
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void passesOnWhatIsNoOrdinaryNumber(String kernels, Primitive primitive) {
    draw(
        lanes(kernels),
        primitive,
        random ->
            random.nextInt(6) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : random.nextGaussian());
  }

  private static void draw(Lanes lanes, Primitive primitive, ToDoubleFunction<Random> numbers) {
    Random random = new Random(primitive.toString().hashCode());
    for (int draw = 0; draw < DRAWS; draw++) {
      int n = length(random);
      float s = (float) numbers.applyAsDouble(random);
      float[][] rows = new float[primitive.rows()][n];
      for (float[] row : rows) {
        for (int i = 0; i < n; i++) {
          row[i] = (float) numbers.applyAsDouble(random);
        }
      }
      float[][] once = new float[rows.length][];
      float[][] again = new float[rows.length][];
      float returned = call(lanes, primitive, random, rows, once, s, n);
      float same = call(lanes, primitive, random, rows, again, s, n);
      String what = "%s, draw %d of %d numbers and %s".formatted(primitive, draw, n, s);
      assertThat((Float) returned).as(what).isEqualTo((Float) same);
      assertThat(Arrays.deepEquals(once, again))
          .as("the same wherever the rows are, %s", what)
          .isTrue();
      check(what, primitive, rows, once, returned, s, n);
    }
  }

  private static int length(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5);
      case 1 -> Math.max(0, 4 * (1 << random.nextInt(5)) + random.nextInt(3) - 1);
      case 2 -> random.nextInt(70);
      default -> random.nextInt(10) == 0 ? random.nextInt(700) : random.nextInt(200);
    };
  }

  /** With the rows somewhere in longer arrays, or at their very ends. */
  private static float call(
      Lanes lanes,
      Primitive primitive,
      Random random,
      float[][] rows,
      float[][] results,
      float s,
      int n) {
    float[][] x = new float[rows.length][];
    int[] at = new int[rows.length];
    for (int r = 0; r < x.length; r++) {
      at[r] = random.nextInt(3) == 0 ? 0 : random.nextInt(20);
      x[r] = new float[at[r] + n + (random.nextInt(3) == 0 ? 0 : random.nextInt(20))];
      Arrays.fill(x[r], GUARD);
      System.arraycopy(rows[r], 0, x[r], at[r], n);
    }
    float returned = primitive.call(lanes, x, at, s, n);
    for (int r = 0; r < x.length; r++) {
      for (int i = 0; i < x[r].length; i++) {
        boolean guard = i < at[r] || i >= at[r] + n;
        if (guard && Float.floatToRawIntBits(x[r][i]) != Float.floatToRawIntBits(GUARD)) {
          fail("%s: guard %d of row %d, which begins at %d", primitive, i, r, at[r]);
        }
      }
      results[r] = Arrays.copyOfRange(x[r], at[r], at[r] + n);
    }
    return returned;
  }

  private static void check(
      String what,
      Primitive primitive,
      float[][] rows,
      float[][] results,
      float returned,
      float s,
      int n) {
    double[] x = new double[rows.length];
    double total = primitive.largest() ? Double.NEGATIVE_INFINITY : 0;
    double size = 0;
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < x.length; r++) {
        x[r] = rows[r][i];
      }
      for (int r = 0; r < x.length; r++) {
        if (r < primitive.written().size()) {
          Primitive.Result result = primitive.written().get(r);
          double bound = result.ulps() * ULP * result.size().of(x, s);
          assertClose(what, i, results[r][i], result.value().of(x, s), bound);
        } else {
          assertThat((Float) results[r][i]).as(what).isEqualTo((Float) rows[r][i]);
        }
      }
      if (primitive.returned() != null) {
        double term = primitive.returned().value().of(x, s);
        total = primitive.largest() ? Math.max(total, term) : total + term;
        size += primitive.returned().size().of(x, s);
      }
    }
    if (primitive.returned() != null) {
      double roundings = primitive.largest() ? 0 : primitive.returned().ulps() + (n + 1) / 2.0;
      assertClose(what, -1, returned, total, roundings * ULP * size);
    }
  }

  private static void assertClose(
      String what, int index, float actual, double expected, double bound) {
    if (Double.isNaN(expected)) {
      assertThat(actual).as("%s: number %d", what, index).isNaN();
    } else if (Double.isInfinite(expected) || Math.abs(expected) > Float.MAX_VALUE) {
      assertThat(actual).as("%s: number %d", what, index).isEqualTo((float) expected);
    } else if (!(Math.abs(actual - expected) <= bound + SMALLEST)) {
      assertThat(actual)
          .as("%s: number %d, bound %s", what, index, bound)
          .isEqualTo((float) expected);
    }
  }

  /** Exponentials of what softmax takes them of. */
  @ParameterizedTest
  @MethodSource("kernels")
  void expIsRightAndMonotonic(String kernels) {
    Lanes lanes = lanes(kernels);
    UnaryOperator<float[]> exp = x -> computed(x, y -> lanes.exp(y, 0, 0, y.length));
    for (float range : RANGES) {
      sweep(-range, 0, exp, Math::exp, 1);
    }
    float[] ends = {-89, -1000, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    for (float end : exp.apply(repeated(ends))) {
      assertThat(end).isBetween(0f, (float) SMALLEST);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void tanhIsRightAndMonotonicAndOdd(String kernels) {
    Lanes lanes = lanes(kernels);
    UnaryOperator<float[]> tanh = x -> computed(x, y -> lanes.tanh(y, 0, y, 0, y.length));
    for (float range : RANGES) {
      float[] y = sweep(-range, range, tanh, Math::tanh, 3);
      float[] mirrored = sweep(range, -range, tanh, Math::tanh, 3);
      for (int i = 0; i < y.length; i++) {
        if (!(y[i] == -mirrored[i] && Math.abs(y[i]) <= 1)) {
          fail("tanh gives %s and %s", y[i], mirrored[i]);
        }
      }
    }
    float[] ends = {-10, -1000, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    for (float end : tanh.apply(repeated(ends))) {
      assertThat(end).isBetween(-1f, (float) (-1 + ULP));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sigmoidIsRightAndMonotonicAndSymmetric(String kernels) {
    Lanes lanes = lanes(kernels);
    UnaryOperator<float[]> sigmoid = x -> computed(x, y -> lanes.sigmoid(y, 0, y, 0, y.length));
    for (float range : RANGES) {
      float[] y = sweep(-range, range, sigmoid, x -> 1 / (1 + Math.exp(-x)), 2);
      for (int i = 0; i < y.length; i++) {
        double sum = (double) y[i] + y[y.length - 1 - i];
        if (!(Math.abs(sum - 1) <= 2 * ULP)) {
          fail("the sigmoids of x and -x give %s", sum);
        }
      }
    }
    float[] ends = {-89, -1000, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    for (float end : sigmoid.apply(repeated(ends))) {
      assertThat(end).isBetween(0f, (float) SMALLEST);
    }
    float[] others = {18, 1000, Float.MAX_VALUE, Float.POSITIVE_INFINITY};
    assertThat(sigmoid.apply(repeated(others))).containsOnly(1f);
  }

  private static float[] computed(float[] x, Consumer<float[]> inPlace) {
    float[] y = x.clone();
    inPlace.accept(y);
    return y;
  }

  /** Enough of them for whole registers, and some left over. */
  private static float[] repeated(float... numbers) {
    float[] all = new float[35];
    for (int i = 0; i < all.length; i++) {
      all[i] = numbers[i % numbers.length];
    }
    return all;
  }

  /** From one number to another: right, and going back by no more than what may be wrong. */
  private static float[] sweep(
      float from, float to, UnaryOperator<float[]> function, DoubleUnaryOperator exact, int ulps) {
    float[] x = new float[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      double share = (double) i / STEPS;
      x[i] = (float) (from * (1 - share) + to * share);
    }
    float[] y = function.apply(x);
    for (int i = 0; i <= STEPS; i++) {
      double expected = exact.applyAsDouble(x[i]);
      double bound = ulps * ULP * Math.abs(expected) + SMALLEST;
      assertClose("a function", i, y[i], expected, bound);
      if (i > 0 && (y[i] - y[i - 1]) * Math.signum(to - from) < -2 * bound) {
        fail("from %s to %s it goes from %s to %s", x[i - 1], x[i], y[i - 1], y[i]);
      }
    }
    return y;
  }
}
