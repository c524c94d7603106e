package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * Layer and root mean square normalisation, forward and backward, a row of channels at a time.
 *
 * <pre>
 *   n_i  = (x_i - mu) r          r = 1 / sqrt(mean_i((x_i - mu)^2) + epsilon), mu = 0 if not centred
 *   y_i  = g_i n_i + b_i
 *   dn_i = g_i dy_i,  dg_i = sum over rows of dy_i n_i,  db_i = sum over rows of dy_i
 *   dx_i = r (dn_i - mean_j(dn_j) - n_i mean_j(dn_j n_j))       without mean_j(dn_j) if not centred
 * </pre>
 *
 * <p>Of each row mu and r are kept, and n is made again backward.
 */
final class NormalizationKernel implements Kernel {
  /** Rows that one thread takes at a time, whose gradients are summed before all others'. */
  private static final int BLOCK = 64;

  private final Settings settings;
  private final Lanes lanes;
  private final Workers workers = Workers.shared();

  /** {@code [rows]}; the means with the sign changed, as they are added. */
  private float[] shifts = new float[0];

  private float[] factors = new float[0];

  /** Of each worker: n, then dn, of a row. */
  private final float[][] normalized = new float[workers.count()][0];

  private final float[][] gradients = new float[workers.count()][0];

  /** Of each block of rows the gradients by the gain and by the bias. */
  private float[] sums = new float[0];

  /**
   * What it has to know.
   *
   * @param input name of the input
   * @param gain name of the gain; null for none
   * @param bias name of the bias; null for none
   * @param centred whether the mean is taken off
   * @param epsilon added to the mean of squares
   */
  record Settings(String input, String gain, String bias, boolean centred, float epsilon) {}

  NormalizationKernel(Settings settings, Lanes lanes) {
    this.settings = settings;
    this.lanes = lanes;
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Tensor x = pass.input(settings.input()).values();
    y.reshapeAs(x);
    shifts = Buffers.atLeast(shifts, x.rows());
    factors = Buffers.atLeast(factors, x.rows());
    int n = x.size();
    float[] gain = values(pass, settings.gain());
    float[] bias = values(pass, settings.bias());
    workers.run(
        blocks(x),
        (worker, block) -> {
          for (int row = block * BLOCK; row < end(x, block); row++) {
            int at = row * n;
            normalize(x.values(), y.values(), row, n);
            if (gain != null) {
              lanes.multiply(y.values(), at, gain, 0, n);
            }
            if (bias != null) {
              lanes.add(y.values(), at, bias, 0, n);
            }
          }
        });
  }

  /** Makes n of a row of x. */
  private void normalize(float[] x, float[] y, int row, int n) {
    int at = row * n;
    float shift = settings.centred() ? -lanes.sum(x, at, n) / n : 0;
    lanes.shift(y, at, x, at, shift, n);
    float meanSquare = lanes.dot(y, at, y, at, n) / n;
    float factor = (float) (1 / Math.sqrt((double) (meanSquare + settings.epsilon())));
    lanes.scale(y, at, factor, n);
    shifts[row] = shift;
    factors[row] = factor;
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input input = pass.input(settings.input());
    int n = dy.size();
    int blocks = blocks(dy);
    float[] gain = values(pass, settings.gain());
    sums = Buffers.zeros(sums, 2L * blocks * n);
    workers.run(
        blocks,
        (worker, block) -> {
          normalized[worker] = Buffers.atLeast(normalized[worker], n);
          gradients[worker] = Buffers.atLeast(gradients[worker], n);
          for (int row = block * BLOCK; row < end(dy, block); row++) {
            int at = row * n;
            lanes.shift(normalized[worker], 0, input.values().values(), at, shifts[row], n);
            lanes.scale(normalized[worker], 0, factors[row], n);
            int sum = 2 * block * n;
            lanes.addProduct(sums, sum, dy.values(), at, normalized[worker], 0, n);
            lanes.add(sums, sum + n, dy.values(), at, n);
            System.arraycopy(dy.values(), at, gradients[worker], 0, n);
            if (gain != null) {
              lanes.multiply(gradients[worker], 0, gain, 0, n);
            }
            back(normalized[worker], gradients[worker], input.gradient().values(), row, n);
          }
        });
    addSums(pass, settings.gain(), 0, blocks, n);
    addSums(pass, settings.bias(), n, blocks, n);
  }

  /** Adds the gradient by a row of x. */
  private void back(float[] normalized, float[] gradient, float[] dx, int row, int n) {
    float mean = settings.centred() ? lanes.sum(gradient, 0, n) / n : 0;
    float product = lanes.dot(gradient, 0, normalized, 0, n) / n;
    lanes.addScaled(gradient, 0, -product, normalized, 0, n);
    lanes.shift(gradient, 0, gradient, 0, -mean, n);
    lanes.addScaled(dx, row * n, factors[row], gradient, 0, n);
  }

  /** The blocks' sums, always in the same order. */
  private void addSums(Pass pass, String parameter, int from, int blocks, int n) {
    if (parameter != null) {
      float[] gradient = pass.parameter(parameter).gradient();
      for (int block = 0; block < blocks; block++) {
        lanes.add(gradient, 0, sums, 2 * block * n + from, n);
      }
    }
  }

  private static float[] values(Pass pass, String parameter) {
    return parameter != null ? pass.parameter(parameter).values() : null;
  }

  private static int blocks(Tensor x) {
    return (x.rows() + BLOCK - 1) / BLOCK;
  }

  private static int end(Tensor x, int block) {
    return Math.min(x.rows(), (block + 1) * BLOCK);
  }
}
