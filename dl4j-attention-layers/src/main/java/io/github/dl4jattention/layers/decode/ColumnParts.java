package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;

/** A weight matrix made ready to be multiplied a part of its columns at a time. */
final class ColumnParts {
  /** Columns of a part are a multiple of it: the widest panel of a product. */
  private static final int WIDTH = 32;

  private final int in;
  private final int out;
  private final int width;
  private final Operand[] parts;

  /**
   * Makes a matrix ready.
   *
   * @param lanes what multiplies
   * @param most how many parts there may be
   * @param values holds it, row by row
   * @param firstRow its first row
   * @param in how many rows
   * @param out how many columns
   */
  ColumnParts(Lanes lanes, int most, float[] values, int firstRow, int in, int out) {
    this.in = in;
    this.out = out;
    int even = (out + Math.max(1, most) - 1) / Math.max(1, most);
    width = (even + WIDTH - 1) / WIDTH * WIDTH;
    parts = new Operand[(out + width - 1) / width];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = lanes.newOperand();
      parts[i].load(values, firstRow * out + i * width, out, 1, in, columns(i));
    }
  }

  private int columns(int part) {
    return Math.min(width, out - part * width);
  }

  /** How many parts there are. */
  int count() {
    return parts.length;
  }

  /** Puts the part's columns of a vector into each row of y. */
  void fill(int part, float[] vector, float[] y, int rows) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(vector, part * width, y, r * out + part * width, columns(part));
    }
  }

  /**
   * Multiplies: the part's columns of {@code Y = X W} or {@code Y += X W}, rows one after the
   * other.
   */
  void multiply(int part, float[] x, int xAt, int rows, boolean accumulate, float[] y, int yAt) {
    parts[part].multiply(x, xAt, in, 1, rows, accumulate, y, yAt + part * width, out);
  }
}
