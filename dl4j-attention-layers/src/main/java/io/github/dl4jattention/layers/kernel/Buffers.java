package io.github.dl4jattention.layers.kernel;

import java.util.Arrays;

/** Memory that kernels keep from pass to pass, so that a steady state allocates none. */
public final class Buffers {
  private static volatile boolean poisoned;

  private Buffers() {}

  /**
   * An array that holds a number of floats; what they are means nothing.
   *
   * @param kept the array of the pass before; may be empty
   * @param size how many floats
   * @return the same array if it is long enough
   * @throws IllegalArgumentException if no array is that long
   */
  public static float[] atLeast(float[] kept, long size) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "an array of %d numbers is more than Java holds: use smaller batches".formatted(size));
    }
    float[] array = kept.length < size ? new float[(int) size] : kept;
    if (poisoned) {
      Arrays.fill(array, Float.NaN);
    }
    return array;
  }

  /**
   * As {@link #atLeast}, filled with zeros.
   *
   * @param kept the array of the pass before; may be empty
   * @param size how many floats
   * @return the same array if it is long enough
   */
  public static float[] zeros(float[] kept, long size) {
    float[] array = atLeast(kept, size);
    Arrays.fill(array, 0, (int) size, 0);
    return array;
  }

  /**
   * Whether memory is filled with NaN before each use, so that a kernel that reads what it has not
   * written is found out. For tests.
   *
   * @param on whether to
   */
  public static void poison(boolean on) {
    poisoned = on;
  }
}
