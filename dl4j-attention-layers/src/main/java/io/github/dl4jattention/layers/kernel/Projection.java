package io.github.dl4jattention.layers.kernel;

/**
 * Rows times a weight matrix, plus a bias: {@code Y = X W + b}, for many rows, by many threads.
 *
 * <p>X is {@code [rows, in]}, W {@code [in, out]}, b {@code [out]}.
 */
public final class Projection {
  /** Rows that one thread takes at a time. */
  private static final int BLOCK = 64;

  /** Columns of a weight's gradient that one thread takes at a time, and rows of it. */
  private static final int GRADIENT_COLUMNS = 64;

  private static final int GRADIENT_ROWS = 256;

  /** Rows of X that a weight's gradient takes at a time: what it packs stays in the cache. */
  private static final int GRADIENT_DEPTH = 256;

  private final Lanes lanes;
  private final Workers workers;
  private final int in;
  private final int out;
  private final Operand weight;
  private final Operand transposed;
  private final Operand[] gradients;
  private boolean transposedLoaded;
  private float scale = 1;
  private Pass.Parameter weights;
  private Pass.Parameter bias;

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
    gradients = new Operand[workers.count()];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = lanes.newOperand();
    }
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
    this.weights = weights;
    this.bias = bias;
    weight.load(weights.values(), 0, out, 1, in, out);
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
    workers.run(
        blocks(rows, BLOCK),
        (worker, block) -> {
          int first = block * BLOCK;
          rows(x, first * in, y, first * out, Math.min(BLOCK, rows - first));
        });
  }

  /**
   * Projects some rows, by the calling thread.
   *
   * @param x holds them, one after the other
   * @param xAt where the first begins
   * @param y takes the results, one after the other
   * @param yAt where the first begins
   * @param rows how many
   */
  public void rows(float[] x, int xAt, float[] y, int yAt, int rows) {
    weight.multiply(x, xAt, in, 1, rows, false, y, yAt, out);
    if (bias != null) {
      for (int r = 0; r < rows; r++) {
        lanes.add(y, yAt + r * out, bias.values(), 0, out);
      }
    }
    if (scale != 1) {
      lanes.scale(y, yAt, scale, rows * out);
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
          backwardRows(dy, first * out, accumulate, dx, first * in, Math.min(BLOCK, rows - first));
        });
  }

  /** Makes {@link #backwardRows} ready, after {@link #load}. */
  public void loadTransposed() {
    if (!transposedLoaded) {
      transposed.load(weights.values(), 0, 1, out, out, in);
      transposedLoaded = true;
    }
  }

  /**
   * Gradient by some rows, by the calling thread; after {@link #loadTransposed}.
   *
   * @param dy holds the gradient by Y, one row after the other
   * @param dyAt where the first begins
   * @param accumulate whether to add to what dX holds
   * @param dx takes the gradient by X, one row after the other
   * @param dxAt where the first begins
   * @param rows how many
   */
  public void backwardRows(
      float[] dy, int dyAt, boolean accumulate, float[] dx, int dxAt, int rows) {
    transposed.multiply(dy, dyAt, out, 1, rows, accumulate, dx, dxAt, in);
  }

  /**
   * Gradients by the parameters: {@code dW += X' dY}, {@code db += sum of dY's rows}. All rows at
   * once, so that the products are large; each number is summed in the order of the rows, whoever
   * does it.
   *
   * @param x {@code [rows, in]}
   * @param dy {@code [rows, out]}
   * @param rows how many
   */
  public void gradients(float[] x, float[] dy, int rows) {
    gradients(workers, new Gradients(this, x, dy, rows));
  }

  /**
   * What {@link #gradients(float[], float[], int)} takes.
   *
   * @param projection whose parameters' gradients
   * @param x {@code [rows, in]}
   * @param dy {@code [rows, out]}
   * @param rows how many
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Gradients(Projection projection, float[] x, float[] dy, int rows) {}

  /**
   * As {@link #gradients(float[], float[], int)}, for several projections at once: more pieces, and
   * so less waiting for the last of them.
   *
   * @param workers who does it
   * @param all what
   */
  public static void gradients(Workers workers, Gradients... all) {
    int pieces = 0;
    for (Gradients each : all) {
      pieces += each.projection.gradientPieces();
    }
    workers.run(
        pieces,
        (worker, piece) -> {
          int index = piece;
          int i = 0;
          while (index >= all[i].projection.gradientPieces()) {
            index -= all[i].projection.gradientPieces();
            i++;
          }
          Gradients of = all[i];
          of.projection.gradientPiece(worker, index, of.x, of.dy, of.rows);
        });
  }

  private int gradientPieces() {
    return blocks(out, GRADIENT_COLUMNS) * blocks(in, GRADIENT_ROWS) + (bias == null ? 0 : 1);
  }

  private void gradientPiece(int worker, int piece, float[] x, float[] dy, int rows) {
    int columnBlocks = blocks(out, GRADIENT_COLUMNS);
    if (piece == columnBlocks * blocks(in, GRADIENT_ROWS)) {
      for (int r = 0; r < rows; r++) {
        lanes.add(bias.gradient(), 0, dy, r * out, out);
      }
    } else {
      int rowBlock = piece / columnBlocks;
      weightGradient(gradients[worker], x, dy, rows, rowBlock, piece % columnBlocks);
    }
  }

  private void weightGradient(
      Operand operand, float[] x, float[] dy, int rows, int rowBlock, int columnBlock) {
    int row = rowBlock * GRADIENT_ROWS;
    int column = columnBlock * GRADIENT_COLUMNS;
    int height = Math.min(GRADIENT_ROWS, in - row);
    int width = Math.min(GRADIENT_COLUMNS, out - column);
    for (int r = 0; r < rows; r += GRADIENT_DEPTH) {
      int depth = Math.min(GRADIENT_DEPTH, rows - r);
      operand.load(dy, r * out + column, out, 1, depth, width);
      operand.multiply(
          x, r * in + row, 1, in, height, true, weights.gradient(), row * out + column, out);
    }
  }

  private static int blocks(int length, int block) {
    return (length + block - 1) / block;
  }
}
