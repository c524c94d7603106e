package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Operand;
import io.github.dl4jattention.layers.kernel.PlainLanes;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights made ready for products by several threads: each kernel as a matrix {@code [kernel *
 * kernel * in, out]}.
 */
final class PackedWeights {
  private final EncoderWeights weights;
  private final Map<String, Operand> operands = new HashMap<>();

  PackedWeights(EncoderWeights weights) {
    this.weights = weights;
    Lanes lanes = LanesProvider.lanes().orElseGet(PlainLanes::new);
    for (Convolution step : weights.architecture().convolutions()) {
      Operand operand = lanes.newOperand();
      float[] matrix = outputsLast(weights.layer(step.name()).kernel(), step);
      operand.load(matrix, 0, step.out(), 1, matrix.length / step.out(), step.out());
      operands.put(step.name(), operand);
    }
  }

  Architecture architecture() {
    return weights.architecture();
  }

  /**
   * A convolution's product, its bias and rectifier: {@code Y = max(0, X W + b)}.
   *
   * @param step the convolution
   * @param x holds X, {@code [rows, kernel * kernel * in]}
   * @param xAt where it begins
   * @param rows how many
   * @param y takes Y, {@code [rows, out]}
   * @param yAt where it begins
   */
  void product(Convolution step, float[] x, int xAt, int rows, float[] y, int yAt) {
    int width = step.kernel() * step.kernel() * step.in();
    operands.get(step.name()).multiply(x, xAt, width, 1, rows, false, y, yAt, step.out());
    float[] bias = weights.layer(step.name()).bias();
    for (int row = 0; row < rows; row++) {
      int at = yAt + row * step.out();
      for (int out = 0; out < bias.length; out++) {
        y[at + out] = Math.max(0, y[at + out] + bias[out]);
      }
    }
  }

  /** From {@code [out, in, rows, columns]} to {@code [rows, columns, in, out]}. */
  private static float[] outputsLast(float[] kernel, Convolution step) {
    int area = step.kernel() * step.kernel();
    float[] result = new float[kernel.length];
    int from = 0;
    for (int out = 0; out < step.out(); out++) {
      for (int in = 0; in < step.in(); in++) {
        for (int place = 0; place < area; place++) {
          result[(place * step.in() + in) * step.out() + out] = kernel[from++];
        }
      }
    }
    return result;
  }
}
