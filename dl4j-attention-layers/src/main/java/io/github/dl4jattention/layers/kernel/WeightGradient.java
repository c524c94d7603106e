package io.github.dl4jattention.layers.kernel;

/**
 * Gradient of a weight matrix and a bias: {@code dW += X' dY}, {@code db += sum of dY's rows}, over
 * all rows at once, by many threads. Each number is summed in the order of the rows, whoever does
 * it.
 */
public final class WeightGradient {
  /** Rows of a weight's gradient that one thread takes at a time. */
  private static final int ROWS = 256;

  /**
   * And most columns: X is read anew for as many. Where that leaves too few pieces, it is halved,
   * at most to {@link #LEAST_COLUMNS}.
   */
  private static final int MOST_COLUMNS = 512;

  private static final int LEAST_COLUMNS = 64;

  /** Pieces for each thread, so that none waits long for the last. */
  private static final int PIECES = 2;

  /** Rows of X that a weight's gradient takes at a time: what it packs stays in the cache. */
  private static final int DEPTH = 256;

  private final Lanes lanes;
  private final Workers workers;
  private final Operand[] operands;

  /**
   * Rows in an array.
   *
   * @param values holds them
   * @param at where the first begins
   * @param stride distance of a row from the next
   * @param size length of a row
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Rows(float[] values, int at, int stride, int size) {}

  /**
   * Multiplies for a gradient.
   *
   * @param lanes what it computes with
   * @param workers who does
   */
  public WeightGradient(Lanes lanes, Workers workers) {
    this.lanes = lanes;
    this.workers = workers;
    operands = new Operand[workers.count()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = lanes.newOperand();
    }
  }

  /**
   * What is added up.
   *
   * @param x {@code [count, in]}
   * @param dy {@code [count, out]}
   * @param count number of rows of both
   * @param dw takes the weight's gradient, {@code [in, out]}
   * @param db takes the bias's, {@code [1, out]}; null for none
   */
  public record Sum(Rows x, Rows dy, int count, Rows dw, Rows db) {
    private int pieces(int columns) {
      return blocks(dy.size(), columns) * blocks(x.size(), ROWS);
    }
  }

  /**
   * Adds up; several sums at once leave less waiting for the last piece.
   *
   * @param sums what
   */
  public void add(Sum... sums) {
    int columns = columns(sums);
    workers.run(
        pieces(columns, sums),
        (worker, piece) -> {
          int index = piece;
          int i = 0;
          while (index >= sums[i].pieces(columns)) {
            index -= sums[i].pieces(columns);
            i++;
          }
          add(operands[worker], sums[i], columns, index);
        });
  }

  private int columns(Sum... sums) {
    int columns = MOST_COLUMNS;
    while (columns > LEAST_COLUMNS && pieces(columns, sums) < PIECES * workers.count()) {
      columns /= 2;
    }
    return columns;
  }

  private static int pieces(int columns, Sum... sums) {
    int pieces = 0;
    for (Sum sum : sums) {
      pieces += sum.pieces(columns);
    }
    return pieces;
  }

  private void add(Operand operand, Sum sum, int columns, int piece) {
    int columnBlocks = blocks(sum.dy.size(), columns);
    int column = piece % columnBlocks * columns;
    add(operand, sum, piece / columnBlocks * ROWS, column, columns);
  }

  private void add(Operand operand, Sum sum, int row, int column, int columns) {
    Rows x = sum.x;
    Rows dy = sum.dy;
    Rows dw = sum.dw;
    int height = Math.min(ROWS, x.size() - row);
    int width = Math.min(columns, dy.size() - column);
    for (int r = 0; r < sum.count; r += DEPTH) {
      int depth = Math.min(DEPTH, sum.count - r);
      int dyAt = dy.at() + r * dy.stride() + column;
      int xAt = x.at() + r * x.stride() + row;
      int dwAt = dw.at() + row * dw.stride() + column;
      operand.load(dy.values(), dyAt, dy.stride(), 1, depth, width);
      operand.multiply(
          x.values(), xAt, 1, x.stride(), height, true, dw.values(), dwAt, dw.stride());
      if (row == 0 && sum.db != null) {
        addRows(dy, dyAt, depth, sum.db, column, width);
      }
    }
  }

  /** Part of the bias's gradient, of rows that have just been read. */
  private void addRows(Rows dy, int dyAt, int count, Rows db, int column, int width) {
    for (int r = 0; r < count; r++) {
      lanes.add(db.values(), db.at() + column, dy.values(), dyAt + r * dy.stride(), width);
    }
  }

  private static int blocks(int length, int block) {
    return (length + block - 1) / block;
  }
}
