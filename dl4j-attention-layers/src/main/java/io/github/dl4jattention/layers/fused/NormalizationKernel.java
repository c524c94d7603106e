package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;

/** Layer and root mean square normalisation, forward and backward: {@link RowNorm} of all rows. */
final class NormalizationKernel implements Kernel {
  private final String input;
  private final Workers workers = Workers.shared();
  private final RowNorm norm;

  /**
   * A kernel.
   *
   * @param input name of the input
   * @param norm its settings
   */
  NormalizationKernel(String input, StepNorm norm, Lanes lanes) {
    this.input = input;
    this.norm = new RowNorm(norm, lanes, workers);
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Tensor x = pass.input(input).values();
    y.reshapeAs(x);
    norm.begin(pass, x.rows(), x.size());
    RowNorm.blocks(
        workers,
        x.rows(),
        (worker, block, from, to) -> norm.forward(x.values(), y.values(), from, to));
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    float[] x = pass.input(input).values().values();
    float[] dx = pass.input(input).gradient().values();
    norm.beginBackward(dy.rows());
    RowNorm.blocks(
        workers,
        dy.rows(),
        (worker, block, from, to) -> norm.backward(worker, x, dy.values(), dx, block, to));
    norm.endBackward(dy.rows());
  }
}
