package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import java.util.Arrays;

/**
 * A recurrent cell's steps, forward and backward, for rows of a batch.
 *
 * <p>What x (and anything else but the state) contributes to the gates is computed outside, {@code
 * x_t Wx + b}, and put into {@link #gates()}; the state's part is computed here, step by step. On
 * the way back the gates' rows become the gradients by them, from which the outside computes those
 * of its weights and of x. The gradient by the state's weights is one product after the last step.
 *
 * <p>Dimensions: {@code size} units, {@code columns} of the gates: a unit's gate after another's,
 * all units of a gate together. A row is one step of one example, row {@code example * time + t},
 * or, in a pass begun with {@link #beginSteps}, a step's rows of a worker together, so that a step
 * reads and writes memory in one piece.
 *
 * <p>A padded step leaves its example's state as it was, and has gates of gradient zero.
 *
 * <p>Several threads may step at a time, each with {@link CellRows} of its own, of other examples:
 *
 * <pre>{@code
 * cell.load(pass.parameter("Wh"), null);
 * cell.begin(padding, batch, time);
 * input.forward(x, cell.gates(), batch * time);
 * rows.begin(first, count);
 * for (int t = 0; t < time; t++) {
 *   cell.step(rows, t);             // rows.hidden() is h_t
 * }
 *
 * cell.beginBackward();
 * rows.begin(first, count);
 * for (int t = time - 1; t >= 0; t--) {
 *   // Add the gradient by h_t to rows.hidden().
 *   cell.stepBack(rows, t);
 * }
 * cell.gradients();                // dWh
 * input.gradients(x, cell.gates(), batch * time);
 * }</pre>
 */
public abstract class CellKernel {
  /** What it computes with. */
  final Lanes lanes;

  private final int size;
  private final int columns;
  private Padding padding;
  private int batch;
  private int time;

  /** Steps whose rows there is room for. */
  private int kept;

  private boolean stepByStep;
  private float[] gates = new float[0];
  private float[] before = new float[0];

  /**
   * For the cells.
   *
   * @param lanes what it computes with
   * @param size units
   * @param gates gates of a unit
   */
  CellKernel(Lanes lanes, int size, int gates) {
    this.lanes = lanes;
    this.size = size;
    this.columns = gates * size;
  }

  /**
   * Takes the parameters of a pass.
   *
   * @param weight the state's weights, {@code [size, columns]}
   * @param bias bias of the state's product, {@code [1, columns]}; of no meaning to a cell that has
   *     none
   */
  public abstract void load(Pass.Parameter weight, Pass.Parameter bias);

  /**
   * Begins a pass: makes room. Rows lie example by example.
   *
   * @param padding which steps are real
   * @param batch number of examples
   * @param time number of steps
   */
  public final void begin(Padding padding, int batch, int time) {
    begin(padding, batch, time, time, false);
  }

  /**
   * Begins a pass whose rows lie step by step.
   *
   * @param padding which steps are real
   * @param batch number of examples
   * @param time number of steps
   * @param kept steps whose rows are kept: all for a way back, else a block, after which the next
   *     one's rows take their place
   */
  public final void beginSteps(Padding padding, int batch, int time, int kept) {
    begin(padding, batch, time, Math.min(time, kept), true);
  }

  private void begin(Padding given, int examples, int steps, int keptSteps, boolean together) {
    padding = given;
    batch = examples;
    time = steps;
    kept = keptSteps;
    stepByStep = together;
    gates = Buffers.atLeast(gates, (long) rows() * columns);
    before = Buffers.atLeast(before, (long) rows() * size);
    reserve(rows());
  }

  /** Makes room for what a cell keeps beside. */
  void reserve(int rows) {}

  /** Makes ready for {@link #stepBack}, by one thread. */
  public abstract void beginBackward();

  /**
   * Takes a step.
   *
   * @param rows the states before it; takes those after it
   * @param t index of the step
   */
  public final void step(CellRows rows, int t) {
    for (int r = 0; r < rows.count(); r++) {
      System.arraycopy(rows.hidden(), r * size, before, row(rows, r, t) * size, size);
    }
    forward(rows, t);
  }

  /**
   * Takes a step back.
   *
   * @param rows the gradients by the states after it; takes those by the states before it, as far
   *     as they come through the cell
   * @param t index of the step
   */
  public abstract void stepBack(CellRows rows, int t);

  /**
   * Passes over a step that is padding for all examples of some rows: nothing changes, and it adds
   * nothing to any gradient.
   *
   * @param rows the examples
   * @param t index of the step
   */
  public final void skip(CellRows rows, int t) {
    for (int r = 0; r < rows.count(); r++) {
      int row = row(rows, r, t);
      Arrays.fill(before, row * size, (row + 1) * size, 0);
      clear(row);
    }
  }

  /** Adds to the gradients of the state's parameters, after all steps back of all rows. */
  public abstract void gradients();

  /** A step of all of some rows' examples, their states before it kept. */
  abstract void forward(CellRows rows, int t);

  /** Makes a row zero that is padding: it counts in no product. */
  void clear(int row) {
    Arrays.fill(gates, row * columns, (row + 1) * columns, 0);
  }

  /**
   * Before a step, what is known of the gates; between, the cell's own; after the step back, the
   * gradients by the gates.
   *
   * @return {@code [rows, columns]}
   */
  public final float[] gates() {
    return gates;
  }

  /**
   * The hidden state before each step.
   *
   * @return {@code [rows, size]}
   */
  public final float[] before() {
    return before;
  }

  /**
   * Which row a step of an example is.
   *
   * @param rows the examples
   * @param r which of them
   * @param t index of the step
   * @return index of the row
   */
  public final int row(CellRows rows, int r, int t) {
    return stepByStep
        ? rows.first() * kept + t % kept * rows.count() + r
        : (rows.first() + r) * time + t;
  }

  /**
   * Distance of an example's gates from the next one's, of the same step.
   *
   * @return {@code time * columns}, or the columns where a step's rows lie together
   */
  public final int stride() {
    return stepByStep ? columns : time * columns;
  }

  /**
   * Columns of the gates.
   *
   * @return gates times units
   */
  public final int columns() {
    return columns;
  }

  /**
   * Units.
   *
   * @return how many
   */
  public final int size() {
    return size;
  }

  /**
   * Whether the cell has a memory beside its hidden state.
   *
   * @return false by default
   */
  public boolean hasMemory() {
    return false;
  }

  /**
   * A worker's rows.
   *
   * @return new ones, to be kept
   */
  public final CellRows newRows() {
    return new CellRows(size, hasMemory());
  }

  /** Whether a step is real. */
  final boolean real(CellRows rows, int r, int t) {
    return padding.real(rows.first() + r, t);
  }

  /** Rows of all examples and kept steps. */
  final int rows() {
    return batch * kept;
  }
}
