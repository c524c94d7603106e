package io.github.dl4jattention.benchmarks.works;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** From this library's and Deeplearning4j's layouts of arrays to PyTorch's, and random arrays. */
final class Layouts {
  /** Deeplearning4j's gates are a, f, o, i (a is the candidate); PyTorch's are i, f, a, o. */
  private static final int[] LSTM_GATES = {3, 1, 0, 2};

  private Layouts() {}

  /** {@code [batch, size, time]} as {@code [batch, time, size]}. */
  static INDArray timeBeforeSize(INDArray sequences) {
    return sequences.permute(0, 2, 1).dup('c');
  }

  static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /** The values of an output, zeros where its gradient is zero: padding is not compared. */
  static float[] realValues(float[] output, float[] upstream) {
    float[] values = new float[output.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = upstream[i] == 0 ? 0 : output[i];
    }
    return values;
  }

  /** Weights {@code [in, out]} as PyTorch's {@code [out, in]}. */
  static INDArray transposed(INDArray weight) {
    return weight.transpose().dup('c');
  }

  /** A bias {@code [1, out]} as PyTorch's {@code [out]}. */
  static INDArray vector(INDArray bias) {
    return bias.dup('c').reshape(bias.length());
  }

  /** W, U, b of an LSTM cell of this library: its gates are PyTorch's. */
  static List<INDArray> cell(Map<String, INDArray> table, String vertex) {
    return List.of(
        transposed(table.get(vertex + "_Wx")),
        transposed(table.get(vertex + "_Wh")),
        vector(table.get(vertex + "_b")));
  }

  /** W, U, b of Deeplearning4j's LSTM: its gates are put into PyTorch's order. */
  static List<INDArray> lstm(Map<String, INDArray> table, String prefix) {
    return List.of(
        inOrder(transposed(table.get(prefix + "W"))),
        inOrder(transposed(table.get(prefix + "RW"))),
        inOrder(vector(table.get(prefix + "b"))));
  }

  /** W, U and both biases of this library's GRU: its gates are PyTorch's. */
  static List<INDArray> gru(Map<String, INDArray> table, String prefix) {
    return List.of(
        transposed(table.get(prefix + "W")),
        transposed(table.get(prefix + "RW")),
        vector(table.get(prefix + "b")),
        vector(table.get(prefix + "bR")));
  }

  private static INDArray inOrder(INDArray gates) {
    long units = gates.size(0) / LSTM_GATES.length;
    List<INDArray> blocks = new ArrayList<>();
    for (int gate : LSTM_GATES) {
      blocks.add(gates.get(NDArrayIndex.interval(gate * units, (gate + 1) * units)));
    }
    return Nd4j.concat(0, blocks.toArray(new INDArray[0])).dup('c');
  }

  /** Normally distributed numbers. */
  static INDArray random(long seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(ArrayUtil.prodLong(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, shape, DataType.FLOAT);
  }

  /** Lengths from half of the steps to all of them: {@code [batch, time]}, 1 = real. */
  static INDArray mask(long batch, long time) {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, batch, time);
    for (long row = 0; row < batch; row++) {
      long real = Math.max(1, time - row % 4 * time / 6);
      mask.get(NDArrayIndex.point(row), NDArrayIndex.interval(0, real)).assign(1);
    }
    return mask;
  }
}
