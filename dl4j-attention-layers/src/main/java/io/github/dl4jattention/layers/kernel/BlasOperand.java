package io.github.dl4jattention.layers.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Products by the BLAS that ND4J loads, OpenBLAS or MKL: the matrices are copied to native memory
 * and back, which costs little beside the product.
 */
final class BlasOperand implements Operand {
  private static final int ROW_MAJOR = 101;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;

  /** Native copies of A and of C, for each thread that multiplies. */
  private static final ThreadLocal<Native> LEFT = ThreadLocal.withInitial(Native::new);

  private static final ThreadLocal<Native> PRODUCT = ThreadLocal.withInitial(Native::new);

  private final Native matrix = new Native();
  private int rows;
  private int columns;
  private boolean transposed;

  /** Native memory, as a pointer for BLAS and as a buffer for copying. */
  private static final class Native {
    private FloatPointer pointer;
    private FloatBuffer buffer;

    private Native atLeast(long size) {
      if (pointer == null || pointer.capacity() < size) {
        if (pointer != null) {
          pointer.close();
        }
        pointer = new FloatPointer(Math.max(size, 64));
        buffer = pointer.asBuffer();
      }
      return this;
    }

    /** Copies lines of neighbours. */
    private void put(float[] from, int at, int stride, int lines, int length) {
      if (stride == length) {
        buffer.put(0, from, at, lines * length);
        return;
      }
      for (int i = 0; i < lines; i++) {
        buffer.put(i * length, from, at + i * stride, length);
      }
    }

    private void get(float[] to, int at, int stride, int lines, int length) {
      if (stride == length) {
        buffer.get(0, to, at, lines * length);
        return;
      }
      for (int i = 0; i < lines; i++) {
        buffer.get(i * length, to, at + i * stride, length);
      }
    }
  }

  @Override
  public void load(float[] b, int at, int rowStride, int columnStride, int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    transposed = columnStride != 1;
    matrix.atLeast((long) rows * columns);
    if (transposed) {
      requireNeighbours(rowStride);
      matrix.put(b, at, columnStride, columns, rows);
    } else {
      matrix.put(b, at, rowStride, rows, columns);
    }
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
    if (m == 0 || columns == 0) {
      return;
    }
    Native left = LEFT.get().atLeast((long) m * rows);
    boolean leftTransposed = aColumnStride != 1;
    if (leftTransposed) {
      requireNeighbours(aRowStride);
      left.put(a, aAt, aColumnStride, rows, m);
    } else {
      left.put(a, aAt, aRowStride, m, rows);
    }
    Native product = PRODUCT.get().atLeast((long) m * columns);
    if (accumulate) {
      product.put(c, cAt, cRowStride, m, columns);
    }
    try (SingleThreadedBlas.Use one = SingleThreadedBlas.enter()) {
      openblas.cblas_sgemm(
          ROW_MAJOR,
          leftTransposed ? TRANSPOSED : AS_IT_IS,
          transposed ? TRANSPOSED : AS_IT_IS,
          m,
          columns,
          rows,
          1,
          left.pointer,
          Math.max(1, leftTransposed ? m : rows),
          matrix.pointer,
          Math.max(1, transposed ? rows : columns),
          accumulate ? 1 : 0,
          product.pointer,
          columns);
    }
    product.get(c, cAt, cRowStride, m, columns);
  }

  private static void requireNeighbours(int stride) {
    if (stride != 1) {
      throw new IllegalArgumentException(
          "neither the rows nor the columns of this matrix are neighbours: stride " + stride);
    }
  }
}
