package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.function.BiConsumer;

/** Luong's attentional hidden state of every step: {@code htilde_t = tanh([c_t ; h_t] Wc)}. */
final class AttentionalKernel implements Kernel {
  /** Rows that one thread takes at a time. */
  private static final int BLOCK = 64;

  private final FusedKernels.Attentional settings;
  private final int outputSize;
  private final Workers workers = Workers.shared();
  private final Lanes lanes;
  private final Projection ofContext;
  private final Projection ofHidden;
  private final WeightGradient gradient;

  /** {@code [batch, time, outputSize]}. */
  private float[] attentional = new float[0];

  AttentionalKernel(FusedKernels.Attentional settings, Lanes lanes) {
    this.settings = settings;
    outputSize = (int) settings.outputSize();
    this.lanes = lanes;
    ofContext = new Projection(lanes, workers, (int) settings.contextSize(), outputSize);
    ofHidden = new Projection(lanes, workers, (int) settings.hiddenSize(), outputSize);
    gradient = new WeightGradient(lanes, workers);
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Tensor contexts = pass.input(settings.contextInput()).values();
    Tensor hidden = pass.input(settings.hiddenInput()).values();
    settings.requireTimes().accept(contexts.time(), hidden.time());
    Pass.Parameter weight = pass.parameter(settings.weight());
    ofContext.load(weight, null);
    ofHidden.load(
        weight,
        (int) settings.contextSize() * outputSize,
        outputSize,
        settings.bias() == null ? null : pass.parameter(settings.bias()),
        0);
    y.reshape(hidden.batch(), hidden.time(), outputSize);
    attentional = Buffers.atLeast(attentional, (long) hidden.rows() * outputSize);
    blocks(hidden.rows(), (first, rows) -> forward(contexts, hidden, y, first, rows));
  }

  private void forward(Tensor contexts, Tensor hidden, Tensor y, int first, int rows) {
    int at = first * outputSize;
    int c = contexts.size();
    int h = hidden.size();
    ofContext.rows(contexts.values(), first * c, c, false, attentional, at, outputSize, rows);
    ofHidden.rows(hidden.values(), first * h, h, true, attentional, at, outputSize, rows);
    lanes.tanh(attentional, at, attentional, at, rows * outputSize);
    System.arraycopy(attentional, at, y.values(), at, rows * outputSize);
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input contexts = pass.input(settings.contextInput());
    Pass.Input hidden = pass.input(settings.hiddenInput());
    int rows = dy.rows();
    blocks(
        rows,
        (first, count) ->
            lanes.tanhGradient(
                dy.values(),
                first * outputSize,
                attentional,
                first * outputSize,
                count * outputSize));
    ofContext.backward(dy.values(), true, contexts.gradient().values(), rows);
    ofHidden.backward(dy.values(), true, hidden.gradient().values(), rows);
    gradient.add(
        ofContext.sum(contexts.values().values(), dy.values(), rows),
        ofHidden.sum(hidden.values().values(), dy.values(), rows));
  }

  private void blocks(int rows, BiConsumer<Integer, Integer> work) {
    workers.run(
        (rows + BLOCK - 1) / BLOCK,
        (worker, block) -> work.accept(block * BLOCK, Math.min(BLOCK, rows - block * BLOCK)));
  }
}
