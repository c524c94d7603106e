package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.kernel.Padding;

/**
 * Keys and values that were projected before, for queries that come one at a time. A key's channels
 * are neighbours, as are a value's, and both stand at the same place of their arrays.
 */
public interface KeptKeys {
  /**
   * How many there are, padding included.
   *
   * @return the number
   */
  int count();

  /**
   * What holds a key.
   *
   * @param key which
   * @return an array with that of each row
   */
  float[] keys(int key);

  /**
   * What holds a value.
   *
   * @param key its key
   * @return an array with that of each row
   */
  float[] values(int key);

  /**
   * Where a row's key begins, and its value.
   *
   * @param row which query's
   * @param key which
   * @param width channels of a key
   * @return the index
   */
  int at(int row, int key, int width);

  /**
   * Which keys are real.
   *
   * @return the padding of {@link #example}
   */
  Padding padding();

  /**
   * Whose padding is a row's.
   *
   * @param row which query's
   * @return the example
   */
  int example(int row);
}
