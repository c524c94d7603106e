package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Tensor;
import java.util.Arrays;

/**
 * Which keys the queries of a pass may look at: those that are real and in sight. The rule is
 * {@link io.github.dl4jattention.layers.align.KeyMask}'s.
 *
 * @param extent of the pass
 * @param sight the keys that a query may look at by where they stand
 */
record VisibleKeys(Extent extent, Sight sight) {
  /** The energy of a key that may not be looked at; see the layers' rule for masks. */
  static final float FORBIDDEN = -1e30f;

  /**
   * Gives keys that a query may not look at, and what fills up the row, their energy.
   *
   * @param energies holds the row
   * @param at where it begins
   * @param from its first key
   * @param to the key behind its last
   * @param length of the row with what fills it up
   */
  void forbid(float[] energies, int at, int example, int query, int from, int to, int length) {
    int n = to - from;
    int first = Math.min(n, Math.max(0, sight.first(example, query) - from));
    int end = Math.max(first, Math.min(n, sight.end(example, query) - from));
    Arrays.fill(energies, at, at + first, FORBIDDEN);
    Arrays.fill(energies, at + end, at + length, FORBIDDEN);
    Padding keys = extent.keys();
    if (keys.gaps(example)) {
      for (int j = first; j < end; j++) {
        if (!keys.real(example, from + j)) {
          energies[at + j] = FORBIDDEN;
        }
      }
    }
  }

  /** Whether a query may not look at some key; from and to as in {@link #forbid}. */
  boolean forbids(int example, int query, int from, int to) {
    return to - from < extent.keyTime()
        || extent.keys().gaps(example)
        || sight.first(example, query) > 0
        || sight.end(example, query) < to;
  }

  /**
   * Writes zeros over the output, or its gradient, of queries that see no key.
   *
   * @param y {@code [batch, queryTime, size]}
   */
  void zeroBlind(Tensor y) {
    Padding keys = extent.keys();
    for (int example = 0; example < extent.batch(); example++) {
      int key = 0; // the first real one
      while (key < keys.end(example) && !keys.real(example, key)) {
        key++;
      }
      int query = 0;
      while (query < extent.queryTime()
          && (key == keys.end(example) || sight.end(example, query) <= key)) {
        query++;
      }
      int at = example * extent.queryTime() * y.size();
      Arrays.fill(y.values(), at, at + query * y.size(), 0);
    }
  }
}
