package io.github.dl4jattention.layers.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a few rows of A and a panel of B: what {@link VectorOperand} is made of. Sums are
 * kept in registers until all of the panel's rows have passed.
 *
 * <p>A lies where its numbers' distances are constants ({@link LeftBlock}), so that one index finds
 * those of all rows. Were it read where it is, the compiler would need a register for each row; it
 * has too few, and keeps some in vector registers, at random by as many as cost a third of the
 * time.
 *
 * <p>Only called through {@link VectorLanes}, and as short as {@link VectorRows} says: sums start
 * from zero, not from C, which saves a third.
 */
final class VectorTiles {
  private static final VectorSpecies<Float> SPECIES = VectorRows.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Columns of a panel: two registers. */
  static final int WIDTH = 2 * LANES;

  /**
   * Rows of A that are multiplied at a time: their sums, a row of the panel and a number of A take
   * 15 registers, which every processor has. Measured against 4 and 8: a fifth faster.
   */
  static final int HEIGHT = 6;

  /** Rows of a panel, and so columns of A, that are multiplied at a time: 32 KiB at 16 lanes. */
  static final int DEPTH = 256;

  /** Distance of rows of A: no power of two, whose rows would be rivals for places in a cache. */
  static final int STRIDE = DEPTH + 16;

  /** Columns that are copied side by side. */
  private static final int COLUMNS = 8;

  /** Distance of strips of A: what is written too much behind one is not in the next. */
  static final int STRIP = HEIGHT * DEPTH + LANES;

  /** Some tiles, each of six rows of A, by a block of a panel. */
  void six(
      float[] a,
      int a0,
      int tiles,
      float[] b,
      int panel,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    for (int tile = 0; tile < tiles; tile++) {
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
      for (int p = 0; p < depth; p++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH);
        FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + LANES);
        FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
        left0 = x.fma(left, left0);
        right0 = x.fma(right, right0);
        x = FloatVector.broadcast(SPECIES, a[a0 + p + STRIDE]);
        left1 = x.fma(left, left1);
        right1 = x.fma(right, right1);
        x = FloatVector.broadcast(SPECIES, a[a0 + p + 2 * STRIDE]);
        left2 = x.fma(left, left2);
        right2 = x.fma(right, right2);
        x = FloatVector.broadcast(SPECIES, a[a0 + p + 3 * STRIDE]);
        left3 = x.fma(left, left3);
        right3 = x.fma(right, right3);
        x = FloatVector.broadcast(SPECIES, a[a0 + p + 4 * STRIDE]);
        left4 = x.fma(left, left4);
        right4 = x.fma(right, right4);
        x = FloatVector.broadcast(SPECIES, a[a0 + p + 5 * STRIDE]);
        left5 = x.fma(left, left5);
        right5 = x.fma(right, right5);
      }
      store(left0, right0, c, cAt);
      store(left1, right1, c, cAt + cStride);
      store(left2, right2, c, cAt + 2 * cStride);
      store(left3, right3, c, cAt + 3 * cStride);
      store(left4, right4, c, cAt + 4 * cStride);
      store(left5, right5, c, cAt + 5 * cStride);
      a0 += HEIGHT * STRIDE;
      cAt += HEIGHT * cStride;
    }
  }

  /** Some tiles, each of six rows of A whose columns follow one another, by a block of a panel. */
  void sixDown(
      float[] a,
      int a0,
      int tiles,
      float[] b,
      int panel,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    for (int tile = 0; tile < tiles; tile++) {
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
      for (int p = 0; p < depth; p++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH);
        FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + LANES);
        FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p * HEIGHT]);
        left0 = x.fma(left, left0);
        right0 = x.fma(right, right0);
        x = FloatVector.broadcast(SPECIES, a[a0 + p * HEIGHT + 1]);
        left1 = x.fma(left, left1);
        right1 = x.fma(right, right1);
        x = FloatVector.broadcast(SPECIES, a[a0 + p * HEIGHT + 2]);
        left2 = x.fma(left, left2);
        right2 = x.fma(right, right2);
        x = FloatVector.broadcast(SPECIES, a[a0 + p * HEIGHT + 3]);
        left3 = x.fma(left, left3);
        right3 = x.fma(right, right3);
        x = FloatVector.broadcast(SPECIES, a[a0 + p * HEIGHT + 4]);
        left4 = x.fma(left, left4);
        right4 = x.fma(right, right4);
        x = FloatVector.broadcast(SPECIES, a[a0 + p * HEIGHT + 5]);
        left5 = x.fma(left, left5);
        right5 = x.fma(right, right5);
      }
      store(left0, right0, c, cAt);
      store(left1, right1, c, cAt + cStride);
      store(left2, right2, c, cAt + 2 * cStride);
      store(left3, right3, c, cAt + 3 * cStride);
      store(left4, right4, c, cAt + 4 * cStride);
      store(left5, right5, c, cAt + 5 * cStride);
      a0 += STRIP;
      cAt += HEIGHT * cStride;
    }
  }

  /** Four rows of A by a block of a panel. */
  void four(float[] a, int a0, float[] b, int panel, int depth, float[] c, int cAt, int cStride) {
    FloatVector left0 = FloatVector.zero(SPECIES);
    FloatVector right0 = left0;
    FloatVector left1 = left0;
    FloatVector right1 = left0;
    FloatVector left2 = left0;
    FloatVector right2 = left0;
    FloatVector left3 = left0;
    FloatVector right3 = left0;
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH);
      FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[a0 + p + STRIDE]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
      x = FloatVector.broadcast(SPECIES, a[a0 + p + 2 * STRIDE]);
      left2 = x.fma(left, left2);
      right2 = x.fma(right, right2);
      x = FloatVector.broadcast(SPECIES, a[a0 + p + 3 * STRIDE]);
      left3 = x.fma(left, left3);
      right3 = x.fma(right, right3);
    }
    store(left0, right0, c, cAt);
    store(left1, right1, c, cAt + cStride);
    store(left2, right2, c, cAt + 2 * cStride);
    store(left3, right3, c, cAt + 3 * cStride);
  }

  /** Two rows of A by a block of a panel. */
  void two(float[] a, int a0, float[] b, int panel, int depth, float[] c, int cAt, int cStride) {
    FloatVector left0 = FloatVector.zero(SPECIES);
    FloatVector right0 = left0;
    FloatVector left1 = left0;
    FloatVector right1 = left0;
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH);
      FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[a0 + p + STRIDE]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
    }
    store(left0, right0, c, cAt);
    store(left1, right1, c, cAt + cStride);
  }

  /** Small enough to be inlined wherever it is called. */
  private static void store(FloatVector left, FloatVector right, float[] c, int at) {
    left.intoArray(c, at);
    right.intoArray(c, at + LANES);
  }

  /** Copies rows of A to where they have the distance {@link #STRIDE}. */
  void copyRows(float[] a, int at, int rowStride, int rows, int length, float[] to) {
    for (int r = 0; r < rows; r++) {
      int from = at + r * rowStride;
      int target = r * STRIDE;
      int i = 0;
      for (; i <= length - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, a, from + i).intoArray(to, target + i);
      }
      for (; i < length; i++) {
        to[target + i] = a[from + i];
      }
    }
  }

  /**
   * Copies columns of A, in strips of {@link #HEIGHT} rows: a strip's part of a column, and then
   * the next column's. Some columns at a time, so that what is read and what is written lies
   * together. More than a strip's part is written at once, as what follows is written later.
   */
  void copyColumns(float[] a, int at, int columnStride, int rows, int columns, float[] to) {
    for (int first = 0; first < columns; first += COLUMNS) {
      int last = Math.min(columns, first + COLUMNS);
      int strip = 0;
      int i = 0;
      for (; LANES >= HEIGHT && i <= rows - LANES; i += HEIGHT) {
        for (int p = first; p < last; p++) {
          FloatVector.fromArray(SPECIES, a, at + i + p * columnStride)
              .intoArray(to, strip + p * HEIGHT);
        }
        strip += STRIP;
      }
      for (; i < rows; i += HEIGHT) {
        int height = Math.min(HEIGHT, rows - i);
        for (int p = first; p < last; p++) {
          System.arraycopy(a, at + i + p * columnStride, to, strip + p * HEIGHT, height);
        }
        strip += STRIP;
      }
    }
  }

  /**
   * Packs rows of B: panel by panel, a row's part of a panel and then the next row's.
   *
   * @param panels how many, all of them whole
   */
  void packRows(float[] b, int at, int rowStride, int rows, int panels, float[] to, int toAt) {
    for (int p = 0; p < rows; p++) {
      int from = at + p * rowStride;
      int target = toAt + p * WIDTH;
      for (int panel = 0; panel < panels; panel++) {
        FloatVector.fromArray(SPECIES, b, from).intoArray(to, target);
        FloatVector.fromArray(SPECIES, b, from + LANES).intoArray(to, target + LANES);
        from += WIDTH;
        target += rows * WIDTH;
      }
    }
  }

  /** Adds sums, {@link #WIDTH} a row, to C. */
  void addSums(float[] sums, float[] c, int cAt, int cStride, int rows, int width) {
    for (int r = 0; r < rows; r++) {
      int from = r * WIDTH;
      int target = cAt + r * cStride;
      int i = 0;
      for (; i <= width - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, sums, from + i)
            .add(FloatVector.fromArray(SPECIES, c, target + i))
            .intoArray(c, target + i);
      }
      for (; i < width; i++) {
        c[target + i] += sums[from + i];
      }
    }
  }
}
