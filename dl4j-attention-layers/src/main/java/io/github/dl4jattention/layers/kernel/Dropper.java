package io.github.dl4jattention.layers.kernel;

/**
 * Which numbers of an array are dropped: for each, by its index and a seed alone ({@link Uniform}),
 * so that the same are dropped forward and backward, in any order, by any number of threads,
 * without a mask in memory.
 */
public final class Dropper {
  private final Uniform numbers;
  private final long threshold;
  private final float scale;

  /**
   * Drops.
   *
   * @param dropProbability at least 0 and below 1
   * @param seed what is dropped depends on
   */
  public Dropper(double dropProbability, long seed) {
    numbers = new Uniform(seed);
    threshold = (long) (dropProbability * (1L << 32));
    scale = (float) (1 / (1 - dropProbability));
  }

  /**
   * What a number is multiplied by.
   *
   * @param index its index in the array
   * @return 0 if it is dropped, else one over the probability of being kept
   */
  public float factor(long index) {
    return numbers.bits(index) >>> 32 < threshold ? 0 : scale;
  }

  /**
   * Drops in a row.
   *
   * @param x {@code x[i] *= factor(index + i)}
   * @param at where the row begins
   * @param index index of its first number
   * @param n its length
   */
  public void apply(float[] x, int at, long index, int n) {
    for (int i = 0; i < n; i++) {
      x[at + i] *= factor(index + i);
    }
  }
}
