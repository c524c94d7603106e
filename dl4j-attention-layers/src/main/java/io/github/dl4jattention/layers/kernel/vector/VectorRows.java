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
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Added to a float of a smaller size, it leaves an integer in the last bits. */
  private static final float ROUNDING = 12582912f;

  private static final float TANH_LIMIT = 9.1f;

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
    FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      largest = largest.max(load(x, at + i));
    }
    return Math.max(largest.reduceLanes(VectorOperators.MAX), rest.max(x, at + i, n - i));
  }

  @Override
  public void addScaled(float[] y, int yAt, float scale, float[] x, int xAt, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
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

  @Override
  public float exp(float[] x, int at, float shift, int n) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector power = exp(load(x, at + i).sub(shift));
      power.intoArray(x, at + i);
      sums = sums.add(power);
    }
    return sums.reduceLanes(VectorOperators.ADD) + rest.exp(x, at + i, shift, n - i);
  }

  @Override
  public void tanh(float[] y, int yAt, float[] x, int xAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      tanh(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    rest.tanh(y, yAt + i, x, xAt + i, n - i);
  }

  @Override
  public void sigmoid(float[] y, int yAt, float[] x, int xAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector power = exp(load(x, xAt + i).neg());
      FloatVector.broadcast(SPECIES, 1).div(power.add(1)).intoArray(y, yAt + i);
    }
    rest.sigmoid(y, yAt + i, x, xAt + i, n - i);
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
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = load(y, yAt + i);
      load(g, gAt + i).mul(one.sub(value.mul(value))).intoArray(g, gAt + i);
    }
    rest.tanhGradient(g, gAt + i, y, yAt + i, n - i);
  }

  @Override
  public float dotReciprocals(float[] v, float[] a, float[] b, int bAt, int n) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
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
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
    FloatVector factor = FloatVector.broadcast(SPECIES, de);
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

  /**
   * {@code exp(x) = 2^n exp(r)}, with n the integer nearest to x / ln 2 and so r at most half a ln
   * 2; {@code exp(r)} by its Taylor series.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(EXP_LOWEST).min(EXP_HIGHEST);
    FloatVector shifted =
        bounded.fma(
            FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUNDING));
    FloatVector n = shifted.sub(ROUNDING);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), bounded);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    FloatVector power = FloatVector.broadcast(SPECIES, 1 / 5040f);
    power = power.fma(r, FloatVector.broadcast(SPECIES, 1 / 720f));
    power = power.fma(r, FloatVector.broadcast(SPECIES, 1 / 120f));
    power = power.fma(r, FloatVector.broadcast(SPECIES, 1 / 24f));
    power = power.fma(r, FloatVector.broadcast(SPECIES, 1 / 6f));
    power = power.fma(r, FloatVector.broadcast(SPECIES, 0.5f));
    power = power.fma(r, FloatVector.broadcast(SPECIES, 1));
    power = power.fma(r, FloatVector.broadcast(SPECIES, 1));
    // n stands in the last bits of the shifted number: into the exponent with it.
    FloatVector result =
        power
            .reinterpretAsInts()
            .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
            .reinterpretAsFloats();
    result = result.blend(0, x.compare(VectorOperators.LT, EXP_LOWEST));
    return result.blend(
        x.add(Float.POSITIVE_INFINITY), // Infinity, or NaN as x.
        x.compare(VectorOperators.LE, EXP_HIGHEST).not());
  }

  /** See {@link PlainLanes#tanh(float)}. */
  static FloatVector tanh(FloatVector x) {
    FloatVector clamped = x.max(-TANH_LIMIT).min(TANH_LIMIT);
    FloatVector y = clamped.mul(clamped);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.3178424e-8f);
    p = p.fma(y, FloatVector.broadcast(SPECIES, 2.0481904e-5f));
    p = p.fma(y, FloatVector.broadcast(SPECIES, 3.4878573e-3f));
    p = p.fma(y, FloatVector.broadcast(SPECIES, 0.13374515f));
    p = p.fma(y, FloatVector.broadcast(SPECIES, 1));
    FloatVector q = FloatVector.broadcast(SPECIES, 7.7044353e-7f);
    q = q.fma(y, FloatVector.broadcast(SPECIES, 3.272994e-4f));
    q = q.fma(y, FloatVector.broadcast(SPECIES, 2.5847567e-2f));
    q = q.fma(y, FloatVector.broadcast(SPECIES, 0.4670783f));
    q = q.fma(y, FloatVector.broadcast(SPECIES, 1));
    return clamped.mul(p).div(q).max(-1).min(1);
  }
}
