package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.function.IntConsumer;

/** {@code y = tanh(x W + b)}, or of several pieces of {@code x W + b} the largest. */
final class ReadoutKernel implements Kernel {
  private final FusedKernels.Readout settings;
  private final Lanes lanes;
  private final Workers workers = Workers.shared();
  private final Projection projection;
  private final int outputSize;
  private final int pieces;

  /** {@code x W + b}, or its gradient, {@code [rows, pieces * outputSize]}. */
  private float[] sums = new float[0];

  /** Without a maxout, y: {@code [rows, outputSize]}. */
  private float[] given = new float[0];

  ReadoutKernel(FusedKernels.Readout settings, Lanes lanes) {
    this.settings = settings;
    this.lanes = lanes;
    outputSize = (int) settings.outputSize();
    pieces = (int) settings.pieces();
    projection = new Projection(lanes, workers, (int) settings.inputSize(), pieces * outputSize);
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Tensor x = pass.input(settings.input()).values();
    int rows = x.rows();
    projection.load(pass.parameter(settings.weight()), pass.parameter(settings.bias()));
    sums = Buffers.atLeast(sums, (long) rows * pieces * outputSize);
    projection.forward(x.values(), sums, rows);
    y.reshape(x.batch(), x.time(), outputSize);
    if (pieces == 1) {
      given = Buffers.atLeast(given, (long) rows * outputSize);
      each(rows, row -> lanes.tanh(given, row * outputSize, sums, row * outputSize, outputSize));
      System.arraycopy(given, 0, y.values(), 0, rows * outputSize);
    } else {
      each(rows, row -> largest(row, y.values()));
    }
  }

  private void largest(int row, float[] y) {
    int from = row * pieces * outputSize;
    int to = row * outputSize;
    for (int i = 0; i < outputSize; i++) {
      y[to + i] = sums[from + winner(from, i) * outputSize + i];
    }
  }

  /** The piece that is given: the first of equal ones. */
  private int winner(int from, int i) {
    int winner = 0;
    for (int p = 1; p < pieces; p++) {
      if (sums[from + p * outputSize + i] > sums[from + winner * outputSize + i]) {
        winner = p;
      }
    }
    return winner;
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input x = pass.input(settings.input());
    int rows = dy.rows();
    if (pieces == 1) {
      each(
          rows,
          row -> {
            int at = row * outputSize;
            System.arraycopy(dy.values(), at, sums, at, outputSize);
            lanes.tanhGradient(sums, at, given, at, outputSize);
          });
    } else {
      each(rows, row -> toWinners(row, dy.values()));
    }
    projection.backward(sums, true, x.gradient().values(), rows);
    projection.gradients(x.values().values(), sums, rows);
  }

  private void toWinners(int row, float[] dy) {
    int from = row * pieces * outputSize;
    for (int i = 0; i < outputSize; i++) {
      int winner = winner(from, i);
      for (int p = 0; p < pieces; p++) {
        sums[from + p * outputSize + i] = p == winner ? dy[row * outputSize + i] : 0;
      }
    }
  }

  private void each(int rows, IntConsumer row) {
    workers.run(rows, (worker, index) -> row.accept(index));
  }
}
