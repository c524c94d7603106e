package io.github.dl4jattention.zoo.annotations;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Numbers of which most are zero, as bytes: a bit for each, whether it is not zero, in longs; then
 * those that are not, as floats. Nothing is lost, and what follows a rectifier takes a fifth of its
 * size or less.
 */
final class SparseFloats {
  private SparseFloats() {}

  /**
   * Packs.
   *
   * @param values the numbers; a negative zero comes back as zero
   * @return the bytes, big-endian
   */
  static byte[] pack(float[] values) {
    long[] present = new long[words(values.length)];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        present[i >> 6] |= 1L << i;
        count++;
      }
    }
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * present.length + Float.BYTES * count);
    bytes.asLongBuffer().put(present);
    bytes.position(Long.BYTES * present.length);
    for (float value : values) {
      if (value != 0) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  /**
   * Unpacks.
   *
   * @param bytes at what {@link #pack} gave; all that remains is taken
   * @param into takes the numbers
   * @param at where they begin
   * @param length how many they are
   * @return false if the bytes are not those of so many numbers; what {@code into} has is then not
   *     specified
   */
  static boolean unpack(ByteBuffer bytes, float[] into, int at, int length) {
    int words = words(length);
    if (bytes.remaining() < Long.BYTES * words) {
      return false;
    }
    long[] present = new long[words];
    bytes.asLongBuffer().get(present);
    bytes.position(bytes.position() + Long.BYTES * words);
    int count = Arrays.stream(present).mapToInt(Long::bitCount).sum();
    boolean beyond = (length & 63) != 0 && present[words - 1] >>> length != 0;
    if (beyond || bytes.remaining() != Float.BYTES * count) {
      return false;
    }
    Arrays.fill(into, at, at + length, 0);
    for (int word = 0; word < words; word++) {
      for (long left = present[word]; left != 0; left &= left - 1) {
        into[at + (word << 6) + Long.numberOfTrailingZeros(left)] = bytes.getFloat();
      }
    }
    return true;
  }

  private static int words(int length) {
    return (length + 63) >> 6;
  }
}
