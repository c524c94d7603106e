package io.github.dl4jattention.layers.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a few rows of A and a panel of B: what {@link VectorOperand} is made of. Sums are
 * kept in registers until all of the panel's rows have passed.
 *
 * <p>The columns of A are neighbours, or its rows are: where the compiler knows no stride, it tests
 * each index of A in the innermost loop, which takes a fifth of the time.
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

  /** Six rows of A by a block of a panel; with one less, the last goes twice. */
  void six(
      float[] a, int a0, int rowStride, int height, float[] b, int panel, int depth, float[] sums) {
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
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH);
      FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[a1 + p]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
      x = FloatVector.broadcast(SPECIES, a[a2 + p]);
      left2 = x.fma(left, left2);
      right2 = x.fma(right, right2);
      x = FloatVector.broadcast(SPECIES, a[a3 + p]);
      left3 = x.fma(left, left3);
      right3 = x.fma(right, right3);
      x = FloatVector.broadcast(SPECIES, a[a4 + p]);
      left4 = x.fma(left, left4);
      right4 = x.fma(right, right4);
      x = FloatVector.broadcast(SPECIES, a[a5 + p]);
      left5 = x.fma(left, left5);
      right5 = x.fma(right, right5);
    }
    store(left0, right0, sums, 0);
    store(left1, right1, sums, WIDTH);
    store(left2, right2, sums, 2 * WIDTH);
    store(left3, right3, sums, 3 * WIDTH);
    store(left4, right4, sums, 4 * WIDTH);
    store(left5, right5, sums, 5 * WIDTH);
  }

  /** Six rows of A, whose columns lie together, by a block of a panel. */
  void sixDown(float[] a, int a0, int columnStride, float[] b, int panel, int depth, float[] sums) {
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
    int at = a0;
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH);
      FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[at]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[at + 1]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
      x = FloatVector.broadcast(SPECIES, a[at + 2]);
      left2 = x.fma(left, left2);
      right2 = x.fma(right, right2);
      x = FloatVector.broadcast(SPECIES, a[at + 3]);
      left3 = x.fma(left, left3);
      right3 = x.fma(right, right3);
      x = FloatVector.broadcast(SPECIES, a[at + 4]);
      left4 = x.fma(left, left4);
      right4 = x.fma(right, right4);
      x = FloatVector.broadcast(SPECIES, a[at + 5]);
      left5 = x.fma(left, left5);
      right5 = x.fma(right, right5);
      at += columnStride;
    }
    store(left0, right0, sums, 0);
    store(left1, right1, sums, WIDTH);
    store(left2, right2, sums, 2 * WIDTH);
    store(left3, right3, sums, 3 * WIDTH);
    store(left4, right4, sums, 4 * WIDTH);
    store(left5, right5, sums, 5 * WIDTH);
  }

  /** Four rows of A by a block of a panel; with one less, the last goes twice. */
  void four(
      float[] a, int a0, int rowStride, int height, float[] b, int panel, int depth, float[] sums) {
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
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH);
      FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
      left0 = x.fma(left, left0);
      right0 = x.fma(right, right0);
      x = FloatVector.broadcast(SPECIES, a[a1 + p]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
      x = FloatVector.broadcast(SPECIES, a[a2 + p]);
      left2 = x.fma(left, left2);
      right2 = x.fma(right, right2);
      x = FloatVector.broadcast(SPECIES, a[a3 + p]);
      left3 = x.fma(left, left3);
      right3 = x.fma(right, right3);
    }
    store(left0, right0, sums, 0);
    store(left1, right1, sums, WIDTH);
    store(left2, right2, sums, 2 * WIDTH);
    store(left3, right3, sums, 3 * WIDTH);
  }

  /** Two rows of A by a block of a panel; with one less, the last goes twice. */
  void two(
      float[] a, int a0, int rowStride, int height, float[] b, int panel, int depth, float[] sums) {
    int a1 = a0 + (height - 1) * rowStride;
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
      x = FloatVector.broadcast(SPECIES, a[a1 + p]);
      left1 = x.fma(left, left1);
      right1 = x.fma(right, right1);
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
