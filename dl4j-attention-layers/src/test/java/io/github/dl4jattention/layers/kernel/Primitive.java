package io.github.dl4jattention.layers.kernel;

import static java.lang.Math.abs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A primitive of {@link Lanes}, and what it computes, in double arithmetic. A new one joins with a
 * line in {@link #ALL}.
 */
final class Primitive {
  static final List<Primitive> ALL =
      List.of(
          new Primitive("dot", 2, (l, x, at, s, n) -> l.dot(x[0], at[0], x[1], at[1], n))
              .returnsSum(0, (x, s) -> x[0] * x[1]),
          new Primitive("sum", 1, (l, x, at, s, n) -> l.sum(x[0], at[0], n))
              .returnsSum(0, (x, s) -> x[0]),
          new Primitive("max", 1, (l, x, at, s, n) -> l.max(x[0], at[0], n))
              .returnsMax((x, s) -> x[0]),
          of("addScaled", 2, (l, x, at, s, n) -> l.addScaled(x[0], at[0], s, x[1], at[1], n))
              .writes(1, (x, s) -> x[0] + s * x[1], (x, s) -> abs(x[0]) + abs(s * x[1])),
          of("add", 2, (l, x, at, s, n) -> l.add(x[0], at[0], x[1], at[1], n))
              .writes(1, (x, s) -> x[0] + x[1]),
          of("scale", 1, (l, x, at, s, n) -> l.scale(x[0], at[0], s, n))
              .writes(1, (x, s) -> s * x[0]),
          of("shift", 2, (l, x, at, s, n) -> l.shift(x[0], at[0], x[1], at[1], s, n))
              .writes(1, (x, s) -> x[1] + s, (x, s) -> abs(x[1]) + abs(s)),
          of("shift in place", 1, (l, x, at, s, n) -> l.shift(x[0], at[0], x[0], at[0], s, n))
              .writes(1, (x, s) -> x[0] + s, (x, s) -> abs(x[0]) + abs(s)),
          of("turn", 4, (l, x, at, s, n) -> turn(l, x, at, s < 0 ? -1 : 1, n))
              .writes(
                  2,
                  (x, s) -> x[0] * x[2] - (s < 0 ? -x[1] : x[1]) * x[3],
                  (x, s) -> abs(x[0] * x[2]) + abs(x[1] * x[3]))
              .writes(
                  2,
                  (x, s) -> x[1] * x[2] + (s < 0 ? -x[0] : x[0]) * x[3],
                  (x, s) -> abs(x[1] * x[2]) + abs(x[0] * x[3])),
          of("multiply", 2, (l, x, at, s, n) -> l.multiply(x[0], at[0], x[1], at[1], n))
              .writes(1, (x, s) -> x[0] * x[1]),
          of("product", 3, (l, x, at, s, n) -> l.product(x[0], at[0], x[1], at[1], x[2], at[2], n))
              .writes(1, (x, s) -> x[1] * x[2]),
          of(
                  "addProduct",
                  3,
                  (l, x, at, s, n) -> l.addProduct(x[0], at[0], x[1], at[1], x[2], at[2], n))
              .writes(1, (x, s) -> x[0] + x[1] * x[2], (x, s) -> abs(x[0]) + abs(x[1] * x[2])),
          new Primitive("exp", 1, (l, x, at, s, n) -> l.exp(x[0], at[0], s, n))
              .writes(1, (x, s) -> Math.exp((float) (x[0] - s)))
              .returnsSum(1, (x, s) -> Math.exp((float) (x[0] - s))),
          of("rectify", 1, (l, x, at, s, n) -> l.rectify(x[0], at[0], n))
              .writes(0, (x, s) -> Math.max(x[0], 0)),
          of(
                  "rectifyGradient",
                  2,
                  (l, x, at, s, n) -> l.rectifyGradient(x[0], at[0], x[1], at[1], n))
              .writes(0, (x, s) -> x[1] > 0 ? x[0] : 0),
          of("tanh", 2, (l, x, at, s, n) -> l.tanh(x[0], at[0], x[1], at[1], n))
              .writes(3, (x, s) -> Math.tanh(x[1])),
          of("tanh in place", 1, (l, x, at, s, n) -> l.tanh(x[0], at[0], x[0], at[0], n))
              .writes(3, (x, s) -> Math.tanh(x[0])),
          of("sigmoid", 2, (l, x, at, s, n) -> l.sigmoid(x[0], at[0], x[1], at[1], n))
              .writes(2, (x, s) -> 1 / (1 + Math.exp(-x[1]))),
          of("sigmoid in place", 1, (l, x, at, s, n) -> l.sigmoid(x[0], at[0], x[0], at[0], n))
              .writes(2, (x, s) -> 1 / (1 + Math.exp(-x[0]))),
          of(
                  "sigmoidGradient",
                  2,
                  (l, x, at, s, n) -> l.sigmoidGradient(x[0], at[0], shares(x[1]), at[1], n))
              .writes(2, (x, s) -> x[0] * share(x[1]) * (1 - share(x[1])), (x, s) -> abs(x[0])),
          of("tanhGradient", 2, (l, x, at, s, n) -> l.tanhGradient(x[0], at[0], x[1], at[1], n))
              .writes(
                  2, (x, s) -> x[0] * (1 - x[1] * x[1]), (x, s) -> abs(x[0]) * (1 + x[1] * x[1])),
          new Primitive(
                  "dotReciprocals",
                  3,
                  (l, x, at, s, n) ->
                      l.dotReciprocals(
                          from(x[0], at[0]), from(shares(x[1]), at[1]), shares(x[2]), at[2], n))
              .returnsSum(2, (x, s) -> x[0] / (1 + share(x[1]) * share(x[2]))),
          of("tanhOfPowersGradient", 6, Primitive::tanhOfPowersGradient)
              .writes(4, (x, s) -> x[0] + s * tanh(x), (x, s) -> abs(x[0]) + abs(s))
              .writes(
                  6,
                  (x, s) -> x[1] + s * x[3] * (1 - tanh(x) * tanh(x)),
                  (x, s) -> abs(x[1]) + abs(s * x[3]))
              .writes(
                  6,
                  (x, s) -> x[2] + s * x[3] * (1 - tanh(x) * tanh(x)),
                  (x, s) -> abs(x[2]) + abs(s * x[3])),
          of(
                  "softmaxGradient",
                  2,
                  (l, x, at, s, n) -> l.softmaxGradient(x[0], at[0], x[1], at[1], s, n))
              .writes(1, (x, s) -> x[1] * (x[0] - s), (x, s) -> abs(x[1]) * (abs(x[0]) + abs(s))));

  private final String name;
  private final int rows;
  private final Call call;
  private final List<Result> written = new ArrayList<>();
  private Result returned;
  private boolean largest;

  /** Calls it. */
  @FunctionalInterface
  interface Call {
    /**
     * Calls it.
     *
     * @param x its rows
     * @param at where each begins
     * @param s its number, where it has one
     * @param n length of the rows
     * @return what it returns
     */
    float call(Lanes lanes, float[][] x, int[] at, float s, int n);
  }

  /** Calls one that returns nothing. */
  @FunctionalInterface
  interface Action {
    void call(Lanes lanes, float[][] x, int[] at, float s, int n);
  }

  /** What it computes of the numbers that stand at one place of its rows. */
  @FunctionalInterface
  interface Value {
    double of(double[] x, double s);
  }

  /**
   * A result.
   *
   * @param ulps how many units in the last place it may be wrong by
   * @param value the number
   * @param size a number as large as what rounding acts on: the sum of absolute values in a sum
   */
  record Result(double ulps, Value value, Value size) {}

  private Primitive(String name, int rows, Call call) {
    this.name = name;
    this.rows = rows;
    this.call = call;
  }

  /** Of the pairs' first and second numbers, the cosines and the sines. */
  private static void turn(Lanes lanes, float[][] x, int[] at, float direction, int n) {
    int before = at[0];
    float[] pairs = new float[before + 2 * n + 3]; // Beside the pairs, zeros as guards.
    float[] cos = new float[at[2] + 2 * n];
    float[] sin = new float[at[2] + 2 * n];
    for (int i = 0; i < n; i++) {
      pairs[before + 2 * i] = x[0][at[0] + i];
      pairs[before + 2 * i + 1] = x[1][at[1] + i];
      cos[at[2] + 2 * i] = x[2][at[2] + i];
      cos[at[2] + 2 * i + 1] = x[2][at[2] + i];
      sin[at[2] + 2 * i] = -x[3][at[3] + i];
      sin[at[2] + 2 * i + 1] = x[3][at[3] + i];
    }
    lanes.turn(pairs, before, cos, sin, at[2], direction, 2 * n);
    for (int i = 0; i < n; i++) {
      x[0][at[0] + i] = pairs[before + 2 * i];
      x[1][at[1] + i] = pairs[before + 2 * i + 1];
    }
    for (int i = 0; i < pairs.length; i++) {
      if ((i < before || i >= before + 2 * n) && pairs[i] != 0) {
        throw new AssertionError("guard %d of pairs that begin at %d".formatted(i, before));
      }
    }
  }

  /** Rows: gradients by v, by x and by y; v, and what the powers are made of. */
  private static void tanhOfPowersGradient(Lanes lanes, float[][] x, int[] at, float s, int n) {
    float[] b = new float[x[2].length];
    Arrays.fill(b, Float.NaN);
    System.arraycopy(x[5], at[5], b, at[2], n);
    lanes.tanhOfPowersGradient(
        s,
        from(x[3], at[3]),
        x[0],
        at[0],
        from(shares(x[4]), at[4]),
        x[1],
        at[1],
        shares(b),
        x[2],
        at[2],
        n);
  }

  /** Of shares that take the powers' place. */
  private static double tanh(double... x) {
    return 1 - 2 / (1 + share(x[4]) * share(x[5]));
  }

  /** A number from 0 to 1; NaN of NaN. */
  private static float share(double x) {
    return (float) (1 / (1 + x * x));
  }

  private static float[] shares(float[] row) {
    float[] shares = row.clone();
    for (int i = 0; i < shares.length; i++) {
      shares[i] = share(shares[i]);
    }
    return shares;
  }

  /** A copy that begins where the row does, with the guards behind it. */
  private static float[] from(float[] row, int at) {
    return Arrays.copyOfRange(row, at, row.length);
  }

  private static Primitive of(String name, int rows, Action action) {
    return new Primitive(
        name,
        rows,
        (lanes, x, at, s, n) -> {
          action.call(lanes, x, at, s, n);
          return 0;
        });
  }

  /** It writes its first row; at the second call, its second. */
  private Primitive writes(double ulps, Value value, Value size) {
    written.add(new Result(ulps, value, size));
    return this;
  }

  private Primitive writes(double ulps, Value value) {
    return writes(ulps, value, (x, s) -> abs(value.of(x, s)));
  }

  /** It returns a sum; of terms that are wrong by some units themselves. */
  private Primitive returnsSum(double ulps, Value term) {
    returned = new Result(ulps, term, (x, s) -> abs(term.of(x, s)));
    return this;
  }

  private Primitive returnsMax(Value term) {
    returned = new Result(0, term, term);
    largest = true;
    return this;
  }

  int rows() {
    return rows;
  }

  /** By row, from the first on. */
  List<Result> written() {
    return written;
  }

  /** Null if it returns nothing. */
  Result returned() {
    return returned;
  }

  /** Whether what it returns is the largest term, not the sum. */
  boolean largest() {
    return largest;
  }

  float call(Lanes lanes, float[][] x, int[] at, float s, int n) {
    return call.call(lanes, x, at, s, n);
  }

  @Override
  public String toString() {
    return name;
  }
}
