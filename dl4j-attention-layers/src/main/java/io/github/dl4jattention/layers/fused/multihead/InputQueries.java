package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.WeightGradient;

/**
 * Queries that are the steps of an input.
 *
 * @param input its name
 * @param projection into the heads
 */
record InputQueries(String input, Projection projection) implements HeadQueries {
  @Override
  public Extent extent(Pass pass, Pass.Input keys) {
    return Extent.of(pass.input(input), keys);
  }

  @Override
  public void forward(Pass pass, Extent extent, float[] q) {
    projection.forward(pass.input(input).values().values(), q, rows(extent));
  }

  @Override
  public WeightGradient.Sum backward(Pass pass, Extent extent, float[] dq) {
    Pass.Input s = pass.input(input);
    projection.backward(dq, true, s.gradient().values(), rows(extent));
    return projection.sum(s.values().values(), dq, rows(extent));
  }

  private static int rows(Extent extent) {
    return extent.batch() * extent.queryTime();
  }
}
