package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellRows;

/** A cell that looks at nothing: {@code h_t = cell(x_t, h_(t-1))}. */
final class PlainKernel extends DecoderKernel {
  private Tensor output;
  private Tensor gradient;

  PlainKernel(DecoderSettings settings, CellKernel cell, Lanes lanes) {
    super(settings, cell, 0, lanes);
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
    for (int r = 0; r < rows.count(); r++) {
      int from = cell.row(rows, r, t) * size;
      lanes.add(rows.hidden(), r * size, gradient.values(), from, size);
    }
    cell.stepBack(rows, t);
  }

  @Override
  void skipBack(CellRows rows, int t) {
    // Its gradient is zero.
  }

  @Override
  void endBack(int worker, CellRows rows) {
    // Nothing was looked at.
  }

  @Override
  void finish(Pass pass) {
    // All parameters are the cell's.
  }
}
