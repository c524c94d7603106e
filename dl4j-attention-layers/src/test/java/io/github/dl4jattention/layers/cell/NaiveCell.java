package io.github.dl4jattention.layers.cell;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The cells in plain loops over numbers, from their equations: what they are held against. */
public final class NaiveCell {
  private final RecurrentCell cell;
  private final double[][] wx;
  private final double[][] wh;
  private final double[] b;
  private final double[] bh;
  private final int size;

  /** A cell with the usual activations. */
  public NaiveCell(RecurrentCell cell, Map<String, INDArray> parameters) {
    this.cell = cell;
    wx = parameters.get(RecurrentCell.INPUT_WEIGHT).toDoubleMatrix();
    wh = parameters.get(RecurrentCell.RECURRENT_WEIGHT).toDoubleMatrix();
    b = row(parameters.get(RecurrentCell.BIAS));
    INDArray second = parameters.get(GruCell.RECURRENT_BIAS);
    bh = second == null ? null : row(second);
    size = wh.length;
  }

  /** The state between two steps; the memory is null for cells without one. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record State(double[] hidden, double[] memory) {}

  /** Takes a step with x and what is fed back in one array. */
  public State next(double[] x, State previous) {
    if (cell instanceof LstmCell) {
      return lstm(x, previous);
    }
    return new State(
        cell instanceof GruCell ? gru(x, previous.hidden()) : rnn(x, previous.hidden()), null);
  }

  private State lstm(double[] x, State previous) {
    double[] hidden = new double[size];
    double[] memory = new double[size];
    for (int k = 0; k < size; k++) {
      double in = sigmoid(linear(x, previous.hidden(), k));
      double forget = sigmoid(linear(x, previous.hidden(), size + k));
      double proposed = Math.tanh(linear(x, previous.hidden(), 2 * size + k));
      double out = sigmoid(linear(x, previous.hidden(), 3 * size + k));
      memory[k] = forget * previous.memory()[k] + in * proposed;
      hidden[k] = out * Math.tanh(memory[k]);
    }
    return new State(hidden, memory);
  }

  private double[] gru(double[] x, double[] h) {
    double[] reset = new double[size];
    double[] kept = new double[size];
    for (int k = 0; k < size; k++) {
      reset[k] = sigmoid(linear(x, h, k) + secondBias(k));
      kept[k] = reset[k] * h[k];
    }
    double[] next = new double[size];
    for (int k = 0; k < size; k++) {
      double update = sigmoid(linear(x, h, size + k) + secondBias(size + k));
      int column = 2 * size + k;
      double ofState =
          bh == null
              ? product(kept, wh, column)
              : reset[k] * (product(h, wh, column) + secondBias(column));
      double proposed = Math.tanh(product(x, wx, column) + b[column] + ofState);
      next[k] = (1 - update) * proposed + update * h[k];
    }
    return next;
  }

  private double[] rnn(double[] x, double[] h) {
    double[] next = new double[size];
    for (int k = 0; k < size; k++) {
      next[k] = Math.tanh(linear(x, h, k));
    }
    return next;
  }

  private double linear(double[] x, double[] h, int column) {
    return product(x, wx, column) + product(h, wh, column) + b[column];
  }

  private double secondBias(int column) {
    return bh == null ? 0 : bh[column];
  }

  /** A row of numbers times a column of a matrix. */
  public static double product(double[] row, double[][] matrix, int column) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * matrix[i][column];
    }
    return sum;
  }

  private static double[] row(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
