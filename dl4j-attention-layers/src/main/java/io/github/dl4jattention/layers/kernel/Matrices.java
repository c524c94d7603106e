package io.github.dl4jattention.layers.kernel;

/** Copies of matrices, in whatever order their numbers lie. */
public final class Matrices {
  /** Columns that are copied side by side: what is written of a row lies together. */
  private static final int TOGETHER = 8;

  /** Rows that are copied before the next columns: the lines they are in stay in the cache. */
  private static final int ROWS = 256;

  private Matrices() {}

  /**
   * {@code to[i][j] = from[i * rowStride + j * columnStride]}.
   *
   * @param from holds the matrix
   * @param fromAt where it begins
   * @param rowStride distance of a number from the one below
   * @param columnStride distance of a number from the next of its row
   * @param to takes it, row by row
   * @param toAt where it begins there
   * @param toStride distance of a row from the next there
   * @param rows how many
   * @param columns how many
   */
  public static void copy(
      float[] from,
      int fromAt,
      int rowStride,
      int columnStride,
      float[] to,
      int toAt,
      int toStride,
      int rows,
      int columns) {
    if (columnStride == 1) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(from, fromAt + i * rowStride, to, toAt + i * toStride, columns);
      }
      return;
    }
    for (int row = 0; row < rows; row += ROWS) {
      int height = Math.min(ROWS, rows - row);
      int source = fromAt + row * rowStride;
      int target = toAt + row * toStride;
      int j = 0;
      for (; j + TOGETHER <= columns; j += TOGETHER) {
        int at = source + j * columnStride;
        copyTogether(from, at, rowStride, columnStride, to, target + j, toStride, height);
      }
      for (; j < columns; j++) {
        int at = source + j * columnStride;
        for (int i = 0; i < height; i++) {
          to[target + i * toStride + j] = from[at + i * rowStride];
        }
      }
    }
  }

  private static void copyTogether(
      float[] from,
      int fromAt,
      int rowStride,
      int columnStride,
      float[] to,
      int toAt,
      int toStride,
      int rows) {
    int s0 = fromAt;
    int s1 = s0 + columnStride;
    int s2 = s1 + columnStride;
    int s3 = s2 + columnStride;
    int s4 = s3 + columnStride;
    int s5 = s4 + columnStride;
    int s6 = s5 + columnStride;
    int s7 = s6 + columnStride;
    int at = toAt;
    int offset = 0;
    for (int i = 0; i < rows; i++) {
      to[at] = from[s0 + offset];
      to[at + 1] = from[s1 + offset];
      to[at + 2] = from[s2 + offset];
      to[at + 3] = from[s3 + offset];
      to[at + 4] = from[s4 + offset];
      to[at + 5] = from[s5 + offset];
      to[at + 6] = from[s6 + offset];
      to[at + 7] = from[s7 + offset];
      at += toStride;
      offset += rowStride;
    }
  }
}
