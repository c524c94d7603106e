package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellRows;
import java.util.Arrays;

/**
 * A recurrent cell along a sequence by hand, with or without something to look at.
 *
 * <p>What the input contributes to the gates is one product for all steps. The batch is divided
 * among the workers, each of which takes its examples through all steps without waiting for the
 * others. The gradients of the weights are products over all steps at the end.
 */
abstract class DecoderKernel implements Kernel {
  /** A product takes so many rows at a time: what an example gets depends on no other then. */
  private static final int TOGETHER = 4;

  final DecoderSettings settings;
  final Lanes lanes;
  final Workers workers = Workers.shared();
  final CellKernel cell;
  int time;
  private final Projection input;
  private final Projection fed;
  private final int fedSize;
  private final CellRows[] states;
  private Padding padding;

  /**
   * A kernel.
   *
   * @param settings the decoder's
   * @param cell its cell
   * @param fedSize channels of what a step is fed beside its input; 0 if nothing is
   * @param lanes what it computes with
   */
  DecoderKernel(DecoderSettings settings, CellKernel cell, int fedSize, Lanes lanes) {
    this.settings = settings;
    this.cell = cell;
    this.fedSize = fedSize;
    this.lanes = lanes;
    input = new Projection(lanes, workers, settings.inputSize(), cell.columns());
    fed = fedSize == 0 ? null : new Projection(lanes, workers, fedSize, cell.columns());
    states = new CellRows[workers.count()];
    Arrays.setAll(states, i -> cell.newRows());
  }

  @Override
  public final void forward(Pass pass, Tensor output) {
    Pass.Input y = pass.input(settings.inputs());
    int batch = y.values().batch();
    time = y.values().time();
    padding = y.padding();
    load(pass);
    cell.begin(padding, batch, time);
    input.forward(y.values().values(), cell.gates(), batch * time);
    begin(pass, output, batch);
    eachChunk(
        batch,
        (worker, rows, end) -> {
          first(pass, rows);
          begin(worker, rows);
          for (int t = 0; t < end; t++) {
            step(worker, rows, t);
          }
          for (int t = end; t < time; t++) {
            cell.skip(rows, t);
            skip(rows, t);
          }
        });
  }

  private void load(Pass pass) {
    Pass.Parameter weight = pass.parameter(RecurrentCell.INPUT_WEIGHT);
    int columns = cell.columns();
    input.load(weight, pass.parameter(RecurrentCell.BIAS));
    if (fed != null) {
      fed.load(weight, settings.inputSize() * columns, columns, null, 0);
    }
    cell.load(
        pass.parameter(RecurrentCell.RECURRENT_WEIGHT), pass.parameter(GruCell.RECURRENT_BIAS));
  }

  /** The states before the first step. */
  private void first(Pass pass, CellRows rows) {
    if (settings.initialHidden() != null) {
      copyState(pass.input(settings.initialHidden()).values(), rows, rows.hidden());
    }
    if (settings.initialMemory() != null) {
      copyState(pass.input(settings.initialMemory()).values(), rows, rows.memory());
    }
  }

  private void copyState(Tensor from, CellRows rows, float[] to) {
    int size = settings.stateSize();
    System.arraycopy(from.values(), rows.first() * size, to, 0, rows.count() * size);
  }

  @Override
  public final void backward(Pass pass, Tensor gradient) {
    Pass.Input y = pass.input(settings.inputs());
    int batch = y.values().batch();
    cell.beginBackward();
    if (fed != null) {
      fed.loadTransposed();
    }
    beginBackward(pass, gradient);
    eachChunk(
        batch,
        (worker, rows, end) -> {
          begin(worker, rows);
          for (int t = time - 1; t >= end; t--) {
            skipBack(rows, t);
          }
          for (int t = end - 1; t >= 0; t--) {
            stepBack(worker, rows, t);
          }
          endBack(worker, rows);
          firstBack(pass, rows);
        });
    int steps = batch * time;
    input.backward(cell.gates(), true, y.gradient().values(), steps);
    input.gradients(y.values().values(), cell.gates(), steps);
    cell.gradients();
    finish(pass);
  }

  private void firstBack(Pass pass, CellRows rows) {
    if (settings.initialHidden() != null) {
      addState(rows, rows.hidden(), pass.input(settings.initialHidden()).gradient());
    }
    if (settings.initialMemory() != null) {
      addState(rows, rows.memory(), pass.input(settings.initialMemory()).gradient());
    }
  }

  private void addState(CellRows rows, float[] from, Tensor to) {
    int size = settings.stateSize();
    lanes.add(to.values(), rows.first() * size, from, 0, rows.count() * size);
  }

  /** What a worker does with its examples. */
  @FunctionalInterface
  private interface Chunk {
    /** Steps from {@code end} on are padding for all of them. */
    void run(int worker, CellRows rows, int end);
  }

  private void eachChunk(int batch, Chunk chunk) {
    int each = (batch + workers.count() - 1) / workers.count();
    int size = (each + TOGETHER - 1) / TOGETHER * TOGETHER;
    workers.run(
        (batch + size - 1) / size,
        (worker, index) -> {
          CellRows rows = states[worker];
          int first = index * size;
          rows.begin(first, Math.min(size, batch - first));
          int end = 0;
          for (int r = 0; r < rows.count(); r++) {
            end = Math.max(end, padding.end(first + r));
          }
          chunk.run(worker, rows, end);
        });
  }

  /** Adds to the gates of a step what it is fed: rows of {@code [batch * time, fedSize]}. */
  final void addFed(float[] values, CellRows rows, int t) {
    int row = cell.row(rows, 0, t);
    fed.rows(
        values,
        row * fedSize,
        time * fedSize,
        true,
        cell.gates(),
        row * cell.columns(),
        cell.stride(),
        rows.count());
  }

  /**
   * Gradient by what a step was fed, once it has been gone back through.
   *
   * @param accumulate whether to add to what is there
   * @param to takes it
   * @param at where the first row begins
   * @param stride distance of a row from the next
   */
  final void addFedBack(CellRows rows, int t, boolean accumulate, float[] to, int at, int stride) {
    int row = cell.row(rows, 0, t);
    fed.backwardRows(
        cell.gates(),
        row * cell.columns(),
        cell.stride(),
        accumulate,
        to,
        at,
        stride,
        rows.count());
  }

  /** Adds to the gradients of the weights of what was fed, {@code [batch * time, fedSize]}. */
  final void fedGradients(float[] values, int steps) {
    fed.gradients(values, cell.gates(), steps);
  }

  /** Whether a step of an example is real. */
  final boolean real(CellRows rows, int r, int t) {
    return padding.real(rows.first() + r, t);
  }

  /** Begins a pass. */
  abstract void begin(Pass pass, Tensor output, int batch);

  /** Begins to go through the steps of some examples, forward or back. */
  abstract void begin(int worker, CellRows rows);

  /** Takes a step. */
  abstract void step(int worker, CellRows rows, int t);

  /** Passes over a step that is padding. */
  abstract void skip(CellRows rows, int t);

  /** Begins the way back. */
  abstract void beginBackward(Pass pass, Tensor gradient);

  /** Goes back through a step. */
  abstract void stepBack(int worker, CellRows rows, int t);

  /** Passes over a step that is padding, on the way back. */
  abstract void skipBack(CellRows rows, int t);

  /** After some examples' last step back. */
  abstract void endBack(int worker, CellRows rows);

  /** Ends the way back: the gradients by the parameters that are not the cell's own. */
  abstract void finish(Pass pass);
}
