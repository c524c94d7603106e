package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import java.util.Arrays;

/**
 * Weights of one query's energies by the layers' one rule for masks: a forbidden key gets a weight
 * of exactly zero, a query without any key gets zeros.
 */
public final class KeySoftmax {
  /** The energy of a key that may not be looked at. */
  private static final float FORBIDDEN = -1e30f;

  /** No energy counts for more: an infinite one gives weights that are finite. */
  private static final float LIMIT = 1e30f;

  private final Lanes lanes;

  /**
   * A softmax.
   *
   * @param lanes what it computes with
   */
  public KeySoftmax(Lanes lanes) {
    this.lanes = lanes;
  }

  /**
   * Length of a row in memory: whole registers, no rest to be done one number at a time.
   *
   * @param keyTime number of keys
   * @return at least as many
   */
  public static int stride(int keyTime) {
    return (keyTime + 15) / 16 * 16;
  }

  /**
   * Makes weights of energies.
   *
   * @param row holds the energies of the keys up to the last real one; takes the weights
   * @param at where they begin
   * @param padding which keys are real
   * @param example whose keys
   * @param keyTime number of keys, padding included
   */
  public void apply(float[] row, int at, Padding padding, int example, int keyTime) {
    apply(row, at, padding, example, keyTime, 0, padding.end(example));
  }

  /**
   * Makes weights of the energies of some keys; the others get none.
   *
   * @param row holds the energies, that of key 0 first; takes the weights
   * @param at where they begin
   * @param padding which keys are real
   * @param example whose keys
   * @param keyTime number of keys, padding included
   * @param first the first key that may be looked at
   * @param end the key behind the last that may be, at most the last real one
   */
  public void apply(
      float[] row, int at, Padding padding, int example, int keyTime, int first, int end) {
    int length = stride(keyTime);
    Arrays.fill(row, at, at + first, FORBIDDEN);
    Arrays.fill(row, at + end, at + length, FORBIDDEN);
    if (padding.gaps(example)) {
      for (int j = first; j < end; j++) {
        if (!padding.real(example, j)) {
          row[at + j] = FORBIDDEN;
        }
      }
    }
    float max = lanes.max(row, at, keyTime);
    if (max > LIMIT) {
      for (int i = at; i < at + length; i++) {
        row[i] = Math.min(row[i], LIMIT);
      }
      max = LIMIT;
    }
    if (max == FORBIDDEN) {
      Arrays.fill(row, at, at + length, 0);
      return;
    }
    float sum = lanes.exp(row, at, max, length);
    lanes.scale(row, at, 1 / sum, length);
  }
}
