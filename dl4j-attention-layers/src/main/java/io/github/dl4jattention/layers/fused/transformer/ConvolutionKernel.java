package io.github.dl4jattention.layers.fused.transformer;

import io.github.dl4jattention.layers.fused.RowNorm;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * A convolution over time, rectified, with a residual connection around it.
 *
 * <p>Each step's window is laid out as a row, with zeros for steps that are padding or beyond the
 * ends, so that all windows are one product. Rows of one layout that overlap would save memory, but
 * windows with steps of two examples would multiply zeros by what may be infinite.
 */
final class ConvolutionKernel implements Kernel {
  private final TransformerKernels.Convolution settings;
  private final Lanes lanes;
  private final Workers workers = Workers.shared();
  private final Connection connection;
  private final int size;
  private final int width;

  /** Steps of a window before the one that it is for. */
  private final int left;

  private final Projection projection;
  private int batch;
  private int time;

  /** {@code [batch * time, width * size]}. */
  private float[] windows = new float[0];

  private float[] windowsGradient = new float[0];

  /** What the windows give, {@code [batch * time, size]}. */
  private float[] units = new float[0];

  ConvolutionKernel(TransformerKernels.Convolution settings, Lanes lanes) {
    this.settings = settings;
    this.lanes = lanes;
    connection = new Connection(settings.residual(), settings.name(), lanes, workers);
    size = (int) settings.size();
    width = (int) settings.width();
    left = (width - 1) / 2;
    projection = new Projection(lanes, workers, width * size, size);
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Pass.Input x = pass.input(settings.input());
    batch = x.values().batch();
    time = x.values().time();
    int rows = batch * time;
    connection.begin(pass, x, true, y);
    RowNorm.blocks(workers, rows, (worker, block, from, to) -> connection.enter(from, to));
    layOut();
    projection.load(pass.parameter(settings.weight()), pass.parameter(settings.bias()));
    units = Buffers.atLeast(units, (long) rows * size);
    projection.forward(windows, units, rows);
    connection.draw(pass);
    float[] branch = connection.branch().values();
    RowNorm.blocks(
        workers,
        rows,
        (worker, block, from, to) -> {
          int n = (to - from) * size;
          lanes.rectify(units, from * size, n);
          System.arraycopy(units, from * size, branch, from * size, n);
          connection.leave(from, to);
        });
  }

  private void layOut() {
    windows = Buffers.zeros(windows, (long) batch * time * width * size);
    float[] steps = connection.entered().values().values();
    eachInWindow((step, at) -> System.arraycopy(steps, step, windows, at, size));
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    int rows = dy.rows();
    connection.beginBackward();
    float[] gradient = connection.branchGradient(dy).values();
    RowNorm.blocks(
        workers,
        rows,
        (worker, block, from, to) -> {
          connection.leaveBackward(worker, dy, block, to);
          int n = (to - from) * size;
          lanes.rectifyGradient(gradient, from * size, units, from * size, n);
        });
    windowsGradient = Buffers.atLeast(windowsGradient, (long) rows * width * size);
    projection.backward(gradient, false, windowsGradient, rows);
    projection.gradients(windows, gradient, rows);
    float[] steps = connection.entered().gradient().values();
    eachInWindow((step, at) -> lanes.add(steps, step, windowsGradient, at, size));
    RowNorm.blocks(
        workers, rows, (worker, block, from, to) -> connection.enterBackward(worker, block, to));
    connection.endBackward();
  }

  /** Takes a step of a window: where it is in the sequences, and where in the windows. */
  private interface InWindow {
    void run(int step, int at);
  }

  /** All that is real in the windows, an example by one thread, always in the same order. */
  private void eachInWindow(InWindow work) {
    Padding padding = connection.entered().padding();
    workers.run(
        batch,
        (worker, b) -> {
          for (int t = 0; t < time; t++) {
            for (int d = 0; d < width; d++) {
              int from = t + d - left;
              if (from >= 0 && from < time && padding.real(b, from)) {
                int row = b * time + t;
                work.run((b * time + from) * size, (row * width + d) * size);
              }
            }
          }
        });
  }
}
