package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.formula.LearnedQueries;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import java.util.List;

/** {@link LearnedQueries}: the same for every example, and so projected once. */
final class RepeatedQueries implements HeadQueries {
  private final int count;
  private final int width;
  private final boolean vector;
  private final Projection projection;
  private final Lanes lanes;
  private final Padding none = new Padding();

  /** Gradient by the projected queries, {@code [count, heads headSize]}. */
  private float[] sum = new float[0];

  /**
   * Queries.
   *
   * @param count number of queries
   * @param width channels of all heads
   * @param vector whether the output is a vector an example, not a sequence of one
   * @param projection into the heads
   */
  RepeatedQueries(int count, int width, boolean vector, Projection projection, Lanes lanes) {
    this.count = count;
    this.width = width;
    this.vector = vector;
    this.projection = projection;
    this.lanes = lanes;
  }

  @Override
  public Projection projection() {
    return projection;
  }

  @Override
  public Extent extent(Pass pass, Pass.Input keys) {
    int batch = keys.values().batch();
    none.all(batch, count);
    return new Extent(batch, count, keys.values().time(), none, keys.padding());
  }

  @Override
  public List<Projection.Rows> forward(Pass pass, Extent extent, float[] q) {
    projection.forward(parameter(pass).values(), q, count);
    int length = count * width;
    for (int example = 1; example < extent.batch(); example++) {
      System.arraycopy(q, 0, q, example * length, length);
    }
    return List.of();
  }

  @Override
  public List<Projection.Rows> backward(Pass pass, Extent extent, float[] dq) {
    int length = count * width;
    sum = Buffers.zeros(sum, length);
    for (int example = 0; example < extent.batch(); example++) {
      lanes.add(sum, 0, dq, example * length, length);
    }
    projection.backward(sum, true, parameter(pass).gradient(), count);
    return List.of();
  }

  @Override
  public WeightGradient.Sum gradient(Pass pass, Extent extent, float[] dq) {
    return projection.sum(parameter(pass).values(), sum, count);
  }

  private static Pass.Parameter parameter(Pass pass) {
    return pass.parameter(LearnedQueries.QUERIES);
  }

  @Override
  public void shape(Tensor y, Extent extent, int size) {
    if (vector) {
      y.reshape(extent.batch(), size);
    } else {
      y.reshape(extent.batch(), count, size);
    }
  }
}
