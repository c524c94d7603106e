package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Buffers;
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

  /** Rows of a product of inputs at most: its gates stay in a core's cache until they are used. */
  private static final int BLOCK_ROWS = 64;

  private final Runnable[] loads = new Runnable[PRODUCTS];
  private final Lanes lanes;
  private final CellKernel cell;
  private final boolean fromTheEnd;
  private final Projection input;
  private final CellRows[] rows;
  private final Tensor hidden = new Tensor();
  private final Tensor memory = new Tensor();
  private final int in;
  private int batch;

  /** Steps whose inputs are one product. */
  private int block;

  private int keptSteps;

  /** The inputs, and the gradients by them, as the cell's rows lie: {@code [rows, in]}. */
  private float[] inputs = new float[0];

  private float[] ofInputs = new float[0];

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
    this.in = in;
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

  /**
   * Begins a pass.
   *
   * @param kept whether it is kept for a way back
   */
  void begin(Padding padding, int batch, int time, int examples, boolean kept) {
    block = Math.max(1, Math.min(time, BLOCK_ROWS / examples));
    this.batch = batch;
    keptSteps = kept ? time : block;
    cell.beginSteps(padding, batch, time, keptSteps);
    inputs = Buffers.atLeast(inputs, (long) batch * keptSteps * in);
  }

  /** Takes some examples through all steps, by one worker; y from a column on. */
  void forward(int worker, int first, int count, Pass.Input x, Tensor y, int column) {
    CellRows some = rows[worker];
    some.begin(first, count);
    exchange(some, true);
    int blocks = (y.time() + block - 1) / block;
    for (int i = 0; i < blocks; i++) {
      int from = (fromTheEnd ? blocks - 1 - i : i) * block;
      int steps = Math.min(block, y.time() - from);
      project(some, x.values(), from, steps);
      for (int j = 0; j < steps; j++) {
        int t = from + (fromTheEnd ? steps - 1 - j : j);
        step(some, x.padding(), t, y, column);
      }
    }
    exchange(some, false);
  }

  /** The part of the inputs of some steps, gathered so that it is one product. */
  private void project(CellRows some, Tensor x, int from, int steps) {
    int row = cell.row(some, 0, from);
    int to = row * in;
    for (int t = from; t < from + steps; t++) {
      for (int r = 0; r < some.count(); r++) {
        System.arraycopy(x.values(), ((some.first() + r) * x.time() + t) * in, inputs, to, in);
        to += in;
      }
    }
    int columns = cell.columns();
    int at = row * columns;
    input.rows(inputs, row * in, in, false, cell.gates(), at, columns, steps * some.count());
  }

  private void step(CellRows some, Padding padding, int t, Tensor y, int column) {
    if (padding(some, padding, t)) {
      cell.skip(some, t);
      return;
    }
    cell.step(some, t);
    int size = cell.size();
    for (int r = 0; r < some.count(); r++) {
      int to = ((some.first() + r) * y.time() + t) * y.size() + column;
      System.arraycopy(some.hidden(), r * size, y.values(), to, size);
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
        int from = ((first + r) * dy.time() + t) * dy.size() + column;
        lanes.add(some.hidden(), r * size, dy.values(), from, size);
      }
      cell.stepBack(some, t);
    }
    backToInputs(cell.row(some, 0, 0), count * dy.time());
  }

  /** The gradient by some rows' inputs, in blocks that fit into a core's cache. */
  private void backToInputs(int first, int count) {
    int columns = cell.columns();
    for (int row = first; row < first + count; row += BLOCK_ROWS) {
      int some = Math.min(BLOCK_ROWS, first + count - row);
      input.backwardRows(cell.gates(), row * columns, columns, false, ofInputs, row * in, in, some);
    }
  }

  /** Begins the way back. */
  void beginBackward() {
    ofInputs = Buffers.atLeast(ofInputs, (long) batch * keptSteps * in);
  }

  /** Adds to the gradient by the input, of some examples. */
  void addInputGradient(int first, int count, Tensor dx) {
    int from = first * keptSteps * in;
    for (int t = 0; t < dx.time(); t++) {
      for (int r = 0; r < count; r++) {
        lanes.add(dx.values(), ((first + r) * dx.time() + t) * in, ofInputs, from, in);
        from += in;
      }
    }
  }

  /** The gradients of all parameters. */
  void gradients() {
    cell.gradients();
    input.gradients(inputs, cell.gates(), batch * keptSteps);
  }
}
