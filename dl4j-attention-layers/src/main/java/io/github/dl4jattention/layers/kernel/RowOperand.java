package io.github.dl4jattention.layers.kernel;

import java.util.Arrays;

/**
 * Products a row at a time, of a matrix that is read where it is: for so few rows of A that packing
 * would cost more than multiplying. The matrix must not change until it is multiplied.
 */
public final class RowOperand implements Operand {
  private final Lanes lanes;
  private float[] b;
  private int at;
  private int rowStride;
  private int columnStride;
  private int rows;
  private int columns;

  /**
   * An operand.
   *
   * @param lanes what it computes with
   */
  public RowOperand(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public void load(float[] b, int at, int rowStride, int columnStride, int rows, int columns) {
    this.b = b;
    this.at = at;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
    this.rows = rows;
    this.columns = columns;
  }

  @Override
  public void multiply(
      float[] a,
      int aAt,
      int aRowStride,
      int aColumnStride,
      int m,
      boolean accumulate,
      float[] c,
      int cAt,
      int cRowStride) {
    for (int i = 0; i < m; i++) {
      int from = aAt + i * aRowStride;
      int to = cAt + i * cRowStride;
      if (!accumulate) {
        Arrays.fill(c, to, to + columns, 0);
      }
      if (columnStride == 1) {
        for (int p = 0; p < rows; p++) {
          lanes.addScaled(c, to, a[from + p * aColumnStride], b, at + p * rowStride, columns);
        }
      } else {
        for (int j = 0; j < columns; j++) {
          c[to + j] += dot(a, from, aColumnStride, at + j * columnStride);
        }
      }
    }
  }

  /** A row of A by a column. */
  private float dot(float[] a, int from, int aColumnStride, int column) {
    if (aColumnStride == 1 && rowStride == 1) {
      return lanes.dot(a, from, b, column, rows);
    }
    float sum = 0;
    for (int p = 0; p < rows; p++) {
      sum += a[from + p * aColumnStride] * b[column + p * rowStride];
    }
    return sum;
  }
}
