package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/**
 * The gated recurrent unit, in its two forms; gates in the order r, z, n.
 *
 * <pre>
 *   r_t = sigmoid(x_t Wx_r + b_r + h_(t-1) Wh_r [+ bh_r])
 *   z_t = sigmoid(x_t Wx_z + b_z + h_(t-1) Wh_z [+ bh_z])
 *   n_t = tanh(x_t Wx_n + b_n + r_t (h_(t-1) Wh_n + bh_n))      reset after the product
 *   n_t = tanh(x_t Wx_n + b_n + (r_t h_(t-1)) Wh_n)             reset before it
 *   h_t = (1 - z_t) n_t + z_t h_(t-1)
 * </pre>
 */
public final class GruCellKernel extends CellKernel {
  private final boolean resetAfter;

  /** The columns of r and z. */
  private final Projection gated;

  /** Those of n. */
  private final Projection proposed;

  /**
   * {@code [rows, size]}. Reset after: {@code h_(t-1) Wh_n + bh_n}, and the gradient by it. Reset
   * before: {@code r_t h_(t-1)}.
   */
  private float[] inner = new float[0];

  /**
   * A cell.
   *
   * @param lanes what it computes with
   * @param workers who does, after the last step
   * @param size units
   * @param resetAfter whether the reset gate acts after the product; then the state's product has a
   *     bias
   */
  public GruCellKernel(Lanes lanes, Workers workers, int size, boolean resetAfter) {
    super(lanes, size, 3);
    this.resetAfter = resetAfter;
    gated = new Projection(lanes, workers, size, 2 * size);
    proposed = new Projection(lanes, workers, size, size);
  }

  @Override
  public void load(Pass.Parameter weight, Pass.Parameter bias) {
    Pass.Parameter used = resetAfter ? bias : null;
    gated.load(weight, 0, columns(), used, 0);
    proposed.load(weight, 2 * size(), columns(), used, 2 * size());
  }

  @Override
  void reserve(int rows) {
    inner = Buffers.atLeast(inner, (long) rows * size());
  }

  @Override
  public void beginBackward() {
    gated.loadTransposed();
    proposed.loadTransposed();
  }

  @Override
  void clear(int row) {
    super.clear(row);
    Arrays.fill(inner, row * size(), (row + 1) * size(), 0);
  }

  @Override
  void forward(CellRows rows, int t) {
    int size = size();
    float[] gates = gates();
    int count = rows.count();
    int first = row(rows, 0, t);
    int innerStride = stride() / columns() * size;
    gated.rows(rows.hidden(), 0, size, true, gates, first * columns(), stride(), count);
    if (resetAfter) {
      proposed.rows(rows.hidden(), 0, size, false, inner, first * size, innerStride, count);
    }
    for (int r = 0; r < count; r++) {
      int row = row(rows, r, t);
      int reset = row * columns();
      lanes.sigmoid(gates, reset, gates, reset, 2 * size);
      if (resetAfter) {
        lanes.addProduct(gates, reset + 2 * size, gates, reset, inner, row * size, size);
      } else {
        lanes.product(inner, row * size, gates, reset, rows.hidden(), r * size, size);
      }
    }
    if (!resetAfter) {
      int n = first * columns() + 2 * size;
      proposed.rows(inner, first * size, innerStride, true, gates, n, stride(), count);
    }
    for (int r = 0; r < count; r++) {
      if (real(rows, r, t)) {
        update(rows.hidden(), r * size, row(rows, r, t) * columns());
      }
    }
  }

  /** {@code h = n - z n + z h}. */
  private void update(float[] hidden, int h, int row) {
    int size = size();
    float[] gates = gates();
    int z = row + size;
    int n = row + 2 * size;
    lanes.tanh(gates, n, gates, n, size);
    lanes.addScaled(hidden, h, -1, gates, n, size);
    lanes.multiply(hidden, h, gates, z, size);
    lanes.add(hidden, h, gates, n, size);
  }

  @Override
  public void stepBack(CellRows rows, int t) {
    int size = size();
    float[] gates = gates();
    float[] dh = rows.hidden();
    int count = rows.count();
    int first = row(rows, 0, t);
    float[] ofReset = rows.scratch(count * size); // Gradients by r_t h_(t-1).
    for (int r = 0; r < count; r++) {
      if (real(rows, r, t)) {
        backThroughUpdate(dh, r * size, row(rows, r, t), ofReset);
      } else {
        clear(row(rows, r, t));
      }
    }
    if (!resetAfter) {
      int n = first * columns() + 2 * size;
      proposed.backwardRows(gates, n, stride(), false, ofReset, 0, size, count);
    }
    for (int r = 0; r < count; r++) {
      if (real(rows, r, t)) {
        backThroughReset(dh, r * size, row(rows, r, t), ofReset);
      }
    }
    if (resetAfter) {
      int innerStride = stride() / columns() * size;
      proposed.backwardRows(inner, first * size, innerStride, true, dh, 0, size, count);
    }
    gated.backwardRows(gates, first * columns(), stride(), true, dh, 0, size, count);
  }

  /** Of a row: dh becomes the gradient by h_(t-1), z and n those by their arguments. */
  private void backThroughUpdate(float[] dh, int d, int row, float[] product) {
    int size = size();
    float[] gates = gates();
    int z = row * columns() + size;
    int n = z + size;
    System.arraycopy(before(), row * size, product, d, size);
    lanes.addScaled(product, d, -1, gates, n, size);
    lanes.multiply(product, d, dh, d, size); // dh (h - n)
    lanes.sigmoidGradient(product, d, gates, z, size);
    lanes.multiply(gates, z, dh, d, size); // dh z
    lanes.addScaled(dh, d, -1, gates, z, size); // dh (1 - z)
    lanes.tanhGradient(dh, d, gates, n, size);
    System.arraycopy(dh, d, gates, n, size);
    System.arraycopy(gates, z, dh, d, size);
    System.arraycopy(product, d, gates, z, size);
  }

  /** Of a row: r becomes the gradient by its argument. */
  private void backThroughReset(float[] dh, int d, int row, float[] product) {
    int size = size();
    float[] gates = gates();
    int reset = row * columns();
    int n = reset + 2 * size;
    int at = row * size;
    if (resetAfter) {
      lanes.product(product, d, gates, n, inner, at, size);
      lanes.product(inner, at, gates, n, gates, reset, size);
    } else {
      lanes.addProduct(dh, d, product, d, gates, reset, size);
      lanes.multiply(product, d, before(), at, size);
    }
    lanes.sigmoidGradient(product, d, gates, reset, size);
    System.arraycopy(product, d, gates, reset, size);
  }

  @Override
  public void gradients() {
    int size = size();
    gated.gradients(before(), 0, size, gates(), 0, columns(), rows());
    if (resetAfter) {
      proposed.gradients(before(), inner, rows());
    } else {
      proposed.gradients(inner, 0, size, gates(), 2 * size, columns(), rows());
    }
  }
}
