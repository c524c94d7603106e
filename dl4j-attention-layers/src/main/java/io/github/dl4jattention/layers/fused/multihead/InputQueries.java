package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import java.util.List;

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
  public List<Projection.Rows> forward(Pass pass, Extent extent, float[] q) {
    float[] values = pass.input(input).values().values();
    return List.of(new Projection.Rows(projection, values, q, rows(extent)));
  }

  @Override
  public List<Projection.Rows> backward(Pass pass, Extent extent, float[] dq) {
    float[] gradient = pass.input(input).gradient().values();
    return List.of(new Projection.Rows(projection, gradient, dq, rows(extent)));
  }

  @Override
  public WeightGradient.Sum gradient(Pass pass, Extent extent, float[] dq) {
    return projection.sum(pass.input(input).values().values(), dq, rows(extent));
  }

  private static int rows(Extent extent) {
    return extent.batch() * extent.queryTime();
  }
}
