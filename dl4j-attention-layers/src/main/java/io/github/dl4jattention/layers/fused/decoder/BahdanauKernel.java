package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellRows;

/**
 * Bahdanau's decoder: {@code h_t = cell([y_t ; c_t], h_(t-1))}, where c_t is what h_(t-1) looks at.
 */
final class BahdanauKernel extends DecoderKernel {
  private Tensor output;
  private Tensor gradient;

  BahdanauKernel(DecoderSettings settings, CellKernel cell, StepAttention attention, Lanes lanes) {
    super(settings, cell, attention, settings.annotationSize(), lanes);
  }

  @Override
  void begin(Pass pass, Tensor output, int batch) {
    this.output = output.reshape(batch, time, settings.stateSize());
  }

  @Override
  void begin(int worker, CellRows rows) {
    // Nothing is carried but the cell's state.
  }

  @Override
  void step(int worker, CellRows rows, int t) {
    attention.look(worker, rows.hidden(), rows.first(), rows.count(), t);
    addFed(attention.contexts(), rows, t);
    cell.step(rows, t);
    int size = settings.stateSize();
    for (int r = 0; r < rows.count(); r++) {
      int to = cell.row(rows, r, t) * size;
      System.arraycopy(rows.hidden(), r * size, output.values(), to, size);
    }
  }

  @Override
  void skip(CellRows rows, int t) {
    // What is given for padding is overwritten.
  }

  @Override
  void beginBackward(Pass pass, Tensor gradient) {
    this.gradient = gradient;
  }

  @Override
  void stepBack(int worker, CellRows rows, int t) {
    int size = settings.stateSize();
    int contextSize = settings.annotationSize();
    for (int r = 0; r < rows.count(); r++) {
      int from = cell.row(rows, r, t) * size;
      lanes.add(rows.hidden(), r * size, gradient.values(), from, size);
    }
    cell.stepBack(rows, t);
    int at = cell.row(rows, 0, t) * contextSize;
    addFedBack(rows, t, false, attention.contextGradients(), at, time * contextSize);
    attention.lookBack(worker, rows.hidden(), rows.first(), rows.count(), t);
  }

  @Override
  void skipBack(CellRows rows, int t) {
    // Its gradient is zero.
  }

  @Override
  void finish(Pass pass) {
    fedGradients(attention.contexts(), gradient.rows());
    attention.finish(cell.before());
  }
}
