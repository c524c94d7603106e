package io.github.dl4jattention.layers.kernel;

import java.util.List;

/**
 * Rows times a weight matrix, plus a bias: {@code Y = X W + b}, for many rows, by many threads.
 *
 * <p>X is {@code [rows, in]}, W {@code [in, out]}, b {@code [out]}.
 */
public final class Projection {
  /** Rows that one thread takes at a time. */
  private static final int BLOCK = 64;

  private final Lanes lanes;
  private final Workers workers;
  private final int in;
  private final int out;
  private final Operand weight;
  private final Operand transposed;
  private final WeightGradient gradient;
  private boolean transposedLoaded;
  private float scale = 1;
  private Pass.Parameter weights;
  private Pass.Parameter bias;

  /** Where W begins in its parameter, and the distance of its rows. */
  private int at;

  private int stride;

  /** Where b begins in its parameter. */
  private int biasAt;

  /**
   * A projection.
   *
   * @param lanes what it computes with
   * @param workers who does
   * @param in channels of a row of X
   * @param out channels of a row of Y
   */
  public Projection(Lanes lanes, Workers workers, int in, int out) {
    this.lanes = lanes;
    this.workers = workers;
    this.in = in;
    this.out = out;
    weight = lanes.newOperand();
    transposed = lanes.newOperand();
    gradient = new WeightGradient(lanes, workers);
  }

  /**
   * Scales what it gives: {@code Y = scale (X W + b)}. The gradients it takes are by {@code X W +
   * b}.
   *
   * @param factor the scale
   * @return this
   */
  public Projection scaled(float factor) {
    scale = factor;
    return this;
  }

  /**
   * Takes the parameters of a pass.
   *
   * @param weights {@code [in, out]}
   * @param bias {@code [out]}; null for none
   */
  public void load(Pass.Parameter weights, Pass.Parameter bias) {
    load(weights, 0, out, bias, 0);
  }

  /**
   * Takes parts of the parameters of a pass.
   *
   * @param weights of which W is a part
   * @param at where W begins
   * @param stride distance of a row of W from the next
   * @param bias of which b is a part; null for none
   * @param biasAt where b begins
   */
  public void load(Pass.Parameter weights, int at, int stride, Pass.Parameter bias, int biasAt) {
    this.weights = weights;
    this.at = at;
    this.stride = stride;
    this.bias = bias;
    this.biasAt = biasAt;
    weight.load(weights.values(), at, stride, 1, in, out);
    transposedLoaded = false;
  }

  /**
   * Projects rows: {@code Y = X W + b}.
   *
   * @param x {@code [rows, in]}
   * @param y takes {@code [rows, out]}
   * @param rows how many
   */
  public void forward(float[] x, float[] y, int rows) {
    forward(workers, List.of(new Rows(this, x, y, rows)));
  }

  /**
   * Rows that a projection takes, or goes back from.
   *
   * @param projection which
   * @param x {@code [count, in]}, or the gradient by it
   * @param y {@code [count, out]}, or the gradient by it
   * @param count how many
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Rows(Projection projection, float[] x, float[] y, int count) {}

  /** Some of the rows. */
  private interface Block {
    void run(Rows rows, int first, int count);
  }

  /**
   * Several projections at once, perhaps of the same rows, which are read from memory once then.
   *
   * @param workers who does it
   * @param all what is projected: {@code Y = X W + b} of each
   */
  public static void forward(Workers workers, List<Rows> all) {
    run(
        workers,
        all,
        (rows, first, count) -> {
          Projection p = rows.projection;
          p.rows(rows.x, first * p.in, p.in, false, rows.y, first * p.out, p.out, count);
        });
  }

  /**
   * Goes back from several at once, in their order where gradients add up.
   *
   * @param workers who does it
   * @param all whose gradients: {@code dX += dY W'} of each; loaded by {@link #loadTransposed}
   */
  public static void backward(Workers workers, List<Rows> all) {
    run(
        workers,
        all,
        (rows, first, count) -> {
          Projection p = rows.projection;
          p.backwardRows(rows.y, first * p.out, p.out, true, rows.x, first * p.in, p.in, count);
        });
  }

  private static void run(Workers workers, List<Rows> all, Block work) {
    int most = all.stream().mapToInt(Rows::count).max().orElse(0);
    workers.run(
        blocks(most, BLOCK),
        (worker, block) -> {
          int first = block * BLOCK;
          for (Rows rows : all) {
            int count = Math.min(BLOCK, rows.count - first);
            if (count > 0) {
              work.run(rows, first, count);
            }
          }
        });
  }

  /**
   * Projects some rows, by the calling thread: {@code Y = X W + b}, or {@code Y += X W + b}.
   *
   * @param x holds them
   * @param xAt where the first begins
   * @param xStride distance of a row from the next
   * @param accumulate whether to add to what Y holds
   * @param y takes the results
   * @param yAt where the first begins
   * @param yStride distance of a row from the next
   * @param rows how many
   */
  public void rows(
      float[] x,
      int xAt,
      int xStride,
      boolean accumulate,
      float[] y,
      int yAt,
      int yStride,
      int rows) {
    weight.multiply(x, xAt, xStride, 1, rows, accumulate, y, yAt, yStride);
    if (bias != null) {
      for (int r = 0; r < rows; r++) {
        lanes.add(y, yAt + r * yStride, bias.values(), biasAt, out);
      }
    }
    if (scale != 1) {
      for (int r = 0; r < rows; r++) {
        lanes.scale(y, yAt + r * yStride, scale, out);
      }
    }
  }

  /**
   * Gradient by the rows: {@code dX += dY W'}, or {@code dX = dY W'}.
   *
   * @param dy {@code [rows, out]}
   * @param accumulate whether to add to what dX holds
   * @param dx takes {@code [rows, in]}
   * @param rows how many
   */
  public void backward(float[] dy, boolean accumulate, float[] dx, int rows) {
    loadTransposed();
    workers.run(
        blocks(rows, BLOCK),
        (worker, block) -> {
          int first = block * BLOCK;
          int count = Math.min(BLOCK, rows - first);
          backwardRows(dy, first * out, out, accumulate, dx, first * in, in, count);
        });
  }

  /** Makes {@link #backwardRows} ready, after {@link #load}. */
  public void loadTransposed() {
    if (!transposedLoaded) {
      transposed.load(weights.values(), at, 1, stride, out, in);
      transposedLoaded = true;
    }
  }

  /**
   * Gradient by some rows, by the calling thread; after {@link #loadTransposed}.
   *
   * @param dy holds the gradient by Y
   * @param dyAt where its first row begins
   * @param dyStride distance of a row from the next
   * @param accumulate whether to add to what dX holds
   * @param dx takes the gradient by X
   * @param dxAt where its first row begins
   * @param dxStride distance of a row from the next
   * @param rows how many
   */
  public void backwardRows(
      float[] dy,
      int dyAt,
      int dyStride,
      boolean accumulate,
      float[] dx,
      int dxAt,
      int dxStride,
      int rows) {
    transposed.multiply(dy, dyAt, dyStride, 1, rows, accumulate, dx, dxAt, dxStride);
  }

  /**
   * Gradients by the parameters: {@code dW += X' dY}, {@code db += sum of dY's rows}. All rows at
   * once, so that the products are large.
   *
   * @param x {@code [rows, in]}
   * @param dy {@code [rows, out]}
   * @param rows how many
   */
  public void gradients(float[] x, float[] dy, int rows) {
    gradients(x, 0, in, dy, 0, out, rows);
  }

  /**
   * As {@link #gradients(float[], float[], int)}, for rows that do not follow one another.
   *
   * @param x holds X
   * @param xAt where its first row begins
   * @param xStride distance of a row from the next
   * @param dy holds the gradient by Y
   * @param dyAt where its first row begins
   * @param dyStride distance of a row from the next
   * @param rows how many
   */
  public void gradients(
      float[] x, int xAt, int xStride, float[] dy, int dyAt, int dyStride, int rows) {
    gradient.add(sum(x, xAt, xStride, dy, dyAt, dyStride, rows));
  }

  /**
   * What {@link #gradients(float[], float[], int)} adds up: to be added with others.
   *
   * @param x {@code [rows, in]}
   * @param dy {@code [rows, out]}
   * @param rows how many
   * @return the sum
   */
  public WeightGradient.Sum sum(float[] x, float[] dy, int rows) {
    return sum(x, 0, in, dy, 0, out, rows);
  }

  private WeightGradient.Sum sum(
      float[] x, int xAt, int xStride, float[] dy, int dyAt, int dyStride, int rows) {
    return new WeightGradient.Sum(
        new WeightGradient.Rows(x, xAt, xStride, in),
        new WeightGradient.Rows(dy, dyAt, dyStride, out),
        rows,
        new WeightGradient.Rows(weights.gradient(), at, stride, out),
        bias == null ? null : new WeightGradient.Rows(bias.gradient(), biasAt, out, out));
  }

  private static int blocks(int length, int block) {
    return (length + block - 1) / block;
  }
}
