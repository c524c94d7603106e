package io.github.dl4jattention.layers.kernel.vector;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;
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
 * <p>Only called through {@link VectorLanes}, which says why.
 */
final class VectorRows implements Lanes {
  /** No processor has more lanes for floats. */
  private static final int WIDEST = 16;

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Lane 1 in the place of lane 0 and the other way round, and so on. */
  private static final VectorShuffle<Float> NEIGHBOURS =
      VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);

  /** {@code exp(x)} is 0 below, to a float. */
  private static final float EXP_LOWEST = -87.3f;

  private static final float EXP_HIGHEST = 88.7f;
  private static final FloatVector LOG2_E = vector(1.44269504f);
  private static final FloatVector MINUS_LN2_HIGH = vector(-0.693359375f);
  private static final FloatVector MINUS_LN2_LOW = vector(2.12194440e-4f);

  /** Added to a float of a smaller size, it leaves an integer in the last bits. */
  private static final FloatVector ROUNDING = vector(12582912f);

  private static final FloatVector ONE = vector(1);
  private static final FloatVector HUGE = vector(Float.MAX_VALUE);

  /** Of the power series of the exponential: {@code 1 / 2!} to {@code 1 / 7!}. */
  private static final FloatVector EXP_2 = vector(1 / 2f);

  private static final FloatVector EXP_3 = vector(1 / 6f);
  private static final FloatVector EXP_4 = vector(1 / 24f);
  private static final FloatVector EXP_5 = vector(1 / 120f);
  private static final FloatVector EXP_6 = vector(1 / 720f);
  private static final FloatVector EXP_7 = vector(1 / 5040f);

  private static final float TANH_LIMIT = 9.1f;

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

  @Override
  public Operand newOperand() {
    return new VectorOperand();
  }

  @Override
  public boolean fastRows() {
    return true;
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int n) {
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

  @Override
  public float sum(float[] x, int at, int n) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      sums = sums.add(load(x, at + i));
    }
    return sums.reduceLanes(VectorOperators.ADD) + rest.sum(x, at + i, n - i);
  }

  @Override
  public float max(float[] x, int at, int n) {
    FloatVector largest = vector(Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      largest = largest.max(load(x, at + i));
    }
    return Math.max(largest.reduceLanes(VectorOperators.MAX), rest.max(x, at + i, n - i));
  }

  @Override
  public void addScaled(float[] y, int yAt, float scale, float[] x, int xAt, int n) {
    FloatVector factor = vector(scale);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(x, xAt + i).fma(factor, load(y, yAt + i)).intoArray(y, yAt + i);
    }
    rest.addScaled(y, yAt + i, scale, x, xAt + i, n - i);
  }

  @Override
  public void scale(float[] y, int at, float scale, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(y, at + i).mul(scale).intoArray(y, at + i);
    }
    rest.scale(y, at + i, scale, n - i);
  }

  @Override
  public void shift(float[] y, int yAt, float[] x, int xAt, float amount, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(x, xAt + i).add(amount).intoArray(y, yAt + i);
    }
    rest.shift(y, yAt + i, x, xAt + i, amount, n - i);
  }

  @Override
  public void multiply(float[] y, int yAt, float[] x, int xAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(y, yAt + i).mul(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    rest.multiply(y, yAt + i, x, xAt + i, n - i);
  }

  @Override
  public void product(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(a, aAt + i).mul(load(b, bAt + i)).intoArray(y, yAt + i);
    }
    rest.product(y, yAt + i, a, aAt + i, b, bAt + i, n - i);
  }

  @Override
  public void addProduct(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(a, aAt + i).fma(load(b, bAt + i), load(y, yAt + i)).intoArray(y, yAt + i);
    }
    rest.addProduct(y, yAt + i, a, aAt + i, b, bAt + i, n - i);
  }

  @Override
  public void turn(
      float[] x, int at, float[] cos, float[] sin, int angleAt, float direction, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector row = load(x, at + i);
      FloatVector others = row.rearrange(NEIGHBOURS).mul(direction);
      row.mul(load(cos, angleAt + i)).add(others.mul(load(sin, angleAt + i))).intoArray(x, at + i);
    }
    rest.turn(x, at + i, cos, sin, angleAt + i, direction, n - i);
  }

  /**
   * {@code exp(x) = 2^n exp(r)}, with n the integer nearest to x / ln 2 and so r at most half a ln
   * 2; {@code exp(r)} by its Taylor series.
   *
   * <p>What the compiler may inline into one method, 8,000 bytecodes, must do for all of it, or
   * vectors become objects at random. So this is in one piece, as {@link #tanh}, with constants
   * made beforehand, and infinity is reached by adding, not by a choice.
   */
  @Override
  public float exp(float[] x, int at, float shift, int n) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = load(x, at + i).sub(shift);
      FloatVector bounded = value.max(EXP_LOWEST).min(EXP_HIGHEST);
      FloatVector rounded = bounded.fma(LOG2_E, ROUNDING);
      FloatVector whole = rounded.sub(ROUNDING);
      FloatVector r = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, bounded));
      FloatVector power = EXP_7.fma(r, EXP_6).fma(r, EXP_5).fma(r, EXP_4).fma(r, EXP_3);
      power = power.fma(r, EXP_2).fma(r, ONE).fma(r, ONE);
      // The integer stands in the last bits of the rounded number: into the exponent with it.
      power =
          power
              .reinterpretAsInts()
              .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      power = power.blend(0, value.compare(VectorOperators.LT, EXP_LOWEST));
      // Above the bound on to infinity, and NaN stays.
      power = value.sub(bounded).max(0).fma(HUGE, power);
      power.intoArray(x, at + i);
      sums = sums.add(power);
    }
    return sums.reduceLanes(VectorOperators.ADD) + rest.exp(x, at + i, shift, n - i);
  }

  /** See {@link PlainLanes#tanh(float)}. */
  @Override
  public void tanh(float[] y, int yAt, float[] x, int xAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector clamped = load(x, xAt + i).max(-TANH_LIMIT).min(TANH_LIMIT);
      FloatVector square = clamped.mul(clamped);
      FloatVector p = TANH_P4.fma(square, TANH_P3).fma(square, TANH_P2).fma(square, TANH_P1);
      FloatVector q = TANH_Q4.fma(square, TANH_Q3).fma(square, TANH_Q2).fma(square, TANH_Q1);
      FloatVector result = clamped.mul(p.fma(square, ONE)).div(q.fma(square, ONE));
      result.max(-1).min(1).intoArray(y, yAt + i);
    }
    rest.tanh(y, yAt + i, x, xAt + i, n - i);
  }

  @Override
  public void sigmoid(float[] y, int yAt, float[] x, int xAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      load(x, xAt + i).neg().intoArray(y, yAt + i);
    }
    exp(y, yAt, 0, whole);
    for (int i = 0; i < whole; i += LANES) {
      vector(1).div(load(y, yAt + i).add(1)).intoArray(y, yAt + i);
    }
    rest.sigmoid(y, yAt + whole, x, xAt + whole, n - whole);
  }

  @Override
  public void rectify(float[] x, int at, int n) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(x, at + i).max(zero).intoArray(x, at + i);
    }
    rest.rectify(x, at + i, n - i);
  }

  @Override
  public void rectifyGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      zero.blend(load(g, gAt + i), load(y, yAt + i).compare(VectorOperators.GT, zero))
          .intoArray(g, gAt + i);
    }
    rest.rectifyGradient(g, gAt + i, y, yAt + i, n - i);
  }

  @Override
  public void sigmoidGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = load(y, yAt + i);
      FloatVector slope = value.sub(value.mul(value));
      load(g, gAt + i).mul(slope).intoArray(g, gAt + i);
    }
    rest.sigmoidGradient(g, gAt + i, y, yAt + i, n - i);
  }

  @Override
  public void tanhGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    FloatVector one = vector(1);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = load(y, yAt + i);
      load(g, gAt + i).mul(one.sub(value.mul(value))).intoArray(g, gAt + i);
    }
    rest.tanhGradient(g, gAt + i, y, yAt + i, n - i);
  }

  @Override
  public float dotReciprocals(float[] v, float[] a, float[] b, int bAt, int n) {
    FloatVector one = vector(1);
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      sums = sums.add(load(v, i).div(load(a, i).fma(load(b, bAt + i), one)));
    }
    return sums.reduceLanes(VectorOperators.ADD) + rest.dotReciprocals(v, a, b, bAt, i, n);
  }

  @Override
  public void tanhOfPowersGradient(
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

  @Override
  public void softmaxGradient(float[] g, int gAt, float[] p, int pAt, float mean, int n) {
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
