package io.github.dl4jattention.layers.kernel.vector;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Operand;
import java.util.Arrays;

/**
 * Products on {@code jdk.incubator.vector}.
 *
 * <p>The matrix is kept in panels of {@link VectorTiles#WIDTH} neighbouring columns, zeros after
 * the last one, and these in blocks of {@link #DEPTH} rows: what one block of a panel takes stays
 * in the nearest caches while A's rows pass by, six at a time, the sums in registers (the scheme of
 * Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication"). A is copied
 * some rows at a time ({@link LeftBlock}). What a block sums up ({@link VectorTiles}) goes to C; by
 * way of a small array where it is to be added, or at the edges of C.
 *
 * <p>Each number is summed in the order of B's rows, block by block, whatever rows of A are
 * multiplied with its own: pieces may be cut anywhere.
 */
final class VectorOperand implements Operand {
  private static final int WIDTH = VectorTiles.WIDTH;
  private static final int HEIGHT = VectorTiles.HEIGHT;

  private static final int DEPTH = VectorTiles.DEPTH;

  /** Columns that are packed side by side. */
  private static final int TOGETHER = 8;

  /** Of each thread. */
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final VectorLanes lanes;

  /** {@code [blocks][panels][rows of the block][WIDTH]}. */
  private float[] packed = new float[0];

  private int rows;
  private int columns;

  /** Columns with the zeros after the last. */
  private int padded;

  VectorOperand(VectorLanes lanes) {
    this.lanes = lanes;
  }

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
    Scratch scratch = SCRATCH.get();
    int blockAt = 0;
    for (int block = 0; block < rows; block += DEPTH) {
      int depth = Math.min(DEPTH, rows - block);
      for (int done = 0; done < m; done += LeftBlock.ROWS) {
        int height = Math.min(LeftBlock.ROWS, m - done);
        int from = aAt + done * aRowStride + block * aColumnStride;
        scratch.left.load(lanes, a, from, aRowStride, aColumnStride, height, depth);
        int to = cAt + done * cRowStride;
        multiply(scratch, height, blockAt, depth, accumulate || block > 0, c, to, cRowStride);
      }
      blockAt += depth * padded;
    }
  }

  /** Some rows of A by a block of all panels. */
  private void multiply(
      Scratch scratch,
      int m,
      int blockAt,
      int depth,
      boolean add,
      float[] c,
      int cAt,
      int cRowStride) {
    int panel = blockAt;
    for (int column = 0; column < columns; column += WIDTH) {
      int width = Math.min(WIDTH, columns - column);
      for (int row = 0; row < m; row += HEIGHT) {
        int height = Math.min(HEIGHT, m - row);
        tile(
            scratch,
            row,
            height,
            panel,
            depth,
            add,
            c,
            cAt + column + row * cRowStride,
            width,
            cRowStride);
      }
      panel += depth * WIDTH;
    }
  }

  /** A few rows of A by a block of a panel: to C at once, if nothing else stands there. */
  private void tile(
      Scratch scratch,
      int row,
      int height,
      int panel,
      int depth,
      boolean add,
      float[] c,
      int to,
      int width,
      int cRowStride) {
    LeftBlock left = scratch.left;
    int tileHeight = left.tileHeight(height);
    if (!add && width == WIDTH && tileHeight == height) {
      left.multiply(lanes, row, tileHeight, packed, panel, depth, c, to, cRowStride);
      return;
    }
    left.multiply(lanes, row, tileHeight, packed, panel, depth, scratch.sums, 0, WIDTH);
    if (add) {
      lanes.addTile(scratch.sums, c, to, cRowStride, height, width);
    } else {
      for (int r = 0; r < height; r++) {
        System.arraycopy(scratch.sums, r * WIDTH, c, to + r * cRowStride, width);
      }
    }
  }

  /** What a thread works in. */
  private static final class Scratch {
    final LeftBlock left = new LeftBlock();

    /** What a block gives for a few rows of A. */
    final float[] sums = new float[HEIGHT * WIDTH];
  }
}
