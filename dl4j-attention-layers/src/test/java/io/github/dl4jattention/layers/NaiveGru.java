package io.github.dl4jattention.layers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A GRU in plain loops over numbers, from the paper's equations: what the layer is held against.
 */
final class NaiveGru {
  private final boolean resetAfter;
  private final double[][] w;
  private final double[][] u;
  private final double[] b;
  private final double[] recurrentB;
  private final int size;

  NaiveGru(boolean resetAfter, Map<String, INDArray> parameters) {
    this.resetAfter = resetAfter;
    w = parameters.get("W").toDoubleMatrix();
    u = parameters.get("RW").toDoubleMatrix();
    b = parameters.get("b").toDoubleVector();
    recurrentB = resetAfter ? parameters.get("bR").toDoubleVector() : new double[b.length];
    size = u.length;
  }

  /** The outputs of a batch, {@code [batch, nOut, time]}; mask null = all real. */
  INDArray output(INDArray input, INDArray mask) {
    INDArray output = Nd4j.zeros(input.dataType(), input.size(0), size, input.size(2));
    for (int example = 0; example < input.size(0); example++) {
      double[] state = new double[size];
      for (int t = 0; t < input.size(2); t++) {
        if (mask != null && mask.getDouble(example, t) == 0) {
          continue;
        }
        double[] x = new double[w.length];
        for (int i = 0; i < x.length; i++) {
          x[i] = input.getDouble(example, i, t);
        }
        state = step(x, state);
        for (int i = 0; i < size; i++) {
          output.putScalar(new int[] {example, i, t}, state[i]);
        }
      }
    }
    return output;
  }

  private double[] step(double[] x, double[] before) {
    double[] reset = new double[size];
    for (int i = 0; i < size; i++) {
      reset[i] = sigmoid(ofInput(x, i) + recurrentB[i] + product(before, u, i));
    }
    double[] state = new double[size];
    for (int i = 0; i < size; i++) {
      double update =
          sigmoid(ofInput(x, size + i) + recurrentB[size + i] + product(before, u, size + i));
      int column = 2 * size + i;
      double recurrent;
      if (resetAfter) {
        recurrent = reset[i] * (recurrentB[column] + product(before, u, column));
      } else {
        double[] kept = new double[size];
        for (int j = 0; j < size; j++) {
          kept[j] = reset[j] * before[j];
        }
        recurrent = product(kept, u, column);
      }
      double candidate = Math.tanh(ofInput(x, column) + recurrent);
      state[i] = (1 - update) * candidate + update * before[i];
    }
    return state;
  }

  private double ofInput(double[] x, int column) {
    return b[column] + product(x, w, column);
  }

  private static double product(double[] row, double[][] matrix, int column) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * matrix[i][column];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
