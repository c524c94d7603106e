package io.github.dl4jattention.layers.kernel.vector;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.PlainLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Lanes} on {@code jdk.incubator.vector}: as many numbers at a time as the processor's
 * widest registers hold. What is left over at the end of a row goes through {@link PlainLanes}, so
 * rows of a multiple of {@value #WIDEST} are fastest.
 *
 * <p>Only called through {@link VectorLanes}. What the compiler may inline into one method, 8,000
 * bytecodes, must do for all of a primitive, or vectors become objects at random: an operation on a
 * vector takes some 300. So primitives are short, constants are made beforehand, no method takes or
 * returns a vector, and none calls another.
 */
final class VectorRows {
  /** No processor has more lanes for floats. */
  private static final int WIDEST = 16;

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Lane 1 in the place of lane 0 and the other way round, and so on. */
  private static final VectorShuffle<Float> NEIGHBOURS =
      VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);

  /** Where {@code exp(x)} has become 0 and infinite: 2^-127 and 2^128 as exponents are written. */
  private static final FloatVector EXP_LOWEST = vector(-88.1f);

  private static final FloatVector EXP_HIGHEST = vector(88.8f);

  private static final FloatVector LOG2_E = vector(1.44269504f);

  /** {@code -ln 2} in two pieces: the first has so few bits that its products are exact. */
  private static final FloatVector MINUS_LN2_HIGH = vector(-0.693359375f);

  private static final FloatVector MINUS_LN2_LOW = vector(2.12194440e-4f);

  /**
   * Added to a float of a smaller size, it leaves an integer in the last bits, greater by 127: an
   * exponent as floats have it.
   */
  private static final FloatVector ROUNDING = vector(0x1.8p23f + 127);

  private static final FloatVector ONE = vector(1);

  /**
   * Of the series {@code 1 + r + EXP_2 r^2 + ...} of {@code exp(r)}, r within half a ln 2: fitted
   * with weights that even out the relative error (Lawson 1961), which is 3e-9.
   */
  private static final FloatVector EXP_2 = vector(0.49999994f);

  private static final FloatVector EXP_3 = vector(0.166665211f);
  private static final FloatVector EXP_4 = vector(0.0416682772f);
  private static final FloatVector EXP_5 = vector(0.00836868677f);
  private static final FloatVector EXP_6 = vector(0.00138198258f);

  private static final FloatVector TANH_LOWEST = vector(-9.1f);
  private static final FloatVector TANH_HIGHEST = vector(9.1f);

  /** {@link PlainLanes#tanh(float)}: above the line, by powers of the square. */
  private static final FloatVector TANH_P1 = vector(0.13374515f);

  private static final FloatVector TANH_P2 = vector(3.4878573e-3f);
  private static final FloatVector TANH_P3 = vector(2.0481904e-5f);
  private static final FloatVector TANH_P4 = vector(1.3178424e-8f);

  /** And below the line. */
  private static final FloatVector TANH_Q1 = vector(0.4670783f);

  private static final FloatVector TANH_Q2 = vector(2.5847567e-2f);
  private static final FloatVector TANH_Q3 = vector(3.272994e-4f);
  private static final FloatVector TANH_Q4 = vector(7.7044353e-7f);

  private final PlainLanes rest = new PlainLanes();

  float dot(float[] a, int aAt, float[] b, int bAt, int n) {
    FloatVector even = FloatVector.zero(SPECIES);
    FloatVector odd = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      even = load(a, aAt + i).fma(load(b, bAt + i), even);
      odd = load(a, aAt + i + LANES).fma(load(b, bAt + i + LANES), odd);
    }
    for (; i <= n - LANES; i += LANES) {
      even = load(a, aAt + i).fma(load(b, bAt + i), even);
    }
    float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
    return sum + rest.dot(a, aAt + i, b, bAt + i, n - i);
  }

  float sum(float[] x, int at, int n) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      sums = sums.add(load(x, at + i));
    }
    return sums.reduceLanes(VectorOperators.ADD) + rest.sum(x, at + i, n - i);
  }

  float max(float[] x, int at, int n) {
    FloatVector largest = vector(Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      largest = largest.max(load(x, at + i));
    }
    return Math.max(largest.reduceLanes(VectorOperators.MAX), rest.max(x, at + i, n - i));
  }

  void addScaled(float[] y, int yAt, float scale, float[] x, int xAt, int n) {
    FloatVector factor = vector(scale);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(x, xAt + i).fma(factor, load(y, yAt + i)).intoArray(y, yAt + i);
    }
    rest.addScaled(y, yAt + i, scale, x, xAt + i, n - i);
  }

  void scale(float[] y, int at, float scale, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(y, at + i).mul(scale).intoArray(y, at + i);
    }
    rest.scale(y, at + i, scale, n - i);
  }

  void shift(float[] y, int yAt, float[] x, int xAt, float amount, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(x, xAt + i).add(amount).intoArray(y, yAt + i);
    }
    rest.shift(y, yAt + i, x, xAt + i, amount, n - i);
  }

  void multiply(float[] y, int yAt, float[] x, int xAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(y, yAt + i).mul(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    rest.multiply(y, yAt + i, x, xAt + i, n - i);
  }

  void product(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(a, aAt + i).mul(load(b, bAt + i)).intoArray(y, yAt + i);
    }
    rest.product(y, yAt + i, a, aAt + i, b, bAt + i, n - i);
  }

  void addProduct(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(a, aAt + i).fma(load(b, bAt + i), load(y, yAt + i)).intoArray(y, yAt + i);
    }
    rest.addProduct(y, yAt + i, a, aAt + i, b, bAt + i, n - i);
  }

  void turn(float[] x, int at, float[] cos, float[] sin, int angleAt, float direction, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector row = load(x, at + i);
      FloatVector others = row.rearrange(NEIGHBOURS).mul(direction);
      row.mul(load(cos, angleAt + i)).add(others.mul(load(sin, angleAt + i))).intoArray(x, at + i);
    }
    rest.turn(x, at + i, cos, sin, angleAt + i, direction, n - i);
  }

  /**
   * {@code exp(x) = 2^n exp(r)}, with n the integer nearest to x / ln 2 and so r within half a ln
   * 2. What is 0 or infinite comes so by 2^n, without a choice; NaN stays.
   */
  float exp(float[] x, int at, float shift, int n) {
    FloatVector sums = FloatVector.zero(SPECIES);
    FloatVector shifts = vector(shift);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = load(x, at + i).sub(shifts).max(EXP_LOWEST).min(EXP_HIGHEST);
      FloatVector rounded = value.fma(LOG2_E, ROUNDING);
      FloatVector whole = rounded.sub(ROUNDING);
      FloatVector r = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, value));
      FloatVector series = EXP_6.fma(r, EXP_5).fma(r, EXP_4).fma(r, EXP_3).fma(r, EXP_2);
      series = series.fma(r, ONE).fma(r, ONE);
      FloatVector scale =
          rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector power = series.mul(scale);
      power.intoArray(x, at + i);
      sums = sums.add(power);
    }
    return sums.reduceLanes(VectorOperators.ADD) + rest.exp(x, at + i, shift, n - i);
  }

  /** See {@link PlainLanes#tanh(float)}. */
  void tanh(float[] y, int yAt, float[] x, int xAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector clamped = load(x, xAt + i).max(TANH_LOWEST).min(TANH_HIGHEST);
      FloatVector square = clamped.mul(clamped);
      FloatVector p = TANH_P4.fma(square, TANH_P3).fma(square, TANH_P2).fma(square, TANH_P1);
      FloatVector q = TANH_Q4.fma(square, TANH_Q3).fma(square, TANH_Q2).fma(square, TANH_Q1);
      FloatVector result = clamped.mul(p.fma(square, ONE)).div(q.fma(square, ONE));
      result.max(-1).min(1).intoArray(y, yAt + i);
    }
    rest.tanh(y, yAt + i, x, xAt + i, n - i);
  }

  /** {@code y = -x}. */
  void negatives(float[] y, int yAt, float[] x, int xAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(x, xAt + i).neg().intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = -x[xAt + i];
    }
  }

  /** {@code y = 1 / (1 + y)}. */
  void shares(float[] y, int at, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      ONE.div(load(y, at + i).add(1)).intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] = 1 / (1 + y[at + i]);
    }
  }

  void rectify(float[] x, int at, int n) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(x, at + i).max(zero).intoArray(x, at + i);
    }
    rest.rectify(x, at + i, n - i);
  }

  void rectifyGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      zero.blend(load(g, gAt + i), load(y, yAt + i).compare(VectorOperators.GT, zero))
          .intoArray(g, gAt + i);
    }
    rest.rectifyGradient(g, gAt + i, y, yAt + i, n - i);
  }

  void sigmoidGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = load(y, yAt + i);
      FloatVector slope = value.sub(value.mul(value));
      load(g, gAt + i).mul(slope).intoArray(g, gAt + i);
    }
    rest.sigmoidGradient(g, gAt + i, y, yAt + i, n - i);
  }

  void tanhGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    FloatVector one = vector(1);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = load(y, yAt + i);
      load(g, gAt + i).mul(one.sub(value.mul(value))).intoArray(g, gAt + i);
    }
    rest.tanhGradient(g, gAt + i, y, yAt + i, n - i);
  }

  float dotReciprocals(float[] v, float[] a, float[] b, int bAt, int n) {
    FloatVector one = vector(1);
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      sums = sums.add(load(v, i).div(load(a, i).fma(load(b, bAt + i), one)));
    }
    return sums.reduceLanes(VectorOperators.ADD) + rest.dotReciprocals(v, a, b, bAt, i, n);
  }

  void tanhOfPowersGradient(
      float de,
      float[] v,
      float[] dv,
      int dvAt,
      float[] a,
      float[] dx,
      int dxAt,
      float[] b,
      float[] dy,
      int at,
      int n) {
    FloatVector one = vector(1);
    FloatVector minusTwo = vector(-2);
    FloatVector factor = vector(de);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector t = minusTwo.div(load(a, i).fma(load(b, at + i), one)).add(one);
      FloatVector d = one.sub(t.mul(t)).mul(load(v, i).mul(factor));
      t.fma(factor, load(dv, dvAt + i)).intoArray(dv, dvAt + i);
      load(dx, dxAt + i).add(d).intoArray(dx, dxAt + i);
      load(dy, at + i).add(d).intoArray(dy, at + i);
    }
    rest.tanhOfPowersGradient(de, v, dv, dvAt, a, dx, dxAt, b, dy, at, i, n);
  }

  void softmaxGradient(float[] g, int gAt, float[] p, int pAt, float mean, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(g, gAt + i).sub(mean).mul(load(p, pAt + i)).intoArray(g, gAt + i);
    }
    rest.softmaxGradient(g, gAt + i, p, pAt + i, mean, n - i);
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }

  private static FloatVector vector(float everywhere) {
    return FloatVector.broadcast(SPECIES, everywhere);
  }
}
