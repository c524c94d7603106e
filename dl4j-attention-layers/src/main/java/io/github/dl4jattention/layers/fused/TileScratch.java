package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;

/** What one worker of {@link HeadAttention} works with: a tile, and the keys it looks at. */
final class TileScratch {
  /** Keys that a tile of several queries may look at, if no query of it looks at half as many. */
  private static final int LOCAL_KEYS = 128;

  final int worker;

  /** Values as columns, {@code [valueSize, keys]}. */
  final Operand valuesDown;

  /** Values as rows, {@code [keys, valueSize]}. */
  final Operand values;

  /** Gradients of a tile's outputs: {@code [queries, valueSize]}. */
  final Operand rows;

  /** Energies, then weights, of a tile: {@code [queries, stride]}. */
  float[] weights = new float[0];

  float[] gradient = new float[0];

  int example;
  int head;

  /** The keys of a tile. */
  int from;

  int to;

  /** Rows as long as whole registers: no rest to be done one number at a time. */
  int stride;

  TileScratch(int worker, Sight sight, Lanes lanes) {
    this.worker = worker;
    valuesDown = sight.newOperand(lanes);
    values = sight.newOperand(lanes);
    rows = sight.newOperand(lanes);
  }

  /** Takes the keys of a tile. */
  void keys(int from, int to) {
    this.from = from;
    this.to = to;
    stride = (to - from + 15) / 16 * 16;
  }

  /**
   * Takes the keys that a few queries look at: as many queries as look at keys near each other.
   *
   * @param row the first query
   * @param most queries at most
   * @param keys of the example
   * @return how many queries
   */
  int local(Sight sight, int row, int most, int keys) {
    int first = Math.min(keys, sight.first(example, row));
    int end = Math.max(first, Math.min(keys, sight.end(example, row)));
    int limit = Math.max(LOCAL_KEYS, 2 * (end - first));
    int count = 1;
    while (count < most) {
      int next = row + count;
      int lowest = Math.min(first, sight.first(example, next));
      int highest = Math.max(end, Math.min(keys, sight.end(example, next)));
      if (highest - lowest > limit) {
        break;
      }
      first = lowest;
      end = highest;
      count++;
    }
    keys(first, end);
    return count;
  }
}
