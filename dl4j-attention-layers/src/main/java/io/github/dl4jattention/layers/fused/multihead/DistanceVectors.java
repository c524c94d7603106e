package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.HeadSizes;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.position.RelativePosition;
import java.util.Arrays;
import java.util.List;

/**
 * {@link RelativePosition}: a learned vector for each distance, added to keys and values.
 *
 * <p>A query is multiplied with the vectors, not with keys: {@code r_id = q_i . wK_d}, which is
 * spread over the energies, {@code e_ij += r_i,clip(j - i)}. The other way round, weights are first
 * gathered by distance: {@code s_id = sum of alpha_ij with clip(j - i) = d}, {@code z_i += sum_d
 * s_id wV_d}. Of each query a number for each distance is kept, not for each key.
 */
final class DistanceVectors implements Positions {
  private final HeadSizes sizes;

  /** The farthest distance with a vector of its own. */
  private final int farthest;

  private final int vectors;
  private final Lanes lanes;

  /** Of numbers by distance, {@code [vectors]}, the vectors' sum, {@code [headSize]}. */
  private final Projection keys;

  private final Projection values;

  /** Of each worker: of each query of a tile a number for each distance. */
  private final float[][] ofTile;

  /** Weights by distance, {@code [batch, queryTime, heads, vectors]}. */
  private float[] weights = new float[0];

  /** Gradient by energies by distance, as the weights. */
  private float[] gradients = new float[0];

  /** Of single steps: the vectors, {@code [vectors, headSize]}, and where the query stands. */
  private float[] keyVectors;

  private float[] valueVectors;
  private int place;

  DistanceVectors(RelativePosition scheme, HeadSizes sizes, Lanes lanes, Workers workers) {
    this.sizes = sizes;
    this.lanes = lanes;
    farthest = Math.toIntExact(scheme.maxDistance());
    vectors = 2 * farthest + 1;
    keys = new Projection(lanes, workers, vectors, sizes.headSize());
    values = new Projection(lanes, workers, vectors, sizes.headSize());
    ofTile = new float[workers.count()][0];
  }

  @Override
  public void begin(Pass pass, Extent extent) {
    keys.load(pass.parameter(RelativePosition.KEY_VECTORS), null);
    keys.loadTransposed();
    values.load(pass.parameter(RelativePosition.VALUE_VECTORS), null);
    values.loadTransposed();
    weights = numbers(weights, extent);
  }

  @Override
  public void beginStep(Pass pass, int place) {
    keyVectors = pass.parameter(RelativePosition.KEY_VECTORS).values();
    valueVectors = pass.parameter(RelativePosition.VALUE_VECTORS).values();
    this.place = place;
  }

  @Override
  public void addStepEnergies(int head, float[] q, int at, float[] energies, int from, int keys) {
    int size = sizes.headSize();
    int near = near(keys);
    lanes.shift(energies, from, energies, from, lanes.dot(q, at, keyVectors, 0, size), near);
    for (int j = near; j < keys; j++) {
      energies[from + j] += lanes.dot(q, at, keyVectors, vector(j) * size, size);
    }
  }

  @Override
  public void addStepContexts(float[] weights, int from, int keys, float[] z, int at) {
    int size = sizes.headSize();
    int near = near(keys);
    lanes.addScaled(z, at, lanes.sum(weights, from, near), valueVectors, 0, size);
    for (int j = near; j < keys; j++) {
      lanes.addScaled(z, at, weights[from + j], valueVectors, vector(j) * size, size);
    }
  }

  /** The first key whose distance to the step's query is not clipped. */
  private int near(int keys) {
    return Math.max(0, Math.min(keys, place - farthest));
  }

  /** The vector of a key up to the step's query that is not clipped. */
  private int vector(int key) {
    return key - place + farthest;
  }

  @Override
  public void beginBackward(Extent extent) {
    gradients = numbers(gradients, extent);
  }

  /** A number for each query, head and distance: zero behind an example's last real query. */
  private float[] numbers(float[] kept, Extent extent) {
    int ofExample = extent.queryTime() * sizes.heads() * vectors;
    float[] numbers = Buffers.atLeast(kept, (long) extent.batch() * ofExample);
    for (int example = 0; example < extent.batch(); example++) {
      int end = extent.queries().end(example) * sizes.heads() * vectors;
      Arrays.fill(numbers, example * ofExample + end, (example + 1) * ofExample, 0);
    }
    return numbers;
  }

  @Override
  public void addEnergies(Tile tile, float[] q, float[] energies) {
    spread(tile, keys, q, energies);
  }

  @Override
  public void takeEnergyGradients(Tile tile, float[] gradient, float[] dq) {
    gather(tile, gradient, gradients);
    add(tile, gradients, keys, dq);
  }

  @Override
  public void addContexts(Tile tile, float[] weights, float[] z) {
    gather(tile, weights, this.weights);
    add(tile, this.weights, values, z);
  }

  @Override
  public void addWeightGradients(Tile tile, float[] dz, float[] gradient) {
    spread(tile, values, dz, gradient);
  }

  @Override
  public List<WeightGradient.Sum> gradients(Pass pass, Extent extent, float[] q, float[] dz) {
    int rows = extent.batch() * extent.queryTime() * sizes.heads();
    return List.of(keys.sum(gradients, q, rows), values.sum(weights, dz, rows));
  }

  /** Adds the products of queries, or their gradients, with the vectors to those with keys. */
  private void spread(Tile tile, Projection vectorsOf, float[] q, float[] products) {
    float[] numbers = Buffers.atLeast(ofTile[tile.worker()], (long) tile.queries() * vectors);
    ofTile[tile.worker()] = numbers;
    int width = sizes.heads() * sizes.headSize();
    vectorsOf.backwardRows(q, tile.queryAt(), width, false, numbers, 0, vectors, tile.queries());
    for (int r = 0; r < tile.queries(); r++) {
      int near = near(tile, r);
      int far = far(tile, r);
      int to = r * tile.stride();
      int of = r * vectors;
      lanes.shift(products, to, products, to, numbers[of], near);
      lanes.add(products, to + near, numbers, of + vector(tile, r, near), far - near);
      float last = numbers[of + vectors - 1];
      lanes.shift(products, to + far, products, to + far, last, tile.keys() - far);
    }
  }

  /** Sums of neighbouring keys' numbers by their distance. */
  private void gather(Tile tile, float[] ofKeys, float[] sums) {
    for (int r = 0; r < tile.queries(); r++) {
      int near = near(tile, r);
      int far = far(tile, r);
      int at = r * tile.stride();
      int to = tile.row(r) * vectors;
      Arrays.fill(sums, to, to + vectors, 0);
      System.arraycopy(ofKeys, at + near, sums, to + vector(tile, r, near), far - near);
      sums[to] += lanes.sum(ofKeys, at, near);
      sums[to + vectors - 1] += lanes.sum(ofKeys, at + far, tile.keys() - far);
    }
  }

  private void add(Tile tile, float[] numbers, Projection vectorsOf, float[] z) {
    int heads = sizes.heads();
    int from = tile.row(0) * vectors;
    int width = heads * sizes.headSize();
    vectorsOf.rows(numbers, from, heads * vectors, true, z, tile.queryAt(), width, tile.queries());
  }

  /** The tile's first key whose distance to a query is not clipped to that of the first vector. */
  private int near(Tile tile, int r) {
    return bounded(tile, tile.query() + r - farthest);
  }

  /** The key behind the last whose distance is not clipped to that of the last vector. */
  private int far(Tile tile, int r) {
    return bounded(tile, tile.query() + r + farthest + 1);
  }

  private static int bounded(Tile tile, int key) {
    return Math.max(0, Math.min(tile.keys(), key - tile.from()));
  }

  /** The vector of a key of the tile; of none of them if there is none that near. */
  private int vector(Tile tile, int r, int key) {
    int distance = tile.from() + key - (tile.query() + r);
    return Math.max(0, Math.min(vectors - 1, distance + farthest));
  }
}
