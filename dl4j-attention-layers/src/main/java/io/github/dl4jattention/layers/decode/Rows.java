package io.github.dl4jattention.layers.decode;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows of numbers, picked from some that stay where they are: as an array of ND4J's, and as floats
 * where these are asked for. Each form is made of the other once, when first wanted. Never changed
 * once made.
 */
final class Rows {
  /** Of all rows, picked or not; the first axis is theirs. */
  private final long[] shape;

  /** Which of all are these; null if all are, in order. */
  private final int[] picked;

  /** All rows; null until made. Also those of {@link #array}. */
  private volatile float[] floats;

  private volatile INDArray array;

  private Rows(long[] shape, int[] picked, float[] floats, INDArray array) {
    this.shape = shape;
    this.picked = picked;
    this.floats = floats;
    this.array = array;
  }

  static Rows of(INDArray array) {
    return new Rows(array.shape(), null, null, array);
  }

  static Rows of(float[] values, long... shape) {
    return new Rows(shape, null, values, null);
  }

  /** Row i of the result is row {@code rows[i]} of this. */
  Rows select(int... rows) {
    if (floats == null) {
      return of(pick(array, rows));
    }
    int[] composed = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      composed[i] = source(rows[i]);
    }
    return new Rows(shape, composed, floats, null);
  }

  /** How many rows there are. */
  int count() {
    return picked == null ? (int) shape[0] : picked.length;
  }

  /** Length along an axis behind the rows'. */
  int size(int axis) {
    return (int) shape[axis];
  }

  /** Which of the rows of {@link #floats} is row r. */
  int source(int r) {
    return picked == null ? r : picked[r];
  }

  /** Numbers of a row. */
  int length() {
    int length = 1;
    for (int i = 1; i < shape.length; i++) {
      length *= (int) shape[i];
    }
    return length;
  }

  /** All rows that these were picked from. */
  float[] floats() {
    if (floats == null) {
      floats = toFloats(array);
    }
    return floats;
  }

  /** These rows, one after the other. */
  void copyTo(float[] to) {
    int length = length();
    for (int r = 0; r < count(); r++) {
      System.arraycopy(floats(), source(r) * length, to, r * length, length);
    }
  }

  /** These rows, detached from workspaces. */
  INDArray array() {
    if (array == null) {
      float[] values = new float[count() * length()];
      copyTo(values);
      long[] all = shape.clone();
      all[0] = count();
      try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        array = Nd4j.createFromArray(values).reshape('c', all);
      }
    }
    return array;
  }

  /** The numbers of an array of floats, row by row. */
  static float[] toFloats(INDArray array) {
    INDArray rows =
        array.ordering() == 'c' && !array.isView() && array.dataType() == DataType.FLOAT
            ? array
            : array.castTo(DataType.FLOAT).dup('c');
    float[] values = new float[(int) rows.length()];
    new FloatPointer(rows.data().addressPointer()).get(values);
    return values;
  }

  private static INDArray pick(INDArray array, int... rows) {
    long[] shape = array.shape().clone();
    long width = array.length() / shape[0];
    INDArray picked = Nd4j.pullRows(array.dup('c').reshape(shape[0], width), 1, rows);
    shape[0] = rows.length;
    return picked.reshape('c', shape);
  }
}
