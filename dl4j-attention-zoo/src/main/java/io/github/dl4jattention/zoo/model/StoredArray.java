package io.github.dl4jattention.zoo.model;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;

/**
 * Checks an array as ND4J writes it, before ND4J reads it: ND4J believes the sizes it finds, and a
 * wrong one makes it allocate or read memory it should not.
 *
 * <p>The form: a header (mode, length, type) and the shape information as longs {@code rank,
 * shape[rank], stride[rank], extras, elementWiseStride, order}; then a header and the values.
 */
final class StoredArray {
  private static final Map<String, Integer> BYTES = Map.of("FLOAT", 4, "DOUBLE", 8, "HALF", 2);

  private StoredArray() {}

  /**
   * Reads over an array.
   *
   * @param in at the array's start
   * @param maxValues most values allowed
   * @return how many values it has
   * @throws IOException if it is cut short or not what ND4J writes for parameters
   */
  static long check(DataInputStream in, long maxValues) throws IOException {
    long infoLength = header(in, "LONG");
    int rank = Math.toIntExact(bounded(in.readLong(), 1, 2, "rank"));
    if (infoLength != 2L * rank + 4) {
      throw new IOException("shape information of length " + infoLength);
    }
    long[] shape = longs(in, rank, maxValues);
    long[] stride = longs(in, rank, maxValues);
    long extras = in.readLong();
    in.readLong(); // element-wise stride
    long order = in.readLong();
    long values = 1;
    long last = 0;
    for (int i = 0; i < rank; i++) {
      values = Math.multiplyExact(values, shape[i]);
      last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, stride[i]));
    }
    String type = typeAfterHeader(in, values);
    if (last >= values || values > maxValues || (order != 'c' && order != 'f')) {
      throw new IOException("strides outside of the array, or in no order");
    }
    // ND4J reads the values by their header and computes with them by the extras.
    if (extras != ArrayOptionsHelper.setOptionBit(0L, DataType.valueOf(type))) {
      throw new IOException("not of the type %s that it says".formatted(type));
    }
    in.skipNBytes(values * BYTES.get(type));
    if (in.read() >= 0) {
      throw new IOException("bytes after the last value");
    }
    return values;
  }

  private static long header(DataInputStream in, String type) throws IOException {
    mode(in);
    long length = in.readLong();
    String actual = in.readUTF();
    if (!actual.equals(type)) {
      throw new IOException("shape information of type " + actual);
    }
    return length;
  }

  private static String typeAfterHeader(DataInputStream in, long values) throws IOException {
    mode(in);
    long length = in.readLong();
    String type = in.readUTF();
    if (length != values || !BYTES.containsKey(type)) {
      throw new IOException("%d values of type %s, expected %d".formatted(length, type, values));
    }
    return type;
  }

  private static void mode(DataInputStream in) throws IOException {
    String mode = in.readUTF();
    if (!mode.equals("LONG_SHAPE") && !mode.equals("MIXED_DATA_TYPES")) {
      throw new IOException("unknown storage mode");
    }
  }

  private static long[] longs(DataInputStream in, int count, long max) throws IOException {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = bounded(in.readLong(), 1, max, "shape or stride");
    }
    return values;
  }

  private static long bounded(long value, long min, long max, String what) throws IOException {
    if (value < min || value > max) {
      throw new IOException("%s %d is not within %d to %d".formatted(what, value, min, max));
    }
    return value;
  }
}
