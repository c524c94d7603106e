package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/** The simple recurrent cell: {@code h_t = tanh(x_t Wx + h_(t-1) Wh + b)}. */
public final class RnnCellKernel extends CellKernel {
  private final Projection recurrent;

  /**
   * A cell.
   *
   * @param lanes what it computes with
   * @param workers who does, after the last step
   * @param size units
   */
  public RnnCellKernel(Lanes lanes, Workers workers, int size) {
    super(lanes, size, 1);
    recurrent = new Projection(lanes, workers, size, size);
  }

  @Override
  public void load(Pass.Parameter weight, Pass.Parameter bias) {
    recurrent.load(weight, null);
  }

  @Override
  public void beginBackward() {
    recurrent.loadTransposed();
  }

  @Override
  void forward(CellRows rows, int t) {
    int size = size();
    int first = row(rows, 0, t) * size;
    recurrent.rows(rows.hidden(), 0, size, true, gates(), first, stride(), rows.count());
    for (int r = 0; r < rows.count(); r++) {
      int at = row(rows, r, t) * size;
      if (real(rows, r, t)) {
        lanes.tanh(gates(), at, gates(), at, size);
        System.arraycopy(gates(), at, rows.hidden(), r * size, size);
      }
    }
  }

  @Override
  public void stepBack(CellRows rows, int t) {
    int size = size();
    float[] hidden = rows.hidden();
    for (int r = 0; r < rows.count(); r++) {
      int row = row(rows, r, t);
      if (real(rows, r, t)) {
        lanes.tanhGradient(hidden, r * size, gates(), row * size, size);
        System.arraycopy(hidden, r * size, gates(), row * size, size);
        Arrays.fill(hidden, r * size, (r + 1) * size, 0);
      } else {
        clear(row);
      }
    }
    int first = row(rows, 0, t) * size;
    recurrent.backwardRows(gates(), first, stride(), true, hidden, 0, size, rows.count());
  }

  @Override
  public void gradients() {
    recurrent.gradients(before(), gates(), rows());
  }
}
