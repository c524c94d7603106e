package io.github.dl4jattention.layers.kernel.vector;

/**
 * A block of the left matrix of a product, copied to where {@link VectorTiles} knows the distances:
 * row by row, or, if the matrix lies column by column, in strips of a few rows.
 *
 * <p>Of each thread there is one.
 */
final class LeftBlock {
  /** Most rows: whole tiles. All of a block stay in the second level cache. */
  static final int ROWS =
      (VectorTiles.DEPTH + VectorTiles.HEIGHT - 1) / VectorTiles.HEIGHT * VectorTiles.HEIGHT;

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
   * How many rows {@link #multiply} writes.
   *
   * @param rows how many it is asked for
   * @return as many or, to fill a tile, more
   */
  int written(int rows) {
    return wholeTiles(rows) * HEIGHT + lastRows(rows);
  }

  private int wholeTiles(int rows) {
    return down || rows % HEIGHT > 4 ? (rows + HEIGHT - 1) / HEIGHT : rows / HEIGHT;
  }

  private int lastRows(int rows) {
    int rest = Math.max(0, rows - wholeTiles(rows) * HEIGHT);
    return (rest + 1) / 2 * 2;
  }

  /**
   * Some rows by a block of a panel.
   *
   * @param row the first of them, that of a tile
   * @param rows how many
   * @param c takes the product
   */
  void multiply(
      VectorLanes lanes,
      int row,
      int rows,
      float[] packed,
      int panel,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    int tiles = wholeTiles(rows);
    int at = down ? row / HEIGHT * VectorTiles.STRIP : row * VectorTiles.STRIDE;
    if (tiles > 0) {
      lanes.tiles(down, values, at, tiles, packed, panel, depth, c, cAt, cStride);
    }
    int last = lastRows(rows);
    if (last > 0) {
      int done = tiles * HEIGHT;
      lanes.lastRows(
          last,
          values,
          at + done * VectorTiles.STRIDE,
          packed,
          panel,
          depth,
          c,
          cAt + done * cStride,
          cStride);
    }
  }
}
