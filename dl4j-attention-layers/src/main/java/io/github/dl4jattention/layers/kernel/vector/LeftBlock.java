package io.github.dl4jattention.layers.kernel.vector;

/**
 * A block of the left matrix of a product, copied to where {@link VectorTiles} knows the distances:
 * row by row, or, if the matrix lies column by column, in strips of a few rows.
 *
 * <p>Of each thread there is one.
 */
final class LeftBlock {
  /** Most rows: whole tiles. All of a block stay in the second level cache. */
  static final int ROWS = 16 * VectorTiles.HEIGHT;

  private static final int HEIGHT = VectorTiles.HEIGHT;

  /** Enough for both orders. */
  private final float[] values =
      new float[ROWS * Math.max(VectorTiles.STRIDE, VectorTiles.STRIP / HEIGHT + 1)];

  private boolean down;

  /**
   * Takes a block.
   *
   * @param a holds it
   * @param at where it begins
   * @param rows at most {@link #ROWS}
   * @param columns at most {@link VectorTiles#DEPTH}
   */
  void load(
      VectorLanes lanes,
      float[] a,
      int at,
      int rowStride,
      int columnStride,
      int rows,
      int columns) {
    down = rowStride == 1 && columnStride != 1 && rows > 1;
    if (down) {
      lanes.copyColumns(a, at, columnStride, rows, columns, values);
    } else if (columnStride == 1) {
      lanes.copyRows(a, at, rowStride, rows, columns, values);
    } else {
      for (int r = 0; r < rows; r++) {
        for (int p = 0; p < columns; p++) {
          values[r * VectorTiles.STRIDE + p] = a[at + r * rowStride + p * columnStride];
        }
      }
    }
  }

  /**
   * Rows that {@link #multiply} makes products of.
   *
   * @param height rows that are left, at most a tile's
   * @return as many or more
   */
  int tileHeight(int height) {
    return down || height > 4 ? HEIGHT : height > 2 ? 4 : 2;
  }

  /**
   * A few rows by a block of a panel.
   *
   * @param row the first of them, that of a tile
   * @param tileHeight how many
   * @param c takes the product
   */
  void multiply(
      VectorLanes lanes,
      int row,
      int tileHeight,
      float[] packed,
      int panel,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    if (down) {
      int strip = row / HEIGHT * VectorTiles.STRIP;
      lanes.tileDown(values, strip, packed, panel, depth, c, cAt, cStride);
    } else {
      int at = row * VectorTiles.STRIDE;
      lanes.tile(tileHeight, values, at, packed, panel, depth, c, cAt, cStride);
    }
  }
}
