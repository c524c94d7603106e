package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Tensor;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Reads rows of a matrix by their numbers, and adds gradients to them. */
final class TokenRows {
  private final NativeFloats floats = new NativeFloats();
  private final Tensor steps = new Tensor();
  private final Padding padding = new Padding();
  private int[] tokens = new int[0];
  private long batch;
  private long time;

  /**
   * Takes what is read.
   *
   * @param input {@code [batch, 1, time]} or {@code [batch, time]}: numbers of rows
   * @param mask {@code [batch, time]}; null if all steps are real
   * @param count how many rows there are
   * @param owner who reads, for messages
   */
  void begin(INDArray input, INDArray mask, long count, String owner) {
    boolean sequences = input.rank() == 3 && input.size(1) == 1;
    if (!sequences && input.rank() != 2) {
      throw new DL4JInvalidInputException(
          "%s: the input must be numbers of tokens [batch, 1, time] or [batch, time], got %s"
              .formatted(owner, Arrays.toString(input.shape())));
    }
    batch = input.size(0);
    time = input.size(sequences ? 2 : 1);
    INDArray flat = input.reshape(batch, time);
    INDArray rows = flat.castTo(DataType.FLOAT).dup('c');
    Masks.read(padding, mask, batch, time);
    float[] numbers = rows.data().asFloat();
    tokens = new int[numbers.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (int) numbers[i];
      if (!real(i)) {
        tokens[i] = 0;
      } else if (tokens[i] != numbers[i] || tokens[i] < 0 || tokens[i] >= count) {
        throw new DL4JInvalidInputException(
            "%s: token %s at example %d, step %d is not a whole number from 0 to %d"
                .formatted(owner, numbers[i], i / time, i % time, count - 1));
      }
    }
  }

  private boolean real(int step) {
    return padding.real((int) (step / time), (int) (step % time));
  }

  /**
   * The rows read, zeros at padding.
   *
   * @param rows {@code [tokens, size]}
   * @return {@code [batch, size, time]}
   */
  INDArray read(INDArray rows, LayerWorkspaceMgr workspaces) {
    long size = rows.size(1);
    INDArray found =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, rows.dataType(), new long[] {batch * time, size}, 'c');
    Nd4j.pullRows(rows, found, 1, tokens);
    INDArray sequences = found.reshape('c', batch, time, size);
    if (padding.padded()) {
      float[] mask = new float[tokens.length];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = real(i) ? 1 : 0;
      }
      INDArray real = Nd4j.createFromArray(mask).castTo(rows.dataType()).reshape('c', batch, time);
      Broadcast.mul(sequences, real, sequences, 0, 1);
    }
    return sequences.permute(0, 2, 1);
  }

  /** Hands the gradients of this pass to the rows' owner. */
  void addTo(SharedRows owner, INDArray epsilon) {
    owner.addGradients(tokens, padding, epsilon);
  }

  /**
   * Adds to gradients.
   *
   * @param gradients {@code [tokens, size]}, row by row in memory
   * @param tokens which row each step has read, example by example
   * @param padding which steps are real
   * @param epsilon {@code [batch, size, time]}
   */
  void add(INDArray gradients, int[] tokens, Padding padding, INDArray epsilon) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (gradients.dataType() == DataType.FLOAT
          && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU) {
        addFloats(gradients, tokens, padding, epsilon);
      } else {
        addArrays(gradients, tokens, padding, epsilon);
      }
    }
  }

  private void addFloats(INDArray gradients, int[] tokens, Padding padding, INDArray epsilon) {
    floats.read(epsilon, null, steps);
    int size = steps.size();
    float[] sum = new float[size];
    FloatPointer pointer = new FloatPointer(gradients.data().addressPointer());
    for (int i = 0; i < tokens.length; i++) {
      if (padding.real(i / steps.time(), i % steps.time())) {
        pointer.position((long) tokens[i] * size).get(sum, 0, size);
        for (int j = 0; j < size; j++) {
          sum[j] += steps.values()[i * size + j];
        }
        pointer.put(sum, 0, size);
      }
    }
  }

  private static void addArrays(
      INDArray gradients, int[] tokens, Padding padding, INDArray epsilon) {
    int time = (int) epsilon.size(2);
    // In an array of its own: of a view that does not begin at the start of its buffer, M2.1 takes
    // the last rows for empty.
    INDArray sum = Nd4j.zeros(gradients.dataType(), gradients.shape());
    for (int i = 0; i < tokens.length; i++) {
      if (padding.real(i / time, i % time)) {
        INDArray row = sum.get(NDArrayIndex.point(tokens[i]), NDArrayIndex.all());
        row.addi(
            epsilon.get(
                NDArrayIndex.point(i / time), NDArrayIndex.all(), NDArrayIndex.point(i % time)));
      }
    }
    gradients.addi(sum);
  }
}
