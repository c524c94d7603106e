package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.fused.HeadAttention;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import java.util.List;

/**
 * Attention of one head, forward and backward: {@link
 * io.github.dl4jattention.layers.align.Alignment}'s formula without coverage.
 */
final class ScoredKernel implements Kernel {
  private final FusedKernels.Inputs inputs;
  private final List<Part> parts;
  private final HeadAttention attention;
  private final boolean vector;

  /**
   * A kernel.
   *
   * @param inputs names of the inputs
   * @param parts the score's and, if it has one, the window's
   * @param attention with the energies and the sight of these
   * @param vector whether the output is a vector an example: of one query, no sequence of it
   */
  ScoredKernel(
      FusedKernels.Inputs inputs, List<Part> parts, HeadAttention attention, boolean vector) {
    this.inputs = inputs;
    this.parts = parts;
    this.attention = attention;
    this.vector = vector;
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Pass.Input queries = pass.input(inputs.queries());
    Pass.Input keys = pass.input(inputs.keys());
    Tensor values = pass.input(inputs.values()).values();
    Extent extent = Extent.of(queries, keys);
    for (Part part : parts) {
      part.forward(pass, extent, queries, keys);
    }
    if (vector) {
      y.reshape(extent.batch(), values.size());
    } else {
      y.reshape(extent.batch(), extent.queryTime(), values.size());
    }
    attention.forward(pass, extent, values.values(), y.values());
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input values = pass.input(inputs.values());
    parts.forEach(Part::beginBackward);
    attention.backward(values.values().values(), dy.values(), values.gradient().values());
    parts.forEach(Part::backward);
  }
}
