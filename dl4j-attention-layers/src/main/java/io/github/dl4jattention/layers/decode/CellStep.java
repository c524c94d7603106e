package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.cell.RnnCell;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.LstmCellKernel;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One step of a cell, of a few rows, on float arrays: its weights made ready once and divided by
 * columns, so that each worker reads its own from the cache nearest to it.
 *
 * <pre>
 *   gates     = y Wx + b [+ fed Wf]         {@link #known}, {@link #feed}
 *   recurrent = h_(t-1) Wh [+ bh]           {@link #known}
 *   h_t       = the cell's own              {@link #update}
 * </pre>
 */
abstract class CellStep {
  /** What it computes with. */
  final Lanes lanes;

  private final Workers workers;
  private final int parts;
  private final int size;
  private final int columns;
  private final int recurrentColumns;
  private final float[] bias;
  private final float[] recurrentBias;
  private final int inputSize;
  private final ColumnParts ofInput;

  /** Null if nothing is fed. */
  private final ColumnParts ofFed;

  private final ColumnParts ofState;

  private float[] read = new float[0];
  private float[] hidden = new float[0];
  private float[] gates = new float[0];
  private float[] recurrent = new float[0];
  private int rows;

  /**
   * For the cells.
   *
   * @param weights of the cell
   * @param recurrentColumns how many of Wh's columns are multiplied by h as it is, the first ones
   */
  CellStep(Weights weights, int recurrentColumns) {
    lanes = weights.lanes();
    workers = weights.workers();
    parts = workers.count() == 1 ? 1 : 2 * workers.count();
    INDArray ofBoth = weights.parameter(RecurrentCell.INPUT_WEIGHT);
    INDArray state = weights.parameter(RecurrentCell.RECURRENT_WEIGHT);
    size = (int) state.size(0);
    columns = (int) state.size(1);
    this.recurrentColumns = recurrentColumns;
    inputSize = (int) ofBoth.size(0) - weights.fedSize();
    float[] inputWeight = Rows.toFloats(ofBoth);
    ofInput = new ColumnParts(lanes, parts, inputWeight, 0, inputSize, columns);
    ofFed =
        weights.fedSize() == 0
            ? null
            : new ColumnParts(lanes, parts, inputWeight, inputSize, weights.fedSize(), columns);
    ofState = columnsOf(Rows.toFloats(state), 0, recurrentColumns);
    bias = Rows.toFloats(weights.parameter(RecurrentCell.BIAS));
    INDArray second = weights.parameter(GruCell.RECURRENT_BIAS);
    recurrentBias = second == null ? new float[recurrentColumns] : Rows.toFloats(second);
  }

  /**
   * What a step is made of.
   *
   * @param parameters by name
   * @param fedSize channels of what is fed beside y; 0 for nothing
   * @param lanes what computes
   * @param workers who do
   */
  record Weights(Map<String, INDArray> parameters, int fedSize, Lanes lanes, Workers workers) {
    /** Null if the cell has none of that name. */
    INDArray parameter(String name) {
      return parameters.get(name);
    }
  }

  /**
   * The step of a cell.
   *
   * @param cell the cell
   * @param weights of it
   * @return its step; empty for a cell of one's own, or with other activations
   */
  static Optional<CellStep> of(RecurrentCell cell, Weights weights) {
    int size = (int) weights.parameter(RecurrentCell.RECURRENT_WEIGHT).size(0);
    if (cell.kernel(weights.lanes(), size).isEmpty()) {
      return Optional.empty();
    } else if (cell instanceof LstmCell) {
      return Optional.of(new Lstm(weights, size));
    } else if (cell instanceof GruCell gru) {
      return Optional.of(
          gru.isResetAfter() ? new GruAfter(weights, size) : new GruBefore(weights, size));
    } else if (cell instanceof RnnCell) {
      return Optional.of(new Rnn(weights, size));
    }
    return Optional.empty();
  }

  /** Some columns of the state's weights. */
  final ColumnParts columnsOf(float[] values, int first, int count) {
    float[] some = new float[size * count];
    for (int i = 0; i < size; i++) {
      System.arraycopy(values, i * columns + first, some, i * count, count);
    }
    return new ColumnParts(lanes, parts, some, 0, size, count);
  }

  /** Units. */
  final int size() {
    return size;
  }

  /** Begins a step: takes what it reads. */
  final void begin(Rows inputs, DecoderState state) {
    rows = inputs.count();
    read = Buffers.atLeast(read, (long) rows * inputSize);
    hidden = Buffers.atLeast(hidden, (long) rows * size);
    gates = Buffers.atLeast(gates, (long) rows * columns);
    recurrent = Buffers.atLeast(recurrent, (long) rows * recurrentColumns);
    inputs.copyTo(read);
    state.hiddenRows().copyTo(hidden);
    begin(rows);
  }

  /** Makes room for what a cell needs beside. */
  void begin(int count) {}

  /** The states before the step, {@code [rows, size]}. */
  final float[] hidden() {
    return hidden;
  }

  /** {@code [rows, columns]}. */
  final float[] gates() {
    return gates;
  }

  /** {@code [rows, recurrentColumns]}. */
  final float[] recurrent() {
    return recurrent;
  }

  /** Pieces of {@link #known}. */
  final int pieces() {
    return ofState.count() + ofInput.count();
  }

  /** A piece of what is known before anything is fed: any worker may do it. */
  final void known(int piece) {
    int part = piece - ofState.count();
    if (part < 0) {
      ofState.fill(piece, recurrentBias, recurrent, rows);
      ofState.multiply(piece, hidden, 0, rows, true, recurrent, 0);
    } else {
      ofInput.fill(part, bias, gates, rows);
      ofInput.multiply(part, read, 0, rows, true, gates, 0);
    }
  }

  /** Adds what is fed, {@code [rows, fedSize]}. */
  final void feed(float[] fed) {
    multiply(ofFed, fed, true, gates);
  }

  /** A product, divided among the workers. */
  final void multiply(ColumnParts weight, float[] x, boolean accumulate, float[] y) {
    workers.run(
        weight.count(), (worker, part) -> weight.multiply(part, x, 0, rows, accumulate, y, 0));
  }

  /**
   * Ends the step.
   *
   * @param memory holds {@code c_(t-1)}, {@code [rows, size]}, and takes {@code c_t}; null for a
   *     cell without one
   * @param next takes {@code h_t}, {@code [rows, size]}
   * @param count number of rows
   */
  abstract void update(float[] memory, float[] next, int count);

  /** {@code h = tanh(gates + recurrent)}. */
  private static final class Rnn extends CellStep {
    Rnn(Weights weights, int size) {
      super(weights, size);
    }

    @Override
    void update(float[] memory, float[] next, int count) {
      lanes.add(gates(), 0, recurrent(), 0, count * size());
      lanes.tanh(next, 0, gates(), 0, count * size());
    }
  }

  /** As {@link LstmCellKernel}. */
  private static final class Lstm extends CellStep {
    private final LstmCellKernel cell;
    private final float[] shown;

    Lstm(Weights weights, int size) {
      super(weights, 4 * size);
      cell =
          new LstmCellKernel(weights.lanes(), weights.workers(), size, LstmCellKernel.Order.IFGO);
      shown = new float[size];
    }

    @Override
    void update(float[] memory, float[] next, int count) {
      int columns = 4 * size();
      lanes.add(gates(), 0, recurrent(), 0, count * columns);
      for (int r = 0; r < count; r++) {
        cell.update(gates(), r * columns, memory, next, r * size(), shown, 0);
      }
    }
  }

  /** {@code n = tanh(gates_n + r recurrent_n)}, {@code h = n + z (h - n)}. */
  private static final class GruAfter extends CellStep {
    GruAfter(Weights weights, int size) {
      super(weights, 3 * size);
    }

    @Override
    void update(float[] memory, float[] next, int count) {
      int size = size();
      for (int r = 0; r < count; r++) {
        int at = r * 3 * size;
        int n = at + 2 * size;
        lanes.add(gates(), at, recurrent(), at, 2 * size);
        lanes.sigmoid(gates(), at, gates(), at, 2 * size);
        lanes.addProduct(gates(), n, gates(), at, recurrent(), n, size);
        mix(gates(), at + size, n, hidden(), next, r * size);
      }
    }
  }

  /** {@code n = tanh(gates_n + (r h) Wh_n)}, {@code h = n + z (h - n)}. */
  private static final class GruBefore extends CellStep {
    private final ColumnParts ofReset;
    private float[] reset = new float[0];
    private float[] proposed = new float[0];

    GruBefore(Weights weights, int size) {
      super(weights, 2 * size);
      float[] values = Rows.toFloats(weights.parameter(RecurrentCell.RECURRENT_WEIGHT));
      ofReset = columnsOf(values, 2 * size, size);
    }

    @Override
    void begin(int count) {
      reset = Buffers.atLeast(reset, (long) count * size());
      proposed = Buffers.atLeast(proposed, (long) count * size());
    }

    @Override
    void update(float[] memory, float[] next, int count) {
      int size = size();
      for (int r = 0; r < count; r++) {
        int at = r * 3 * size;
        lanes.add(gates(), at, recurrent(), r * 2 * size, 2 * size);
        lanes.sigmoid(gates(), at, gates(), at, 2 * size);
        lanes.product(reset, r * size, gates(), at, hidden(), r * size, size);
      }
      multiply(ofReset, reset, false, proposed);
      for (int r = 0; r < count; r++) {
        int at = r * 3 * size;
        lanes.add(gates(), at + 2 * size, proposed, r * size, size);
        mix(gates(), at + size, at + 2 * size, hidden(), next, r * size);
      }
    }
  }

  /** Of a row: {@code next = n + z (h - n)}, with n the tanh of what stands there. */
  final void mix(float[] gates, int z, int n, float[] before, float[] next, int at) {
    lanes.tanh(gates, n, gates, n, size);
    System.arraycopy(before, at, next, at, size);
    lanes.addScaled(next, at, -1, gates, n, size);
    lanes.multiply(next, at, gates, z, size);
    lanes.add(next, at, gates, n, size);
  }
}
