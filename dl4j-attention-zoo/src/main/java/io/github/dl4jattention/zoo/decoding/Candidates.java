package io.github.dl4jattention.zoo.decoding;

import java.util.Arrays;

/**
 * The best continuations seen so far, the best first. They are offered in the order in which ties
 * are broken; what has no probability at all is not among them.
 */
final class Candidates {
  private final int limit;
  private int[] rows = new int[8];
  private int[] tokens = new int[8];
  private double[] sums = new double[8];
  private int size;

  Candidates(int limit) {
    this.limit = limit;
  }

  /** Whether one with such a log probability is among the best. */
  boolean wants(double sum) {
    return sum > Double.NEGATIVE_INFINITY && (size < limit || sum > sums[size - 1]);
  }

  /** Adds one that is {@linkplain #wants wanted}. */
  void add(int row, int token, double sum) {
    int place = place(sum);
    if (size < limit) {
      ensureRoom();
      size++;
    }
    int moved = size - 1 - place;
    System.arraycopy(rows, place, rows, place + 1, moved);
    System.arraycopy(tokens, place, tokens, place + 1, moved);
    System.arraycopy(sums, place, sums, place + 1, moved);
    rows[place] = row;
    tokens[place] = token;
    sums[place] = sum;
  }

  /** After all that are as good. */
  private int place(double sum) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] >= sum) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void ensureRoom() {
    if (size == sums.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      tokens = Arrays.copyOf(tokens, 2 * size);
      sums = Arrays.copyOf(sums, 2 * size);
    }
  }

  int size() {
    return size;
  }

  int row(int place) {
    return rows[place];
  }

  int token(int place) {
    return tokens[place];
  }

  double sum(int place) {
    return sums[place];
  }
}
