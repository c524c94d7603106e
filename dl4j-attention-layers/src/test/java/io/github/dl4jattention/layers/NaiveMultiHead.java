package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.Subject.Data;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Multi-head self-attention as the paper writes it, number by number: an oracle that shares nothing
 * with the library. Positions are what its subclasses make of them.
 */
class NaiveMultiHead {
  final Map<String, INDArray> parameters;
  final int heads;
  final int headSize;

  NaiveMultiHead(ComputationGraph graph, int heads) {
    parameters = graph.getVertex("subject").paramTable(false);
    this.heads = heads;
    headSize = (int) parameters.get("Wq").size(1) / heads;
  }

  /** A query or a key, where it stands. */
  double[] placed(double[] x, int position) {
    return x;
  }

  /** The vector added to a key, or to a value, for its distance from the query. */
  double[] relative(boolean key, int distance) {
    return new double[headSize];
  }

  /** The number added to an energy. */
  double bias(int head, int distance) {
    return 0;
  }

  /** The output {@code [batch, size, time]} for one example without padding after another. */
  INDArray output(Data data) {
    INDArray x = data.inputs()[0];
    INDArray mask = data.mask(0);
    INDArray output =
        Nd4j.zeros(DataType.DOUBLE, x.size(0), parameters.get("Wo").size(1), x.size(2));
    for (int b = 0; b < x.size(0); b++) {
      for (int i = 0; i < x.size(2); i++) {
        if (mask.getDouble(b, i) == 0) {
          continue;
        }
        double[] together = new double[heads * headSize];
        for (int h = 0; h < heads; h++) {
          System.arraycopy(head(x.slice(b), mask, b, h, i), 0, together, h * headSize, headSize);
        }
        double[] projected = times(together, "Wo", "bo");
        for (int c = 0; c < projected.length; c++) {
          output.putScalar(new int[] {b, c, i}, projected[c]);
        }
      }
    }
    return output;
  }

  private double[] head(INDArray x, INDArray mask, int b, int h, int i) {
    int time = (int) x.size(1);
    double[] q = placed(slice(times(step(x, i), "Wq", "bq"), h), i);
    double[] weights = new double[time];
    double sum = 0;
    for (int j = 0; j < time; j++) {
      double[] k = placed(slice(times(step(x, j), "Wk", "bk"), h), j);
      double[] a = relative(true, j - i);
      double dot = 0;
      for (int c = 0; c < headSize; c++) {
        dot += q[c] * (k[c] + a[c]);
      }
      double energy = dot / Math.sqrt((double) headSize) + bias(h, j - i);
      weights[j] = mask.getDouble(b, j) * Math.exp(energy);
      sum += weights[j];
    }
    double[] z = new double[headSize];
    for (int j = 0; j < time; j++) {
      double[] v = slice(times(step(x, j), "Wv", "bv"), h);
      double[] a = relative(false, j - i);
      for (int c = 0; c < headSize; c++) {
        z[c] += weights[j] / sum * (v[c] + a[c]);
      }
    }
    return z;
  }

  private static double[] step(INDArray x, int t) {
    double[] step = new double[(int) x.size(0)];
    for (int c = 0; c < step.length; c++) {
      step[c] = x.getDouble(c, t);
    }
    return step;
  }

  private double[] slice(double[] x, int h) {
    double[] slice = new double[headSize];
    System.arraycopy(x, h * headSize, slice, 0, headSize);
    return slice;
  }

  private double[] times(double[] x, String weight, String bias) {
    INDArray w = parameters.get(weight);
    double[] y = new double[(int) w.size(1)];
    for (int c = 0; c < y.length; c++) {
      y[c] = parameters.get(bias).getDouble(0, c);
      for (int r = 0; r < x.length; r++) {
        y[c] += x[r] * w.getDouble(r, c);
      }
    }
    return y;
  }
}
