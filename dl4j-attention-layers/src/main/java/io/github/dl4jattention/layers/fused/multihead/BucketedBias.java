package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.HeadSizes;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import io.github.dl4jattention.layers.position.BucketBias;
import java.util.List;

/** {@link BucketBias}: a learned number for each head and range of distances. */
final class BucketedBias extends DistanceBias {
  private final BucketBias bias;

  /** Of each distance, from {@link #bucketsFrom} on. */
  private int[] buckets = new int[0];

  private int bucketsFrom;

  /** Of each example's head the gradient by its numbers, {@code [batch, heads, distances]}. */
  private float[] sums = new float[0];

  BucketedBias(BucketBias bias, HeadSizes sizes, Lanes lanes) {
    super(sizes, lanes);
    this.bias = bias;
  }

  @Override
  void fill(Pass pass, float[] values, int first, int distances) {
    makeBuckets(first, distances);
    float[] parameter = pass.parameter(BucketBias.BIAS).values(); // [buckets, heads]
    for (int head = 0; head < heads(); head++) {
      for (int i = 0; i < distances; i++) {
        values[head * distances + i] = parameter[bucket(first + i) * heads() + head];
      }
    }
  }

  private void makeBuckets(int first, int distances) {
    if (first < bucketsFrom || first + distances > bucketsFrom + buckets.length) {
      buckets = new int[distances];
      bucketsFrom = first;
      for (int i = 0; i < distances; i++) {
        buckets[i] = (int) bias.bucket(first + i);
      }
    }
  }

  private int bucket(int distance) {
    return buckets[distance - bucketsFrom];
  }

  @Override
  public void beginBackward(Extent extent) {
    sums = Buffers.zeros(sums, (long) extent.batch() * heads() * distances());
  }

  @Override
  public void takeEnergyGradients(Tile tile, float[] gradient, float[] dq) {
    int sum = tile.exampleAndHead() * distances();
    for (int r = 0; r < tile.queries(); r++) {
      lanes().add(sums, sum + index(tile, r), gradient, r * tile.stride(), tile.keys());
    }
  }

  /** Over the examples, then over the distances of a bucket: always in the same order. */
  @Override
  public List<WeightGradient.Sum> gradients(Pass pass, Extent extent, float[] q, float[] dz) {
    int length = heads() * distances();
    for (int example = 1; example < extent.batch(); example++) {
      lanes().add(sums, 0, sums, example * length, length);
    }
    float[] gradient = pass.parameter(BucketBias.BIAS).gradient();
    for (int head = 0; head < heads(); head++) {
      for (int i = 0; i < distances(); i++) {
        gradient[bucket(first() + i) * heads() + head] += sums[head * distances() + i];
      }
    }
    return List.of();
  }
}
