package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellRows;

/**
 * Bahdanau's decoder: {@code h_t = cell([y_t ; c_t], h_(t-1))}, where c_t is what h_(t-1) looks at,
 * times a gate if there is one.
 */
final class BahdanauKernel extends DecoderKernel {
  private final StepAttention attention;

  /** Null for none. */
  private final ContextGate gate;

  /** Whether c_t is given behind h_t. */
  private final boolean contextOutput;

  private Tensor output;
  private Tensor gradient;

  BahdanauKernel(
      DecoderSettings settings,
      CellKernel cell,
      StepAttention attention,
      DecoderKernels.Bahdanau own,
      Lanes lanes) {
    super(settings, cell, settings.annotationSize(), lanes);
    this.attention = attention;
    contextOutput = own.contextOutput();
    gate =
        own.gateWeight() == null
            ? null
            : new ContextGate(
                own.gateWeight(),
                own.gateBias(),
                settings.stateSize(),
                settings.annotationSize(),
                lanes);
  }

  private int outputSize() {
    return settings.stateSize() + (contextOutput ? settings.annotationSize() : 0);
  }

  @Override
  void begin(Pass pass, Tensor output, int batch) {
    attention.begin(pass, pass.input(settings.inputs()));
    this.output = output.reshape(batch, time, outputSize());
    if (gate != null) {
      gate.begin(pass, batch * time);
    }
  }

  /** What the cell is fed and the output shows, {@code [batch * time, annotationSize]}. */
  private float[] contexts() {
    return gate == null ? attention.contexts() : gate.gated();
  }

  @Override
  void begin(int worker, CellRows rows) {
    // Nothing is carried but the cell's state.
  }

  @Override
  void step(int worker, CellRows rows, int t) {
    attention.look(worker, rows.hidden(), rows.first(), rows.count(), t);
    int size = settings.stateSize();
    for (int r = 0; gate != null && r < rows.count(); r++) {
      gate.forward(rows.hidden(), r * size, attention.contexts(), cell.row(rows, r, t));
    }
    addFed(contexts(), rows, t);
    cell.step(rows, t);
    for (int r = 0; r < rows.count(); r++) {
      int row = cell.row(rows, r, t);
      int to = row * outputSize();
      System.arraycopy(rows.hidden(), r * size, output.values(), to, size);
      if (contextOutput) {
        int width = settings.annotationSize();
        System.arraycopy(contexts(), row * width, output.values(), to + size, width);
      }
    }
  }

  @Override
  void skip(CellRows rows, int t) {
    attention.skip(rows.first(), rows.count(), t); // What is given is overwritten.
    for (int r = 0; gate != null && r < rows.count(); r++) {
      gate.skip(cell.row(rows, r, t));
    }
  }

  @Override
  void beginBackward(Pass pass, Tensor gradient) {
    this.gradient = gradient;
    attention.beginBackward();
  }

  @Override
  void stepBack(int worker, CellRows rows, int t) {
    int size = settings.stateSize();
    int contextSize = settings.annotationSize();
    for (int r = 0; r < rows.count(); r++) {
      int from = cell.row(rows, r, t) * outputSize();
      lanes.add(rows.hidden(), r * size, gradient.values(), from, size);
    }
    cell.stepBack(rows, t);
    int at = cell.row(rows, 0, t) * contextSize;
    addFedBack(rows, t, false, attention.contextGradients(), at, time * contextSize);
    if (contextOutput) {
      addContextGradients(rows, t);
    }
    for (int r = 0; gate != null && r < rows.count(); r++) {
      gate.backward(
          attention.contexts(),
          attention.contextGradients(),
          cell.row(rows, r, t),
          rows.hidden(),
          r * size);
    }
    attention.lookBack(worker, rows.hidden(), rows.first(), rows.count(), t);
  }

  private void addContextGradients(CellRows rows, int t) {
    int width = settings.annotationSize();
    for (int r = 0; r < rows.count(); r++) {
      int row = cell.row(rows, r, t);
      int from = row * outputSize() + settings.stateSize();
      lanes.add(attention.contextGradients(), row * width, gradient.values(), from, width);
    }
  }

  @Override
  void skipBack(CellRows rows, int t) {
    attention.skipBack(rows.first(), rows.count(), t);
    for (int r = 0; gate != null && r < rows.count(); r++) {
      gate.skipBack(cell.row(rows, r, t));
    }
  }

  @Override
  void endBack(int worker, CellRows rows) {
    attention.endBack(worker, rows.first(), rows.count());
  }

  @Override
  void finish(Pass pass) {
    fedGradients(contexts(), gradient.rows());
    attention.finish(cell.before());
    if (gate != null) {
      gate.finish(cell.before());
    }
  }
}
