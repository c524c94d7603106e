package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Matrices;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies between ND4J's arrays, in native memory and of any order, and the kernels': time before
 * size, and zeros in the place of padding.
 *
 * <p>A piece of an array whose numbers lie together in memory is copied at once, by whichever
 * worker, and put in order on the way: an example of an array of order c, a step of one of order f.
 *
 * <p>One instance serves one thread at a time.
 */
final class NativeFloats {
  /** Numbers that one thread copies at a time. */
  private static final int BLOCK = 1 << 15;

  /** Columns that are put in order at a time. */
  private static final int COLUMNS = 64;

  private final Workers workers = Workers.shared();
  private final float[][] pieces = new float[workers.count()][0];
  private float[] mask = new float[0];

  /**
   * Reads a sequence, or vectors.
   *
   * @param from {@code [batch, size, time]} or {@code [batch, size]}, of any data type
   * @param padding which steps are padding; null for none
   * @param to takes {@code [batch, time, size]}
   */
  void read(INDArray from, Padding padding, Tensor to) {
    int size = (int) from.size(1);
    boolean sequence = from.rank() == 3;
    int time = sequence ? (int) from.size(2) : 1;
    int batch = (int) from.size(0);
    if (sequence) {
      to.reshape(batch, time, size);
    } else {
      to.reshape(batch, size);
    }
    float[] values = to.values();
    INDArray dense = dense(from.castTo(DataType.FLOAT));
    FloatPointer pointer = pointer(dense);
    int ofExample = dense.stride(0);
    int ofChannel = dense.stride(1);
    int ofStep = sequence ? dense.stride(2) : 1;
    if (MemoryOrder.stepsApart(dense)) {
      run(
          dense,
          time,
          (worker, t) -> {
            float[] step = get(worker, pointer, (long) t * ofStep, batch * size);
            int row = time * size;
            Matrices.copy(step, 0, ofExample, ofChannel, values, t * size, row, batch, size);
          });
    } else {
      run(
          dense,
          batch,
          (worker, b) -> {
            float[] example = get(worker, pointer, (long) b * ofExample, time * size);
            Matrices.copy(example, 0, ofStep, ofChannel, values, b * time * size, size, time, size);
          });
    }
    zeroPadding(to, padding);
  }

  /**
   * Writes a sequence, or vectors.
   *
   * @param from {@code [batch, time, size]}
   * @param padding which steps come out zero; null for none
   * @param to takes {@code [batch, size, time]} or {@code [batch, size]}; of order c or f, no view
   */
  void write(Tensor from, Padding padding, INDArray to) {
    zeroPadding(from, padding);
    int batch = from.batch();
    int time = from.time();
    int size = from.size();
    float[] values = from.values();
    FloatPointer pointer = pointer(to);
    if (MemoryOrder.isOfOrderC(to)) {
      workers.run(
          batch,
          (worker, b) -> {
            float[] example = piece(worker, time * size);
            Matrices.copy(values, b * time * size, 1, size, example, 0, time, size, time);
            put(worker, pointer, (long) b * time * size, time * size);
          });
    } else {
      workers.run(
          time,
          (worker, t) -> {
            float[] step = piece(worker, batch * size);
            Matrices.copy(values, t * size, 1, time * size, step, 0, batch, size, batch);
            put(worker, pointer, (long) t * batch * size, batch * size);
          });
    }
  }

  /**
   * Reads a mask.
   *
   * @param given {@code [batch, time]}; null if all steps are real
   * @param of the sequences it is of; all steps are real if they are vectors
   * @param to takes it
   */
  void readMask(INDArray given, INDArray of, Padding to) {
    int batch = (int) of.size(0);
    int time = of.rank() == 3 ? (int) of.size(2) : 1;
    if (given == null || of.rank() != 3) {
      to.all(batch, time);
    } else {
      mask = Buffers.atLeast(mask, (long) batch * time);
      readRows(given.castTo(DataType.FLOAT), mask);
      to.masked(mask, batch, time);
    }
  }

  /**
   * A matrix, a vector or a number, and its numbers row by row.
   *
   * @param array of any order
   * @param values its numbers; long enough
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Rows(INDArray array, float[] values) {}

  /**
   * Reads a matrix, a vector or a number, row by row.
   *
   * @param from of any order
   * @param to takes its numbers; long enough
   */
  void readRows(INDArray from, float[] to) {
    readRows(List.of(new Rows(from, to)));
  }

  /**
   * As {@link #readRows(INDArray, float[])}, several at once: many are small.
   *
   * @param all what is read, and what takes it
   */
  void readRows(List<Rows> all) {
    run(all.stream().map(this::reading).toList());
  }

  private Copy reading(Rows all) {
    INDArray from = all.array();
    float[] to = all.values();
    if (MemoryOrder.isColumns(from)) {
      int rows = (int) from.size(0);
      int columns = (int) from.size(1);
      FloatPointer pointer = pointer(from);
      return new Copy(
          from,
          pieces(columns, COLUMNS),
          (worker, block) -> {
            int first = block * COLUMNS;
            int count = Math.min(COLUMNS, columns - first);
            float[] piece = get(worker, pointer, (long) first * rows, count * rows);
            Matrices.copy(piece, 0, 1, rows, to, first, columns, rows, count);
          });
    }
    INDArray rows = MemoryOrder.isOfOrderC(from) ? from : from.dup('c');
    int length = (int) rows.length();
    FloatPointer pointer = pointer(rows);
    return new Copy(
        rows,
        pieces(length, BLOCK),
        (worker, block) -> {
          int first = block * BLOCK;
          int count = Math.min(BLOCK, length - first);
          new FloatPointer(pointer).position(first).get(to, first, count);
        });
  }

  /**
   * Writes a matrix, a vector or a number that was kept row by row.
   *
   * @param from its numbers
   * @param to takes them; of any order
   */
  void writeRows(float[] from, INDArray to) {
    writeRows(List.of(new Rows(to, from)));
  }

  /**
   * As {@link #writeRows(float[], INDArray)}, several at once.
   *
   * @param all what takes it, and what is written
   */
  void writeRows(List<Rows> all) {
    run(all.stream().map(this::writing).toList());
  }

  private Copy writing(Rows all) {
    float[] from = all.values();
    INDArray to = all.array();
    int length = (int) to.length();
    if (MemoryOrder.isOfOrderC(to)) {
      FloatPointer pointer = pointer(to);
      return new Copy(
          to,
          pieces(length, BLOCK),
          (worker, block) -> {
            int first = block * BLOCK;
            int count = Math.min(BLOCK, length - first);
            new FloatPointer(pointer).position(first).put(from, first, count);
          });
    } else if (MemoryOrder.isColumns(to)) {
      int rows = (int) to.size(0);
      int columns = (int) to.size(1);
      FloatPointer pointer = pointer(to);
      return new Copy(
          to,
          pieces(columns, COLUMNS),
          (worker, block) -> {
            int first = block * COLUMNS;
            int count = Math.min(COLUMNS, columns - first);
            float[] piece = piece(worker, count * rows);
            Matrices.copy(from, first, 1, columns, piece, 0, rows, count, rows);
            put(worker, pointer, (long) first * rows, count * rows);
          });
    }
    return new Copy(
        to,
        1,
        (worker, block) -> {
          INDArray ordered = to.dup('c');
          pointer(ordered).put(from, 0, length);
          to.assign(ordered);
        });
  }

  private static int pieces(int length, int block) {
    return (length + block - 1) / block;
  }

  /**
   * A copy, in pieces.
   *
   * @param array in native memory
   */
  private record Copy(INDArray array, int pieces, Workers.Piece piece) {}

  /** All pieces of some copies. */
  private void run(List<Copy> copies) {
    run(
        copies,
        copies.stream().mapToInt(Copy::pieces).sum(),
        (worker, index) -> {
          int i = 0;
          int piece = index;
          while (piece >= copies.get(i).pieces()) {
            piece -= copies.get(i).pieces();
            i++;
          }
          copies.get(i).piece().run(worker, piece);
        });
  }

  /** Keeps arrays that may be copies until their memory has been read. */
  private void run(Object source, int n, Workers.Piece piece) {
    try {
      workers.run(n, piece);
    } finally {
      Reference.reachabilityFence(source);
    }
  }

  private float[] piece(int worker, int length) {
    pieces[worker] = Buffers.atLeast(pieces[worker], length);
    return pieces[worker];
  }

  private float[] get(int worker, FloatPointer pointer, long at, int length) {
    float[] piece = piece(worker, length);
    new FloatPointer(pointer).position(at).get(piece, 0, length);
    return piece;
  }

  private void put(int worker, FloatPointer pointer, long at, int length) {
    new FloatPointer(pointer).position(at).put(pieces[worker], 0, length);
  }

  /** Writes zeros over the padded steps. */
  private static void zeroPadding(Tensor tensor, Padding padding) {
    if (padding == null) {
      return;
    }
    for (int example = 0; example < tensor.batch(); example++) {
      for (int t = 0; t < tensor.time(); t++) {
        if (!padding.real(example, t)) {
          int at = (example * tensor.time() + t) * tensor.size();
          Arrays.fill(tensor.values(), at, at + tensor.size(), 0);
        }
      }
    }
  }

  /** The array itself if the numbers of each of its examples, or steps, lie together; or a copy. */
  private static INDArray dense(INDArray array) {
    int time = array.rank() == 3 ? (int) array.size(2) : 1;
    long ofExample = array.size(1) * time;
    boolean examples =
        MemoryOrder.liesTogether(array, 0) && (array.size(0) == 1 || array.stride(0) >= ofExample);
    return examples || MemoryOrder.stepsApart(array) ? array : array.dup('c');
  }

  private static FloatPointer pointer(INDArray array) {
    return new FloatPointer(array.data().addressPointer());
  }
}
