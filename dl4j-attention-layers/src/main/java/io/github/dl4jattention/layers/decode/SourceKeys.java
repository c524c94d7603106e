package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.fused.multihead.KeptKeys;
import io.github.dl4jattention.layers.kernel.Padding;

/**
 * Keys of the sources, all in one array.
 *
 * @param all {@code [sources, count, width]}
 * @param allValues {@code [sources, count, width]}
 * @param count keys of a source, padding included
 * @param sources the source of each row
 * @param padding which keys of a source are real
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SourceKeys(float[] all, float[] allValues, int count, int[] sources, Padding padding)
    implements KeptKeys {
  @Override
  public float[] keys(int key) {
    return all;
  }

  @Override
  public float[] values(int key) {
    return allValues;
  }

  @Override
  public int at(int row, int key, int width) {
    return (sources[row] * count + key) * width;
  }

  @Override
  public int example(int row) {
    return sources[row];
  }
}
