package io.github.dl4jattention.layers.kernel;

/**
 * Arithmetic on rows of floats: what a processor does for several numbers, its lanes, at a time.
 * Two implementations give the same results up to rounding: {@link PlainLanes}, and one on {@code
 * jdk.incubator.vector}; {@link LanesProvider} chooses.
 *
 * <p>Each method works on n neighbours from an index on; it reads and writes nothing else. NaN and
 * infinity pass through as they do in the formulas.
 */
public interface Lanes {
  /**
   * A matrix to be loaded and multiplied.
   *
   * @return a new one
   */
  Operand newOperand();

  /**
   * Whether operations on rows are nearly as fast, a number, as products of matrices: then a few
   * rows are better not multiplied as one, see {@link RowOperand}.
   *
   * @return false by default
   */
  default boolean fastRows() {
    return false;
  }

  /**
   * Sum of products.
   *
   * @param a one row
   * @param aAt where it begins
   * @param b the other
   * @param bAt where it begins
   * @param n length of both
   * @return the sum of {@code a[i] b[i]}
   */
  float dot(float[] a, int aAt, float[] b, int bAt, int n);

  /**
   * Sum.
   *
   * @param x a row
   * @param at where it begins
   * @param n its length
   * @return the sum of {@code x[i]}
   */
  float sum(float[] x, int at, int n);

  /**
   * Largest number; NaN if there is one.
   *
   * @param x a row
   * @param at where it begins
   * @param n its length
   * @return the largest; negative infinity if n is 0
   */
  float max(float[] x, int at, int n);

  /**
   * {@code y[i] += scale * x[i]}.
   *
   * @param y a row
   * @param yAt where it begins
   * @param scale a factor
   * @param x a row
   * @param xAt where it begins
   * @param n length of both
   */
  void addScaled(float[] y, int yAt, float scale, float[] x, int xAt, int n);

  /**
   * {@code y[i] += x[i]}.
   *
   * @param y a row
   * @param yAt where it begins
   * @param x a row
   * @param xAt where it begins
   * @param n length of both
   */
  default void add(float[] y, int yAt, float[] x, int xAt, int n) {
    addScaled(y, yAt, 1, x, xAt, n);
  }

  /**
   * {@code y[i] *= scale}.
   *
   * @param y a row
   * @param at where it begins
   * @param scale a factor
   * @param n its length
   */
  void scale(float[] y, int at, float scale, int n);

  /**
   * {@code y[i] = x[i] + amount}; both may be the same row.
   *
   * @param y takes the results
   * @param yAt where they begin
   * @param x a row
   * @param xAt where it begins
   * @param amount what is added
   * @param n length of both
   */
  void shift(float[] y, int yAt, float[] x, int xAt, float amount, int n);

  /**
   * {@code y[i] *= x[i]}.
   *
   * @param y a row
   * @param yAt where it begins
   * @param x a row
   * @param xAt where it begins
   * @param n length of both
   */
  void multiply(float[] y, int yAt, float[] x, int xAt, int n);

  /**
   * {@code y[i] = a[i] * b[i]}.
   *
   * @param y takes the results
   * @param yAt where they begin
   * @param a a row
   * @param aAt where it begins
   * @param b a row
   * @param bAt where it begins
   * @param n length of all
   */
  void product(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n);

  /**
   * {@code y[i] += a[i] * b[i]}.
   *
   * @param y a row
   * @param yAt where it begins
   * @param a a row
   * @param aAt where it begins
   * @param b a row
   * @param bAt where it begins
   * @param n length of all
   */
  void addProduct(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n);

  /**
   * Turns pairs of neighbours by angles: {@code x[2i]} becomes {@code x[2i] cos - x[2i+1] sin},
   * {@code x[2i+1]} becomes {@code x[2i] sin + x[2i+1] cos}.
   *
   * @param x a row
   * @param at where it begins
   * @param cos each angle's cosine, twice
   * @param sin each angle's sine, twice, the first with the sign changed
   * @param angleAt where both begin
   * @param direction 1 to turn, -1 to turn back
   * @param n length of all, even
   */
  void turn(float[] x, int at, float[] cos, float[] sin, int angleAt, float direction, int n);

  /**
   * {@code x[i] = exp(x[i] - shift)}, and their sum.
   *
   * @param x a row
   * @param at where it begins
   * @param shift at least the largest of them
   * @param n its length
   * @return the sum of the new numbers
   */
  float exp(float[] x, int at, float shift, int n);

  /**
   * {@code x[i] = max(x[i], 0)}.
   *
   * @param x a row
   * @param at where it begins
   * @param n its length
   */
  void rectify(float[] x, int at, int n);

  /**
   * Gradient through {@link #rectify}: {@code g[i] = 0} where {@code y[i]} is not above 0.
   *
   * @param g gradients by what it gave; takes those by its arguments
   * @param gAt where they begin
   * @param y what it gave, perhaps multiplied by numbers that are not below 0
   * @param yAt where it begins
   * @param n length of both
   */
  void rectifyGradient(float[] g, int gAt, float[] y, int yAt, int n);

  /**
   * {@code y[i] = tanh(x[i])}; both may be the same row.
   *
   * @param y takes the results
   * @param yAt where they begin
   * @param x a row
   * @param xAt where it begins
   * @param n length of both
   */
  void tanh(float[] y, int yAt, float[] x, int xAt, int n);

  /**
   * {@code y[i] = 1 / (1 + exp(-x[i]))}; both may be the same row.
   *
   * @param y takes the results
   * @param yAt where they begin
   * @param x a row
   * @param xAt where it begins
   * @param n length of both
   */
  void sigmoid(float[] y, int yAt, float[] x, int xAt, int n);

  /**
   * Gradient through a logistic function: {@code g[i] *= y[i] * (1 - y[i])}.
   *
   * @param g gradients by what it gave; takes those by its arguments
   * @param gAt where they begin
   * @param y what it gave
   * @param yAt where it begins
   * @param n length of both
   */
  void sigmoidGradient(float[] g, int gAt, float[] y, int yAt, int n);

  /**
   * Gradient through a hyperbolic tangent: {@code g[i] *= 1 - y[i] * y[i]}.
   *
   * @param g gradients by what it gave; takes those by its arguments
   * @param gAt where they begin
   * @param y what it gave
   * @param yAt where it begins
   * @param n length of both
   */
  void tanhGradient(float[] g, int gAt, float[] y, int yAt, int n);

  /**
   * Sum of quotients: {@code v[i] / (1 + a[i] * b[i])}. With {@code a = exp(2x)} and {@code b =
   * exp(2y)} the quotient is {@code v (1 - tanh(x + y)) / 2}.
   *
   * @param v a row, from 0 on
   * @param a a row, from 0 on
   * @param b a row
   * @param bAt where it begins
   * @param n length of all
   * @return the sum
   */
  float dotReciprocals(float[] v, float[] a, float[] b, int bAt, int n);

  /**
   * Gradients through {@code e = sum of v[i] * t[i]}, with {@code t = tanh(x + y)}, {@code a =
   * exp(2x)} and {@code b = exp(2y)}: {@code dv[i] += de * t[i]}, {@code dx[i] += d}, {@code dy[i]
   * += d} with {@code d = de * v[i] * (1 - t[i] * t[i])}.
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
   * @param n length of all
   */
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
      int n);

  /**
   * Gradient through a softmax: {@code g[i] = p[i] * (g[i] - mean)}.
   *
   * @param g gradients by the weights; takes those by the energies
   * @param gAt where they begin
   * @param p the weights
   * @param pAt where they begin
   * @param mean the weights' mean of the gradients
   * @param n length of both
   */
  void softmaxGradient(float[] g, int gAt, float[] p, int pAt, float mean, int n);
}
