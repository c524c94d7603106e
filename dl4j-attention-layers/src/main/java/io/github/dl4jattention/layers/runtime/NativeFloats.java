package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies between ND4J's arrays, in native memory and of any order, and the kernels': time before
 * size, and zeros in the place of padding.
 *
 * <p>One instance serves one thread at a time.
 */
final class NativeFloats {
  /** Numbers of a square that is transposed at a time: it stays in the first level cache. */
  private static final int SQUARE = 16;

  private final Workers workers = Workers.shared();
  private final float[][] examples = new float[workers.count()][0];
  private float[] whole = new float[0];

  /**
   * Reads a sequence, or vectors.
   *
   * @param from {@code [batch, size, time]} or {@code [batch, size]}
   * @param padding which steps are padding; null for none
   * @param to takes {@code [batch, time, size]}
   */
  void read(INDArray from, Padding padding, Tensor to) {
    boolean sequence = from.rank() == 3;
    int size = (int) from.size(1);
    if (sequence) {
      to.reshape(from.size(0), from.size(2), size);
    } else {
      to.reshape(from.size(0), size);
    }
    INDArray dense = dense(from);
    int exampleStride = dense.stride(0);
    int sizeStride = dense.stride(1);
    int timeStride = sequence ? dense.stride(2) : 1;
    int length = to.time() * size;
    boolean together = exampleStride >= length || to.batch() == 1; // Each example's numbers.
    if (!together) {
      whole = Buffers.atLeast(whole, dense.length());
      pointer(dense).get(whole, 0, (int) dense.length());
    }
    FloatPointer pointer = pointer(dense);
    workers.run(
        to.batch(),
        (worker, example) -> {
          float[] source = whole;
          int at = example * exampleStride;
          if (together) {
            examples[worker] = Buffers.atLeast(examples[worker], length);
            source = examples[worker];
            new FloatPointer(pointer).position((long) example * length).get(source, 0, length);
            at = 0;
          }
          int first = example * length;
          transpose(source, at, timeStride, sizeStride, to.values(), first, to.time(), size);
          if (padding != null) {
            zeroPadding(to, padding, example);
          }
        });
  }

  /**
   * Writes a sequence, or vectors.
   *
   * @param from {@code [batch, time, size]}
   * @param padding which steps come out zero; null for none
   * @param to takes {@code [batch, size, time]} or {@code [batch, size]}; of order c
   */
  void write(Tensor from, Padding padding, INDArray to) {
    FloatPointer pointer = pointer(to);
    int length = from.time() * from.size();
    workers.run(
        from.batch(),
        (worker, example) -> {
          if (padding != null) {
            zeroPadding(from, padding, example);
          }
          examples[worker] = Buffers.atLeast(examples[worker], length);
          float[] target = examples[worker];
          transpose(
              from.values(), example * length, 1, from.size(), target, 0, from.size(), from.time());
          new FloatPointer(pointer).position((long) example * length).put(target, 0, length);
        });
  }

  /**
   * Reads a matrix, a vector or a number, row by row.
   *
   * @param from of any order
   * @param to takes its numbers; long enough
   */
  static void read(INDArray from, float[] to) {
    INDArray rows = isOfOrderC(from) ? from : from.dup('c');
    pointer(rows).get(to, 0, (int) rows.length());
  }

  /**
   * Writes a matrix, a vector or a number that was kept row by row.
   *
   * @param from its numbers
   * @param to takes them; of any order
   */
  static void write(float[] from, INDArray to) {
    if (isOfOrderC(to)) {
      pointer(to).put(from, 0, (int) to.length());
    } else {
      INDArray rows = to.ulike();
      INDArray ordered = isOfOrderC(rows) ? rows : rows.dup('c');
      pointer(ordered).put(from, 0, (int) to.length());
      to.assign(ordered);
    }
  }

  /** Writes zeros over the padded steps of an example. */
  private static void zeroPadding(Tensor tensor, Padding padding, int example) {
    for (int t = 0; t < tensor.time(); t++) {
      if (!padding.real(example, t)) {
        int at = (example * tensor.time() + t) * tensor.size();
        Arrays.fill(tensor.values(), at, at + tensor.size(), 0);
      }
    }
  }

  /**
   * {@code to[i][j] = from[i * rowStride + j * columnStride]}, to being {@code [rows, columns]}.
   */
  private static void transpose(
      float[] from,
      int fromAt,
      int rowStride,
      int columnStride,
      float[] to,
      int toAt,
      int rows,
      int columns) {
    if (columnStride == 1) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(from, fromAt + i * rowStride, to, toAt + i * columns, columns);
      }
      return;
    }
    for (int i0 = 0; i0 < rows; i0 += SQUARE) {
      int i1 = Math.min(rows, i0 + SQUARE);
      for (int j0 = 0; j0 < columns; j0 += SQUARE) {
        int j1 = Math.min(columns, j0 + SQUARE);
        for (int i = i0; i < i1; i++) {
          int source = fromAt + i * rowStride + j0 * columnStride;
          int target = toAt + i * columns;
          for (int j = j0; j < j1; j++) {
            to[target + j] = from[source];
            source += columnStride;
          }
        }
      }
    }
  }

  /** The array itself if its numbers lie together in memory without gaps, else a copy. */
  private static INDArray dense(INDArray array) {
    long span = 1;
    for (int i = 0; i < array.rank(); i++) {
      if (array.size(i) > 1) {
        if (array.stride(i) <= 0) {
          return array.dup('c');
        }
        span += (array.size(i) - 1) * array.stride(i);
      }
    }
    return span == array.length() ? array : array.dup('c');
  }

  private static boolean isOfOrderC(INDArray array) {
    long stride = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) > 1 && array.stride(i) != stride) {
        return false;
      }
      stride *= array.size(i);
    }
    return true;
  }

  private static FloatPointer pointer(INDArray array) {
    return new FloatPointer(array.data().addressPointer());
  }
}
