package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.StepSight;
import io.github.dl4jattention.layers.kernel.Pass;

/** Luong's local-m: query t sees the keys s with {@code |s - t| <= D}. */
public final class MonotonicSight implements PlacedSight, StepSight {
  private final int halfWidth;
  private final boolean gaussian;
  private final boolean causal;

  /** {@code exp(-d^2 / (2 sigma^2))} of each distance, where weights fall off. */
  private float[] factors = new float[0];

  /**
   * A sight.
   *
   * @param window its settings
   * @param causal whether a query may look at no later key
   */
  public MonotonicSight(MonotonicWindow window, boolean causal) {
    halfWidth = (int) Math.min(window.halfWidth(), Integer.MAX_VALUE / 4);
    gaussian = window.isGaussian();
    this.causal = causal;
  }

  @Override
  public void forward(Pass pass, Extent extent, Pass.Input queries, Pass.Input keys) {
    begin(pass, extent);
  }

  @Override
  public void begin(Pass pass, Extent extent) {
    int farthest = Math.min(halfWidth, Math.max(extent.queryTime(), extent.keyTime()));
    if (gaussian && factors.length <= farthest) {
      factors = new float[farthest + 1];
      double sigma = halfWidth / 2.0;
      for (int d = 0; d <= farthest; d++) {
        factors[d] = (float) Math.exp(-1.0 * d * d / (2 * sigma * sigma));
      }
    }
  }

  @Override
  public void beginBackward() {
    // p_t is no function of parameters.
  }

  @Override
  public void backward() {
    // p_t is no function of parameters.
  }

  @Override
  public int first(int example, int query) {
    return Math.max(0, query - halfWidth);
  }

  @Override
  public int end(int example, int query) {
    return query + 1 + (causal ? 0 : halfWidth);
  }

  @Override
  public boolean weighs() {
    return gaussian;
  }

  @Override
  public void weigh(float[] row, int at, int example, int query, int key, int n) {
    int end = Math.min(key + n, end(example, query));
    for (int j = Math.max(key, first(example, query)); j < end; j++) {
      row[at + j - key] *= factors[Math.abs(j - query)];
    }
  }
}
