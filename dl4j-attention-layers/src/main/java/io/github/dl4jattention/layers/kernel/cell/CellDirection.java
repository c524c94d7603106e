package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * A cell along sequences in one direction, for {@link CellSequence}: its parameters, and its states
 * before the first step and after the last.
 */
public final class CellDirection {
  /** The input's and the state's. */
  static final int PRODUCTS = 2;

  private static final int INPUT = 0;
  private static final int STATE = 1;

  private final Runnable[] loads = new Runnable[PRODUCTS];
  private final Lanes lanes;
  private final CellKernel cell;
  private final boolean fromTheEnd;
  private final Projection input;
  private final CellRows[] rows;
  private final Tensor hidden = new Tensor();
  private final Tensor memory = new Tensor();

  /**
   * A direction.
   *
   * @param lanes what it computes with
   * @param workers who does
   * @param in channels of the input
   * @param cell the cell
   * @param fromTheEnd whether it goes from the last step to the first
   */
  public CellDirection(Lanes lanes, Workers workers, int in, CellKernel cell, boolean fromTheEnd) {
    this.lanes = lanes;
    this.cell = cell;
    this.fromTheEnd = fromTheEnd;
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
   * @param stateBias {@code [1, columns]}; of no meaning to a cell that has none
   */
  public void load(
      Pass.Parameter weights,
      Pass.Parameter bias,
      Pass.Parameter stateWeights,
      Pass.Parameter stateBias) {
    loads[INPUT] = () -> input.load(weights, bias);
    loads[STATE] = () -> cell.load(stateWeights, stateBias);
  }

  /** Makes one of {@value #PRODUCTS} products ready, by one worker. */
  void prepare(int product) {
    loads[product].run();
  }

  /** Makes one of them ready for the way back. */
  void prepareBackward(int product) {
    if (product == INPUT) {
      input.loadTransposed();
    } else {
      cell.beginBackward();
    }
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
   * Units of the cell.
   *
   * @return how many
   */
  public int size() {
    return cell.size();
  }

  /** The part of the inputs, of all steps. */
  void project(Pass.Input x) {
    Tensor values = x.values();
    cell.begin(x.padding(), values.batch(), values.time());
    input.forward(values.values(), cell.gates(), values.rows());
  }

  /** Takes some examples through all steps, by one worker; y from a column on. */
  void forward(int worker, int first, int count, Padding padding, Tensor y, int column) {
    CellRows some = rows[worker];
    some.begin(first, count);
    exchange(some, true);
    int size = cell.size();
    for (int i = 0; i < y.time(); i++) {
      int t = fromTheEnd ? y.time() - 1 - i : i;
      if (padding(some, padding, t)) {
        cell.skip(some, t);
      } else {
        cell.step(some, t);
        for (int r = 0; r < count; r++) {
          int to = cell.row(some, r, t) * y.size() + column;
          System.arraycopy(some.hidden(), r * size, y.values(), to, size);
        }
      }
    }
    exchange(some, false);
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

  private static boolean padding(CellRows some, Padding padding, int t) {
    for (int r = 0; r < some.count(); r++) {
      if (padding.real(some.first() + r, t)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes some examples back, by one worker.
   *
   * @param steps how many steps it goes back; those before them get no gradient
   */
  void backward(
      int worker, int first, int count, Padding padding, Tensor dy, int column, int steps) {
    CellRows some = rows[worker];
    some.begin(first, count);
    int size = cell.size();
    for (int i = 0; i < dy.time(); i++) {
      int t = fromTheEnd ? i : dy.time() - 1 - i;
      if (i >= steps || padding(some, padding, t)) {
        cell.skip(some, t);
        continue;
      }
      for (int r = 0; r < count; r++) {
        int from = cell.row(some, r, t) * dy.size() + column;
        lanes.add(some.hidden(), r * size, dy.values(), from, size);
      }
      cell.stepBack(some, t);
    }
  }

  /** The gradients of all parameters, and of the input. */
  void gradients(Pass.Input x) {
    int rows = x.values().rows();
    cell.gradients();
    input.gradients(x.values().values(), cell.gates(), rows);
    input.backward(cell.gates(), true, x.gradient().values(), rows);
  }
}
