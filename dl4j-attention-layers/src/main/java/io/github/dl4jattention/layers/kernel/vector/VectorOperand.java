package io.github.dl4jattention.layers.kernel.vector;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Matrices;
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

  /**
   * Where the first number is: 64 bytes from the beginning of the array, whose header has 16. The
   * default garbage collector has arrays of half a megabyte and more begin with a line of the
   * cache; then each register is loaded from one line and not from two, a tenth faster. In other
   * arrays it is as good as any.
   */
  private static final int FIRST = 12;

  /** Rows whose sums go to C by way of a small array at a time. */
  private static final int SUMMED = 4 * HEIGHT;

  /** Of each thread. */
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final VectorLanes lanes;

  /** From {@link #FIRST} on: {@code [blocks][panels][rows of the block][WIDTH]}. */
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
    packed = Buffers.atLeast(packed, (long) rows * padded + FIRST);
    int to = FIRST;
    for (int block = 0; block < rows; block += DEPTH) {
      int depth = Math.min(DEPTH, rows - block);
      packBlock(b, at + block * rowStride, rowStride, columnStride, depth, to);
      to += depth * padded;
    }
  }

  private void packBlock(
      float[] b, int at, int rowStride, int columnStride, int depth, int blockAt) {
    int whole = columnStride == 1 ? columns / WIDTH : 0;
    lanes.packRows(b, at, rowStride, depth, whole, packed, blockAt);
    int to = blockAt + whole * depth * WIDTH;
    for (int column = whole * WIDTH; column < columns; column += WIDTH) {
      int width = Math.min(WIDTH, columns - column);
      int from = at + column * columnStride;
      Matrices.copy(b, from, rowStride, columnStride, packed, to, WIDTH, depth, width);
      for (int p = 0; p < depth && width < WIDTH; p++) {
        Arrays.fill(packed, to + p * WIDTH + width, to + (p + 1) * WIDTH, 0);
      }
      to += depth * WIDTH;
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
    int blockAt = FIRST;
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

  /** Some rows of A by a block of all panels: to C at once, if nothing else stands there. */
  private void multiply(
      Scratch scratch,
      int m,
      int blockAt,
      int depth,
      boolean add,
      float[] c,
      int cAt,
      int cRowStride) {
    LeftBlock left = scratch.left;
    int panel = blockAt;
    for (int column = 0; column < columns; column += WIDTH) {
      int width = Math.min(WIDTH, columns - column);
      int to = cAt + column;
      int direct = add || width < WIDTH ? 0 : left.written(m) == m ? m : m - m % HEIGHT;
      left.multiply(lanes, 0, direct, packed, panel, depth, c, to, cRowStride);
      for (int row = direct; row < m; row += SUMMED) {
        int rows = Math.min(SUMMED, m - row);
        left.multiply(lanes, row, rows, packed, panel, depth, scratch.sums, 0, WIDTH);
        store(scratch.sums, add, c, to + row * cRowStride, cRowStride, rows, width);
      }
      panel += depth * WIDTH;
    }
  }

  private void store(
      float[] sums, boolean add, float[] c, int to, int cRowStride, int rows, int width) {
    if (add) {
      lanes.addSums(sums, c, to, cRowStride, rows, width);
    } else {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(sums, r * WIDTH, c, to + r * cRowStride, width);
      }
    }
  }

  /** What a thread works in. */
  private static final class Scratch {
    final LeftBlock left = new LeftBlock();

    /** What a block gives for some rows of A. */
    final float[] sums = new float[SUMMED * WIDTH];
  }
}
