package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * {@link StepNorm}, forward and backward, a block of rows at a time, so that it can stand between
 * other work on these rows while they are in a core's cache.
 *
 * <pre>
 *   n_i  = (x_i - mu) r          r = 1 / sqrt(mean_i((x_i - mu)^2) + epsilon), mu = 0 if not centred
 *   y_i  = g_i n_i + b_i
 *   dn_i = g_i dy_i,  dg_i = sum over rows of dy_i n_i,  db_i = sum over rows of dy_i
 *   dx_i = r (dn_i - mean_j(dn_j) - n_i mean_j(dn_j n_j))       without mean_j(dn_j) if not centred
 * </pre>
 *
 * <p>Of each row mu and r are kept, and n is made again backward. Of each block the gradients by
 * gain and bias are summed by themselves, then all blocks' in their order: whoever does which, the
 * sums are the same.
 */
public final class RowNorm {
  /** Rows of a block; the last may have fewer. */
  public static final int BLOCK = 64;

  private final StepNorm norm;
  private final Lanes lanes;
  private int size;
  private Pass.Parameter gain;
  private Pass.Parameter bias;

  /** {@code [rows]}; the means with the sign changed, as they are added. */
  private float[] shifts = new float[0];

  private float[] factors = new float[0];

  /** Of each worker: n, then dn, of a row. */
  private final float[][] normalized;

  private final float[][] gradients;

  /** Of each block of rows the gradients by the gain and by the bias. */
  private float[] sums = new float[0];

  /**
   * A normalisation.
   *
   * @param norm its settings
   * @param lanes what it computes with
   * @param workers who does
   */
  public RowNorm(StepNorm norm, Lanes lanes, Workers workers) {
    this.norm = norm;
    this.lanes = lanes;
    normalized = new float[workers.count()][0];
    gradients = new float[workers.count()][0];
  }

  /** What is done to a block of rows. */
  @FunctionalInterface
  public interface Block {
    /**
     * Does it.
     *
     * @param worker which of the workers does it
     * @param block which block it is
     * @param from its first row
     * @param to behind its last
     */
    void run(int worker, int block, int from, int to);
  }

  /**
   * Does something to all rows, block by block.
   *
   * @param workers who does it
   * @param rows their number
   * @param work what
   */
  public static void blocks(Workers workers, int rows, Block work) {
    workers.run(
        blocks(rows),
        (worker, block) -> {
          int from = block * BLOCK;
          work.run(worker, block, from, Math.min(rows, from + BLOCK));
        });
  }

  private static int blocks(int rows) {
    return (rows + BLOCK - 1) / BLOCK;
  }

  /**
   * Begins a forward pass.
   *
   * @param pass has the parameters
   * @param rows number of rows
   * @param size channels of a row
   */
  public void begin(Pass pass, int rows, int size) {
    this.size = size;
    gain = norm.gain() ? pass.parameter(StepNorm.GAIN) : null;
    bias = norm.bias() ? pass.parameter(StepNorm.BIAS) : null;
    shifts = Buffers.atLeast(shifts, rows);
    factors = Buffers.atLeast(factors, rows);
  }

  /**
   * Normalises rows.
   *
   * @param x {@code [rows, size]}
   * @param y takes {@code [rows, size]}; not x
   * @param from the first row
   * @param to behind the last
   */
  public void forward(float[] x, float[] y, int from, int to) {
    for (int row = from; row < to; row++) {
      int at = row * size;
      normalize(x, y, row);
      if (gain != null) {
        lanes.multiply(y, at, gain.values(), 0, size);
      }
      if (bias != null) {
        lanes.add(y, at, bias.values(), 0, size);
      }
    }
  }

  /** Makes n of a row of x. */
  private void normalize(float[] x, float[] y, int row) {
    int at = row * size;
    float shift = norm.centred() ? -lanes.sum(x, at, size) / size : 0;
    lanes.shift(y, at, x, at, shift, size);
    double meanSquare = lanes.dot(y, at, y, at, size) / size;
    float factor = (float) (1 / Math.sqrt(meanSquare + norm.epsilon()));
    lanes.scale(y, at, factor, size);
    shifts[row] = shift;
    factors[row] = factor;
  }

  /**
   * Begins a backward pass.
   *
   * @param rows number of rows
   */
  public void beginBackward(int rows) {
    sums = Buffers.zeros(sums, 2L * blocks(rows) * size);
  }

  /**
   * Goes back through a block of rows.
   *
   * @param worker which of the workers does it
   * @param x as it was
   * @param dy gradient by what was given
   * @param dx adds up the gradient by x; not dy
   * @param block which block
   * @param to behind its last row
   */
  public void backward(int worker, float[] x, float[] dy, float[] dx, int block, int to) {
    normalized[worker] = Buffers.atLeast(normalized[worker], size);
    gradients[worker] = Buffers.atLeast(gradients[worker], size);
    for (int row = block * BLOCK; row < to; row++) {
      int at = row * size;
      lanes.shift(normalized[worker], 0, x, at, shifts[row], size);
      lanes.scale(normalized[worker], 0, factors[row], size);
      int sum = 2 * block * size;
      lanes.addProduct(sums, sum, dy, at, normalized[worker], 0, size);
      lanes.add(sums, sum + size, dy, at, size);
      if (gain != null) {
        lanes.product(gradients[worker], 0, dy, at, gain.values(), 0, size);
      } else {
        System.arraycopy(dy, at, gradients[worker], 0, size);
      }
      back(normalized[worker], gradients[worker], dx, row);
    }
  }

  /** Adds the gradient by a row of x. */
  private void back(float[] normalized, float[] gradient, float[] dx, int row) {
    float mean = norm.centred() ? lanes.sum(gradient, 0, size) / size : 0;
    float product = lanes.dot(gradient, 0, normalized, 0, size) / size;
    lanes.addScaled(gradient, 0, -product, normalized, 0, size);
    lanes.shift(gradient, 0, gradient, 0, -mean, size);
    lanes.addScaled(dx, row * size, factors[row], gradient, 0, size);
  }

  /**
   * Ends a backward pass: adds to the parameters' gradients.
   *
   * @param rows number of rows
   */
  public void endBackward(int rows) {
    addSums(gain, 0, blocks(rows));
    addSums(bias, size, blocks(rows));
  }

  /** The blocks' sums, always in the same order. */
  private void addSums(Pass.Parameter parameter, int from, int blocks) {
    if (parameter != null) {
      for (int block = 0; block < blocks; block++) {
        lanes.add(parameter.gradient(), 0, sums, 2 * block * size + from, size);
      }
    }
  }
}
