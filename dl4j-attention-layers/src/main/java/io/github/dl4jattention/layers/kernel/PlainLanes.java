package io.github.dl4jattention.layers.kernel;

/**
 * {@link Lanes} in plain Java, a number at a time, with products by the BLAS that ND4J brings. Runs
 * everywhere.
 */
public final class PlainLanes implements Lanes {
  /** Beyond it, tanh is 1 to the last bit of a float. */
  private static final float TANH_LIMIT = 9.1f;

  /** The only one needed: it has no state. */
  public PlainLanes() {}

  /**
   * Hyperbolic tangent, to 4 parts in 10 million: x P(x^2) / Q(x^2), with P and Q of degree 4
   * fitted so that the largest relative error between -9.1 and 9.1 is smallest.
   *
   * @param x a number
   * @return its hyperbolic tangent
   */
  public static float tanh(float x) {
    float clamped = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, x));
    float y = clamped * clamped;
    float p = 1.3178424e-8f;
    p = p * y + 2.0481904e-5f;
    p = p * y + 3.4878573e-3f;
    p = p * y + 0.13374515f;
    p = p * y + 1;
    float q = 7.7044353e-7f;
    q = q * y + 3.272994e-4f;
    q = q * y + 2.5847567e-2f;
    q = q * y + 0.4670783f;
    q = q * y + 1;
    return Math.max(-1, Math.min(1, clamped * p / q));
  }

  /**
   * Logistic function.
   *
   * @param x a number
   * @return {@code 1 / (1 + exp(-x))}
   */
  public static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  @Override
  public Operand newOperand() {
    return new BlasOperand();
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }

  @Override
  public float sum(float[] x, int at, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  @Override
  public float max(float[] x, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i]);
    }
    return max;
  }

  @Override
  public void addScaled(float[] y, int yAt, float scale, float[] x, int xAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += scale * x[xAt + i];
    }
  }

  @Override
  public void scale(float[] y, int at, float scale, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] *= scale;
    }
  }

  @Override
  public void shift(float[] y, int yAt, float[] x, int xAt, float amount, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + i] + amount;
    }
  }

  @Override
  public void multiply(float[] y, int yAt, float[] x, int xAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] *= x[xAt + i];
    }
  }

  @Override
  public void product(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i] * b[bAt + i];
    }
  }

  @Override
  public void addProduct(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += a[aAt + i] * b[bAt + i];
    }
  }

  @Override
  public void turn(
      float[] x, int at, float[] cos, float[] sin, int angleAt, float direction, int n) {
    for (int i = 0; i < n; i += 2) {
      float even = x[at + i];
      float odd = x[at + i + 1];
      x[at + i] = even * cos[angleAt + i] + odd * (direction * sin[angleAt + i]);
      x[at + i + 1] = odd * cos[angleAt + i + 1] + even * (direction * sin[angleAt + i + 1]);
    }
  }

  @Override
  public float exp(float[] x, int at, float shift, int n) {
    float sum = 0;
    for (int i = at; i < at + n; i++) {
      x[i] = (float) Math.exp(x[i] - shift);
      sum += x[i];
    }
    return sum;
  }

  @Override
  public void tanh(float[] y, int yAt, float[] x, int xAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = tanh(x[xAt + i]);
    }
  }

  @Override
  public void sigmoid(float[] y, int yAt, float[] x, int xAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = sigmoid(x[xAt + i]);
    }
  }

  @Override
  public void rectify(float[] x, int at, int n) {
    for (int i = at; i < at + n; i++) {
      x[i] = Math.max(x[i], 0);
    }
  }

  @Override
  public void rectifyGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      g[gAt + i] = y[yAt + i] > 0 ? g[gAt + i] : 0;
    }
  }

  @Override
  public void sigmoidGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      g[gAt + i] *= y[yAt + i] * (1 - y[yAt + i]);
    }
  }

  @Override
  public void tanhGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      g[gAt + i] *= 1 - y[yAt + i] * y[yAt + i];
    }
  }

  @Override
  public float dotReciprocals(float[] v, float[] a, float[] b, int bAt, int n) {
    return dotReciprocals(v, a, b, bAt, 0, n);
  }

  /**
   * As {@link #dotReciprocals(float[], float[], float[], int, int)}, from a number on.
   *
   * @param v a row, from 0 on
   * @param a a row, from 0 on
   * @param b a row
   * @param bAt where it begins
   * @param first the first number
   * @param n length of all
   * @return the sum
   */
  public float dotReciprocals(float[] v, float[] a, float[] b, int bAt, int first, int n) {
    float sum = 0;
    for (int i = first; i < n; i++) {
      sum += v[i] / (1 + a[i] * b[bAt + i]);
    }
    return sum;
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
    tanhOfPowersGradient(de, v, dv, dvAt, a, dx, dxAt, b, dy, at, 0, n);
  }

  /**
   * As {@link #tanhOfPowersGradient(float, float[], float[], int, float[], float[], int, float[],
   * float[], int, int)}, from a number on.
   *
   * @param de gradient by the sum
   * @param v a row, from 0 on
   * @param dv takes the gradient by it
   * @param dvAt where it begins
   * @param a a row, from 0 on
   * @param dx takes the gradient by x
   * @param dxAt where it begins
   * @param b a row
   * @param dy takes the gradient by y
   * @param at where both begin
   * @param first the first number
   * @param n length of all
   */
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
      int first,
      int n) {
    for (int i = first; i < n; i++) {
      float t = 1 - 2 / (1 + a[i] * b[at + i]);
      float d = de * v[i] * (1 - t * t);
      dv[dvAt + i] += de * t;
      dx[dxAt + i] += d;
      dy[at + i] += d;
    }
  }

  @Override
  public void softmaxGradient(float[] g, int gAt, float[] p, int pAt, float mean, int n) {
    for (int i = 0; i < n; i++) {
      g[gAt + i] = p[pAt + i] * (g[gAt + i] - mean);
    }
  }
}
