package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellRows;
import java.util.Arrays;

/**
 * Luong's decoder: {@code h_t = cell([y_t ; htilde_(t-1)], h_(t-1))}, or without input feeding
 * {@code cell(y_t, h_(t-1))}, and {@code htilde_t = tanh([c_t ; h_t] Wc)}, where c_t is what h_t
 * looks at.
 */
final class LuongKernel extends DecoderKernel {
  private final StepAttention attention;
  private final String attentionalWeight;
  private final int outputSize;
  private final boolean inputFeeding;
  private final Projection ofContext;
  private final Projection ofHidden;

  /** htilde before a step, or the gradient by it, {@code [count, outputSize]} of each worker. */
  private final float[][] carried;

  /** htilde before each step, {@code [batch * time, outputSize]}. */
  private float[] fed = new float[0];

  /** h_t of each step, {@code [batch * time, stateSize]}. */
  private float[] hidden = new float[0];

  /** htilde of each step, {@code [batch * time, outputSize]}. */
  private float[] attentional = new float[0];

  /** Gradient by htilde's argument, {@code [batch * time, outputSize]}. */
  private float[] dSums = new float[0];

  private Tensor output;
  private Tensor given;

  LuongKernel(
      DecoderSettings settings,
      CellKernel cell,
      StepAttention attention,
      Attentional names,
      Lanes lanes) {
    super(settings, cell, names.inputFeeding() ? names.size() : 0, lanes);
    this.attention = attention;
    attentionalWeight = names.weight();
    outputSize = names.size();
    inputFeeding = names.inputFeeding();
    ofContext = new Projection(lanes, workers, settings.annotationSize(), outputSize);
    ofHidden = new Projection(lanes, workers, settings.stateSize(), outputSize);
    carried = new float[workers.count()][0];
  }

  /**
   * What htilde is made of.
   *
   * @param weight name of its weight
   * @param size channels
   * @param inputFeeding whether the cell is fed the htilde of the step before
   */
  record Attentional(String weight, int size, boolean inputFeeding) {}

  @Override
  void begin(Pass pass, Tensor output, int batch) {
    attention.begin(pass, pass.input(settings.inputs()));
    this.output = output.reshape(batch, time, outputSize);
    long rows = output.rows();
    Pass.Parameter weight = pass.parameter(attentionalWeight);
    ofContext.load(weight, null);
    ofHidden.load(weight, settings.annotationSize() * outputSize, outputSize, null, 0);
    fed = Buffers.atLeast(fed, rows * outputSize);
    hidden = Buffers.atLeast(hidden, rows * settings.stateSize());
    attentional = Buffers.atLeast(attentional, rows * outputSize);
    for (int i = 0; i < carried.length; i++) {
      carried[i] = Buffers.atLeast(carried[i], (long) batch * outputSize);
    }
  }

  @Override
  void begin(int worker, CellRows rows) {
    Arrays.fill(carried[worker], 0, rows.count() * outputSize, 0);
  }

  @Override
  void step(int worker, CellRows rows, int t) {
    if (inputFeeding) {
      feed(carried[worker], rows, t);
    }
    cell.step(rows, t);
    attention.look(worker, rows.hidden(), rows.first(), rows.count(), t);
    int stateSize = settings.stateSize();
    for (int r = 0; r < rows.count(); r++) {
      int to = cell.row(rows, r, t) * stateSize;
      System.arraycopy(rows.hidden(), r * stateSize, hidden, to, stateSize);
    }
    sum(rows, t);
    for (int r = 0; r < rows.count(); r++) {
      int at = cell.row(rows, r, t) * outputSize;
      lanes.tanh(attentional, at, attentional, at, outputSize);
      System.arraycopy(attentional, at, output.values(), at, outputSize);
      if (real(rows, r, t)) {
        System.arraycopy(attentional, at, carried[worker], r * outputSize, outputSize);
      }
    }
  }

  /** Adds to the gates what the step before has given. */
  private void feed(float[] before, CellRows rows, int t) {
    for (int r = 0; r < rows.count(); r++) {
      int to = cell.row(rows, r, t) * outputSize;
      System.arraycopy(before, r * outputSize, fed, to, outputSize);
    }
    if (t > 0) { // Zeros at first.
      addFed(fed, rows, t);
    }
  }

  /** {@code [c_t ; h_t] Wc}. */
  private void sum(CellRows rows, int t) {
    int row = cell.row(rows, 0, t);
    int at = row * outputSize;
    int stride = time * outputSize;
    int size = settings.annotationSize();
    float[] contexts = attention.contexts();
    ofContext.rows(contexts, row * size, time * size, false, attentional, at, stride, rows.count());
    ofHidden.rows(
        rows.hidden(), 0, settings.stateSize(), true, attentional, at, stride, rows.count());
  }

  @Override
  void skip(CellRows rows, int t) {
    attention.skip(rows.first(), rows.count(), t);
    for (int r = 0; r < rows.count(); r++) {
      int row = cell.row(rows, r, t);
      fill(fed, row, outputSize);
      fill(hidden, row, settings.stateSize());
    }
  }

  private static void fill(float[] values, int row, int size) {
    Arrays.fill(values, row * size, (row + 1) * size, 0);
  }

  @Override
  void beginBackward(Pass pass, Tensor gradient) {
    given = gradient;
    attention.beginBackward();
    dSums = Buffers.atLeast(dSums, (long) gradient.rows() * outputSize);
    ofContext.loadTransposed();
    ofHidden.loadTransposed();
  }

  @Override
  void stepBack(int worker, CellRows rows, int t) {
    for (int r = 0; r < rows.count(); r++) {
      int row = cell.row(rows, r, t);
      if (real(rows, r, t)) {
        backThroughTanh(carried[worker], r, row);
      } else {
        fill(dSums, row, outputSize);
      }
    }
    sumBack(rows, t);
    attention.lookBack(worker, rows.hidden(), rows.first(), rows.count(), t);
    cell.stepBack(rows, t);
    if (inputFeeding) {
      addFedBack(rows, t, true, carried[worker], 0, outputSize);
    }
  }

  /** What came back to htilde so far is used up: what it is fed to comes next. */
  private void backThroughTanh(float[] carried, int r, int row) {
    int at = row * outputSize;
    System.arraycopy(given.values(), at, dSums, at, outputSize);
    lanes.add(dSums, at, carried, r * outputSize, outputSize);
    lanes.tanhGradient(dSums, at, attentional, at, outputSize);
    fill(carried, r, outputSize);
  }

  private void sumBack(CellRows rows, int t) {
    int row = cell.row(rows, 0, t);
    int at = row * outputSize;
    int stride = time * outputSize;
    int size = settings.annotationSize();
    float[] dc = attention.contextGradients();
    ofContext.backwardRows(dSums, at, stride, false, dc, row * size, time * size, rows.count());
    ofHidden.backwardRows(
        dSums, at, stride, true, rows.hidden(), 0, settings.stateSize(), rows.count());
  }

  @Override
  void skipBack(CellRows rows, int t) {
    attention.skipBack(rows.first(), rows.count(), t);
    for (int r = 0; r < rows.count(); r++) {
      fill(dSums, cell.row(rows, r, t), outputSize);
    }
  }

  @Override
  void endBack(int worker, CellRows rows) {
    attention.endBack(worker, rows.first(), rows.count());
  }

  @Override
  void finish(Pass pass) {
    int steps = given.rows();
    ofContext.gradients(attention.contexts(), dSums, steps);
    ofHidden.gradients(hidden, dSums, steps);
    attention.finish(hidden);
    if (inputFeeding) {
      fedGradients(fed, steps);
    }
  }
}
