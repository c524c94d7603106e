package io.github.dl4jattention.layers.kernel.vector;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Operand;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products on {@code jdk.incubator.vector}.
 *
 * <p>The matrix is kept in panels of {@link #WIDTH} neighbouring columns, zeros after the last one,
 * and these in blocks of {@link #DEPTH} rows: what one block of a panel takes stays in the nearest
 * caches while all of A's rows pass by, six at a time, the sums in registers (the scheme of Goto
 * and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication"). A is read where it
 * is; what a block sums up goes to C by way of a small array, which makes the edges of C like the
 * rest and keeps the compiled methods within what {@link VectorRows} tells of.
 *
 * <p>Each number is summed in the order of B's rows, block by block, whatever rows of A are
 * multiplied with its own: pieces may be cut anywhere.
 */
final class VectorOperand implements Operand {
  private static final VectorSpecies<Float> SPECIES = VectorRows.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Columns of a panel: two registers. */
  private static final int WIDTH = 2 * LANES;

  /**
   * Rows of A that are multiplied at a time: their sums, a row of the panel and a number of A take
   * 15 registers, which every processor has. Measured against 4 and 8: a fifth faster.
   */
  private static final int HEIGHT = 6;

  /** Rows of a block: with one panel's width, 32 KiB at 16 lanes. */
  private static final int DEPTH = 256;

  /** Columns that are packed side by side. */
  private static final int TOGETHER = 8;

  /** What a block gives for {@link #HEIGHT} rows of A, {@code [HEIGHT][WIDTH]}; of each thread. */
  private static final ThreadLocal<float[]> SUMS =
      ThreadLocal.withInitial(() -> new float[HEIGHT * WIDTH]);

  /** {@code [blocks][panels][rows of the block][WIDTH]}. */
  private float[] packed = new float[0];

  private int rows;
  private int columns;

  /** Columns with the zeros after the last. */
  private int padded;

  @Override
  public void load(float[] b, int at, int rowStride, int columnStride, int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    padded = (columns + WIDTH - 1) / WIDTH * WIDTH;
    packed = Buffers.atLeast(packed, (long) rows * padded);
    int to = 0;
    for (int block = 0; block < rows; block += DEPTH) {
      int depth = Math.min(DEPTH, rows - block);
      for (int column = 0; column < columns; column += WIDTH) {
        int width = Math.min(WIDTH, columns - column);
        int from = at + block * rowStride + column * columnStride;
        if (columnStride == 1) {
          packRows(b, from, rowStride, depth, width, to);
        } else {
          packColumns(b, from, rowStride, columnStride, depth, width, to);
        }
        to += depth * WIDTH;
      }
    }
  }

  private void packRows(float[] b, int from, int rowStride, int depth, int width, int to) {
    for (int p = 0; p < depth; p++) {
      System.arraycopy(b, from + p * rowStride, packed, to + p * WIDTH, width);
      if (width < WIDTH) {
        Arrays.fill(packed, to + p * WIDTH + width, to + (p + 1) * WIDTH, 0);
      }
    }
  }

  private void packColumns(
      float[] b, int from, int rowStride, int columnStride, int depth, int width, int to) {
    int j = 0;
    for (; j + TOGETHER <= width; j += TOGETHER) {
      packTogether(b, from + j * columnStride, rowStride, columnStride, depth, to + j);
    }
    for (; j < width; j++) {
      int source = from + j * columnStride;
      for (int p = 0; p < depth; p++) {
        packed[to + j + p * WIDTH] = b[source + p * rowStride];
      }
    }
    if (width < WIDTH) {
      for (int p = 0; p < depth; p++) {
        Arrays.fill(packed, to + p * WIDTH + width, to + (p + 1) * WIDTH, 0);
      }
    }
  }

  /** Columns side by side: what is written lies together. */
  private void packTogether(
      float[] b, int from, int rowStride, int columnStride, int depth, int to) {
    float[] target = packed;
    int at = to;
    int s0 = from;
    int s1 = s0 + columnStride;
    int s2 = s1 + columnStride;
    int s3 = s2 + columnStride;
    int s4 = s3 + columnStride;
    int s5 = s4 + columnStride;
    int s6 = s5 + columnStride;
    int s7 = s6 + columnStride;
    int offset = 0;
    for (int p = 0; p < depth; p++) {
      target[at] = b[s0 + offset];
      target[at + 1] = b[s1 + offset];
      target[at + 2] = b[s2 + offset];
      target[at + 3] = b[s3 + offset];
      target[at + 4] = b[s4 + offset];
      target[at + 5] = b[s5 + offset];
      target[at + 6] = b[s6 + offset];
      target[at + 7] = b[s7 + offset];
      at += WIDTH;
      offset += rowStride;
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
    if (rows == 0 && !accumulate) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(c, cAt + i * cRowStride, cAt + i * cRowStride + columns, 0);
      }
    }
    float[] sums = SUMS.get();
    int panel = 0;
    for (int block = 0; block < rows; block += DEPTH) {
      int depth = Math.min(DEPTH, rows - block);
      boolean add = accumulate || block > 0;
      int aBlock = aAt + block * aColumnStride;
      for (int column = 0; column < columns; column += WIDTH) {
        int width = Math.min(WIDTH, columns - column);
        for (int done = 0; done < m; done += HEIGHT) {
          int height = Math.min(HEIGHT, m - done);
          tile(
              a, aBlock + done * aRowStride, aRowStride, aColumnStride, height, panel, depth, sums);
          int to = cAt + column + done * cRowStride;
          for (int r = 0; r < height; r++) {
            put(sums, r * WIDTH, add, c, to + r * cRowStride, width);
          }
        }
        panel += depth * WIDTH;
      }
    }
  }

  private static void put(float[] sums, int from, boolean add, float[] c, int to, int width) {
    if (!add) {
      System.arraycopy(sums, from, c, to, width);
    } else if (width == WIDTH) {
      FloatVector left = FloatVector.fromArray(SPECIES, sums, from);
      FloatVector right = FloatVector.fromArray(SPECIES, sums, from + LANES);
      left.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      right.add(FloatVector.fromArray(SPECIES, c, to + LANES)).intoArray(c, to + LANES);
    } else {
      for (int j = 0; j < width; j++) {
        c[to + j] += sums[from + j];
      }
    }
  }

  /** At most six rows of A by a block of a panel. */
  private void tile(
      float[] a,
      int a0,
      int rowStride,
      int columnStride,
      int height,
      int panel,
      int depth,
      float[] sums) {
    if (height > 4) {
      six(a, a0, rowStride, columnStride, height, panel, depth, sums);
    } else if (height > 2) {
      four(a, a0, rowStride, columnStride, height, panel, depth, sums);
    } else {
      two(a, a0, rowStride, columnStride, height, panel, depth, sums);
    }
  }

  /** Six rows of A by a block of a panel; with one less, the last goes twice. */
  private void six(
      float[] a,
      int a0,
      int rowStride,
      int columnStride,
      int height,
      int panel,
      int depth,
      float[] sums) {
    int a1 = a0 + rowStride;
    int a2 = a1 + rowStride;
    int a3 = a2 + rowStride;
    int a4 = a3 + rowStride;
    int a5 = a0 + (height - 1) * rowStride;
    FloatVector left0 = FloatVector.zero(SPECIES);
    FloatVector right0 = left0;
    FloatVector left1 = left0;
    FloatVector right1 = left0;
    FloatVector left2 = left0;
    FloatVector right2 = left0;
    FloatVector left3 = left0;
    FloatVector right3 = left0;
    FloatVector left4 = left0;
    FloatVector right4 = left0;
    FloatVector left5 = left0;
    FloatVector right5 = left0;
    float[] b = packed;
    int at = panel;
    int offset = 0;
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, at);
      FloatVector right = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + offset]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[a1 + offset]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
      x = FloatVector.broadcast(SPECIES, a[a2 + offset]);
      left2 = x.fma(left, left2);
      right2 = x.fma(right, right2);
      x = FloatVector.broadcast(SPECIES, a[a3 + offset]);
      left3 = x.fma(left, left3);
      right3 = x.fma(right, right3);
      x = FloatVector.broadcast(SPECIES, a[a4 + offset]);
      left4 = x.fma(left, left4);
      right4 = x.fma(right, right4);
      x = FloatVector.broadcast(SPECIES, a[a5 + offset]);
      left5 = x.fma(left, left5);
      right5 = x.fma(right, right5);
      at += WIDTH;
      offset += columnStride;
    }
    store(left0, right0, sums, 0);
    store(left1, right1, sums, WIDTH);
    store(left2, right2, sums, 2 * WIDTH);
    store(left3, right3, sums, 3 * WIDTH);
    store(left4, right4, sums, 4 * WIDTH);
    store(left5, right5, sums, 5 * WIDTH);
  }

  /** Four rows of A by a block of a panel; with one less, the last goes twice. */
  private void four(
      float[] a,
      int a0,
      int rowStride,
      int columnStride,
      int height,
      int panel,
      int depth,
      float[] sums) {
    int a1 = a0 + rowStride;
    int a2 = a1 + rowStride;
    int a3 = a0 + (height - 1) * rowStride;
    FloatVector left0 = FloatVector.zero(SPECIES);
    FloatVector right0 = left0;
    FloatVector left1 = left0;
    FloatVector right1 = left0;
    FloatVector left2 = left0;
    FloatVector right2 = left0;
    FloatVector left3 = left0;
    FloatVector right3 = left0;
    float[] b = packed;
    int at = panel;
    int offset = 0;
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, at);
      FloatVector right = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + offset]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[a1 + offset]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
      x = FloatVector.broadcast(SPECIES, a[a2 + offset]);
      left2 = x.fma(left, left2);
      right2 = x.fma(right, right2);
      x = FloatVector.broadcast(SPECIES, a[a3 + offset]);
      left3 = x.fma(left, left3);
      right3 = x.fma(right, right3);
      at += WIDTH;
      offset += columnStride;
    }
    store(left0, right0, sums, 0);
    store(left1, right1, sums, WIDTH);
    store(left2, right2, sums, 2 * WIDTH);
    store(left3, right3, sums, 3 * WIDTH);
  }

  /** Two rows of A by a block of a panel; with one less, the last goes twice. */
  private void two(
      float[] a,
      int a0,
      int rowStride,
      int columnStride,
      int height,
      int panel,
      int depth,
      float[] sums) {
    int a1 = a0 + (height - 1) * rowStride;
    FloatVector left0 = FloatVector.zero(SPECIES);
    FloatVector right0 = left0;
    FloatVector left1 = left0;
    FloatVector right1 = left0;
    float[] b = packed;
    int at = panel;
    int offset = 0;
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, at);
      FloatVector right = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + offset]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[a1 + offset]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
      at += WIDTH;
      offset += columnStride;
    }
    store(left0, right0, sums, 0);
    store(left1, right1, sums, WIDTH);
  }

  /** Small enough to be inlined wherever it is called. */
  private static void store(FloatVector left, FloatVector right, float[] sums, int at) {
    left.intoArray(sums, at);
    right.intoArray(sums, at + LANES);
  }
}
