package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import java.util.List;

/** Where multi-head attention has its queries from. */
interface HeadQueries {
  /** Into the heads; the kernel loads it. */
  Projection projection();

  /** How many queries and keys a pass has. */
  Extent extent(Pass pass, Pass.Input keys);

  /**
   * Projects the queries.
   *
   * @param q takes {@code [batch, queryTime, heads headSize]}
   * @return what is still to be projected, with keys and values
   */
  List<Projection.Rows> forward(Pass pass, Extent extent, float[] q);

  /**
   * Adds to the gradient by the queries.
   *
   * @param dq gradient by what the projection gave, before it scaled it
   * @return what is still to go back, with keys and values
   */
  List<Projection.Rows> backward(Pass pass, Extent extent, float[] dq);

  /**
   * Gradient by the projection's parameters, after {@link #backward}.
   *
   * @param dq as there
   * @return to be added up
   */
  WeightGradient.Sum gradient(Pass pass, Extent extent, float[] dq);

  /** Gives the output its shape, {@code [batch, queryTime, size]}. */
  default void shape(Tensor y, Extent extent, int size) {
    y.reshape(extent.batch(), extent.queryTime(), size);
  }
}
