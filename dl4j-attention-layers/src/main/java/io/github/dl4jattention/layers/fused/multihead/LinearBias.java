package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.HeadSizes;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.position.AlibiPosition;

/** {@link AlibiPosition}: the farther a key, the lower its energy. */
final class LinearBias extends DistanceBias {
  private final double[] slopes;

  LinearBias(HeadSizes sizes, Lanes lanes) {
    super(sizes, lanes);
    slopes = AlibiPosition.slopes(sizes.heads());
  }

  @Override
  void fill(Pass pass, float[] values, int first, int distances) {
    for (int head = 0; head < slopes.length; head++) {
      for (int i = 0; i < distances; i++) {
        values[head * distances + i] = (float) (-slopes[head] * Math.abs(first + i));
      }
    }
  }
}
