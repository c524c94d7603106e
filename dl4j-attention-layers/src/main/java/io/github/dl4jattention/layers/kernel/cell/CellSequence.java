package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * A cell along whole sequences: a recurrent layer, forward and backward.
 *
 * <p>What the inputs contribute is one product over all steps. Then each worker takes some examples
 * from the first step to the last, without waiting for the others. The way back is the same, with
 * the products over all steps at its end.
 */
public final class CellSequence {
  private final CellKernel cell;
  private final Workers workers;
  private final Projection input;
  private final CellRows[] rows;
  private final Tensor hidden = new Tensor();
  private final Tensor memory = new Tensor();

  /**
   * A cell along sequences.
   *
   * @param lanes what it computes with
   * @param workers who does
   * @param in channels of the input
   * @param cell the cell
   */
  public CellSequence(Lanes lanes, Workers workers, int in, CellKernel cell) {
    this.cell = cell;
    this.workers = workers;
    input = new Projection(lanes, workers, in, cell.columns());
    rows = new CellRows[workers.count()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = cell.newRows();
    }
  }

  /**
   * Takes the parameters of a pass.
   *
   * @param weights the input's, {@code [in, columns]}
   * @param bias {@code [1, columns]}
   * @param stateWeights the state's, {@code [size, columns]}
   * @param stateBias {@code [1, columns]}; null for a cell that has none
   */
  public void load(
      Pass.Parameter weights,
      Pass.Parameter bias,
      Pass.Parameter stateWeights,
      Pass.Parameter stateBias) {
    input.load(weights, bias);
    cell.load(stateWeights, stateBias);
  }

  /**
   * The hidden states: to be set before the forward pass; after it, those after the last step.
   *
   * @return {@code [batch, 1, size]}
   */
  public Tensor hidden() {
    return hidden;
  }

  /**
   * The memories, alike, of a cell that has them.
   *
   * @return {@code [batch, 1, size]}
   */
  public Tensor memory() {
    return memory;
  }

  /**
   * Whether the cell has a memory beside its hidden state.
   *
   * @return false if {@link #memory()} means nothing
   */
  public boolean hasMemory() {
    return cell.hasMemory();
  }

  /**
   * Runs forward.
   *
   * @param x the input
   * @param y takes the hidden states; anything at padding
   */
  public void forward(Pass.Input x, Tensor y) {
    int batch = x.values().batch();
    int time = x.values().time();
    cell.begin(x.padding(), batch, time);
    input.forward(x.values().values(), cell.gates(), batch * time);
    y.reshape(batch, time, cell.size());
    int count = rowsOfAWorker(batch);
    workers.run(
        (batch + count - 1) / count,
        (worker, piece) -> {
          CellRows some = rows[worker];
          some.begin(piece * count, Math.min(count, batch - piece * count));
          exchange(some, true);
          forward(some, x, y);
          exchange(some, false);
        });
  }

  private void forward(CellRows some, Pass.Input x, Tensor y) {
    for (int t = 0; t < y.time(); t++) {
      if (padding(some, x, t)) {
        cell.skip(some, t);
      } else {
        cell.step(some, t);
        for (int r = 0; r < some.count(); r++) {
          int to = cell.row(some, r, t) * cell.size();
          System.arraycopy(some.hidden(), r * cell.size(), y.values(), to, cell.size());
        }
      }
    }
  }

  /** Takes the states to a worker, or back. */
  private void exchange(CellRows some, boolean toWorker) {
    int first = some.first() * cell.size();
    int length = some.count() * cell.size();
    copy(hidden.values(), first, some.hidden(), length, toWorker);
    if (cell.hasMemory()) {
      copy(memory.values(), first, some.memory(), length, toWorker);
    }
  }

  private static void copy(float[] all, int at, float[] some, int length, boolean toWorker) {
    if (toWorker) {
      System.arraycopy(all, at, some, 0, length);
    } else {
      System.arraycopy(some, 0, all, at, length);
    }
  }

  private static boolean padding(CellRows some, Pass.Input x, int t) {
    for (int r = 0; r < some.count(); r++) {
      if (x.padding().real(some.first() + r, t)) {
        return false;
      }
    }
    return true;
  }

  private int rowsOfAWorker(int batch) {
    return (batch + workers.count() - 1) / workers.count();
  }

  /**
   * Runs backward from the last forward pass: adds to the gradients of input and parameters.
   *
   * @param x the input
   * @param dy the gradient by the output, zeros at padding
   * @param firstStep the first step to go back to
   */
  public void backward(Pass.Input x, Tensor dy, int firstStep) {
    int batch = dy.batch();
    cell.beginBackward();
    int count = rowsOfAWorker(batch);
    workers.run(
        (batch + count - 1) / count,
        (worker, piece) -> {
          CellRows some = rows[worker];
          some.begin(piece * count, Math.min(count, batch - piece * count));
          backward(some, x, dy, firstStep);
        });
    cell.gradients();
    input.gradients(x.values().values(), cell.gates(), dy.rows());
    input.backward(cell.gates(), true, x.gradient().values(), dy.rows());
  }

  private void backward(CellRows some, Pass.Input x, Tensor dy, int firstStep) {
    for (int t = dy.time() - 1; t >= 0; t--) {
      if (t < firstStep || padding(some, x, t)) {
        cell.skip(some, t);
        continue;
      }
      for (int r = 0; r < some.count(); r++) {
        int from = cell.row(some, r, t) * cell.size();
        add(dy.values(), from, some.hidden(), r * cell.size());
      }
      cell.stepBack(some, t);
    }
  }

  private void add(float[] from, int at, float[] to, int toAt) {
    cell.lanes.add(to, toAt, from, at, cell.size());
  }
}
