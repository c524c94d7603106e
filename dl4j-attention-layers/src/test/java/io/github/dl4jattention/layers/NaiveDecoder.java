package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.cell.NaiveCell.product;

import io.github.dl4jattention.layers.cell.NaiveCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Both decoders in plain loops over numbers, from the papers' equations, one example at a time.
 * Padded steps are left out, and so are padded annotations. The score is additive, with coverage if
 * its parameters are there, or general.
 */
final class NaiveDecoder {
  private final NaiveCell cell;
  private final int stateSize;
  private final Map<String, INDArray> parameters;
  private final boolean inputFeeding;

  /** Luong's if there is a {@code Wc}, else Bahdanau's. */
  NaiveDecoder(RecurrentCell cell, boolean inputFeeding, Map<String, INDArray> parameters) {
    this.cell = new NaiveCell(cell, parameters);
    this.stateSize = (int) parameters.get("Wh").size(0);
    this.inputFeeding = inputFeeding;
    this.parameters = parameters;
  }

  /** The outputs of one example, a row for each real step. */
  double[][] run(double[][] inputs, double[][] annotations, NaiveCell.State first) {
    double[][] outputs = new double[inputs.length][];
    NaiveCell.State state = first;
    double[] coverage = new double[annotations.length];
    double[] attentional = new double[attentionalSize()];
    for (int t = 0; t < inputs.length; t++) {
      if (attentional.length == 0) {
        double[] context = gated(state.hidden(), context(state.hidden(), annotations, coverage));
        state = cell.next(joined(inputs[t], context), state);
        outputs[t] = state.hidden();
      } else {
        state = cell.next(inputFeeding ? joined(inputs[t], attentional) : inputs[t], state);
        double[] both = joined(context(state.hidden(), annotations, coverage), state.hidden());
        attentional = new double[attentional.length];
        for (int k = 0; k < attentional.length; k++) {
          attentional[k] = Math.tanh(product(both, matrix("Wc"), k));
        }
        outputs[t] = attentional;
      }
    }
    return outputs;
  }

  private int attentionalSize() {
    return parameters.containsKey("Wc") ? (int) parameters.get("Wc").size(1) : 0;
  }

  private double[] context(double[] query, double[][] annotations, double[] coverage) {
    double[] exponentials = new double[annotations.length];
    double sum = 0;
    for (int j = 0; j < annotations.length; j++) {
      exponentials[j] = Math.exp(energy(query, annotations[j], coverage[j]));
      sum += exponentials[j];
    }
    double[] context = new double[annotationSize()];
    for (int j = 0; j < annotations.length; j++) {
      coverage[j] += exponentials[j] / sum;
      for (int k = 0; k < context.length; k++) {
        context[k] += exponentials[j] / sum * annotations[j][k];
      }
    }
    return context;
  }

  /** Times {@code 1 / (1 + exp(-(h . w + b)))}, if there is a gate. */
  private double[] gated(double[] hidden, double[] context) {
    if (!parameters.containsKey("Wbeta")) {
      return context;
    }
    double sum = product(hidden, matrix("Wbeta"), 0) + parameters.get("bbeta").getDouble(0);
    return Arrays.stream(context).map(c -> c / (1 + Math.exp(-sum))).toArray();
  }

  private int annotationSize() {
    return (int)
        (parameters.containsKey("Wk") ? parameters.get("Wk").size(0) : parameters.get("W").size(1));
  }

  private double energy(double[] query, double[] key, double covered) {
    double energy = 0;
    if (!parameters.containsKey("Wk")) {
      for (int k = 0; k < key.length; k++) {
        energy += product(query, matrix("W"), k) * key[k];
      }
      return energy;
    }
    double[][] v = matrix("v");
    for (int k = 0; k < v.length; k++) {
      double sum = product(query, matrix("Wq"), k) + product(key, matrix("Wk"), k);
      if (parameters.containsKey("Wcoverage")) {
        sum += covered * matrix("Wcoverage")[0][k] + matrix("attentionBias")[0][k];
      }
      energy += v[k][0] * Math.tanh(sum);
    }
    return energy;
  }

  private double[][] matrix(String name) {
    return parameters.get(name).toDoubleMatrix();
  }

  /** The real steps of an example of {@code [batch, size, time]}, in order. */
  static double[][] realSteps(INDArray sequence, INDArray mask, int row) {
    INDArray steps = sequence.slice(row).transpose().dup('c'); // [time, size]
    return IntStream.range(0, (int) steps.size(0))
        .filter(t -> mask == null || mask.getDouble(row, t) != 0)
        .mapToObj(t -> steps.getRow(t).toDoubleVector())
        .toArray(double[][]::new);
  }

  /** A state of zeros, or one from arrays. */
  NaiveCell.State state(INDArray hidden, INDArray memory, int row) {
    return new NaiveCell.State(
        hidden == null ? new double[stateSize] : hidden.getRow(row).toDoubleVector(),
        memory == null ? new double[stateSize] : memory.getRow(row).toDoubleVector());
  }

  /** Steps put back to where they are real, {@code [size, time]}; zeros elsewhere. */
  static INDArray spread(double[][] steps, INDArray mask, int row, long size, long time) {
    INDArray array = Nd4j.zeros(DataType.DOUBLE, size, time);
    int next = 0;
    for (int t = 0; t < time; t++) {
      if (mask == null || mask.getDouble(row, t) != 0) {
        array.getColumn(t).assign(Nd4j.createFromArray(steps[next++]));
      }
    }
    return array;
  }

  private static double[] joined(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
