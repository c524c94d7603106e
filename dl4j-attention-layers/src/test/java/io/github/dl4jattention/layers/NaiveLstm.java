package io.github.dl4jattention.layers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An LSTM in plain loops over numbers, from the equations: what the layer is held against. */
final class NaiveLstm {
  private final double[][] w;
  private final double[][] u;
  private final double[] b;
  private final int size;

  NaiveLstm(Map<String, INDArray> parameters) {
    w = parameters.get("W").toDoubleMatrix();
    u = parameters.get("RW").toDoubleMatrix();
    b = parameters.get("b").toDoubleVector();
    size = u.length;
  }

  /** The outputs of a batch, {@code [batch, nOut, time]}; mask null = all real. */
  INDArray output(INDArray input, INDArray mask) {
    INDArray output = Nd4j.zeros(input.dataType(), input.size(0), size, input.size(2));
    for (int example = 0; example < input.size(0); example++) {
      double[] hidden = new double[size];
      double[] cell = new double[size];
      for (int t = 0; t < input.size(2); t++) {
        if (mask != null && mask.getDouble(example, t) == 0) {
          continue;
        }
        double[] sums = new double[4 * size];
        for (int column = 0; column < sums.length; column++) {
          sums[column] = b[column];
          for (int i = 0; i < w.length; i++) {
            sums[column] += input.getDouble(example, i, t) * w[i][column];
          }
          for (int i = 0; i < size; i++) {
            sums[column] += hidden[i] * u[i][column];
          }
        }
        for (int i = 0; i < size; i++) {
          double candidate = Math.tanh(sums[i]);
          double forget = sigmoid(sums[size + i]);
          double shown = sigmoid(sums[2 * size + i]);
          double taken = sigmoid(sums[3 * size + i]);
          cell[i] = forget * cell[i] + taken * candidate;
          hidden[i] = shown * Math.tanh(cell[i]);
          output.putScalar(new int[] {example, i, t}, hidden[i]);
        }
      }
    }
    return output;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
