package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Contexts;
import io.github.dl4jattention.layers.fused.DotEnergies;
import io.github.dl4jattention.layers.fused.Energies;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.HeadSizes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import java.util.Arrays;
import java.util.List;

/** Dot products of queries and keys that know, each in several ways, where they stand. */
final class PlacedEnergies implements Energies, Contexts {
  private final HeadSizes sizes;
  private final DotEnergies products;
  private final Positions[] positions; // No list: its iterators would be objects a tile.
  private final Tile[] tiles;
  private Extent extent;
  private float[] q;
  private float[] dq;

  PlacedEnergies(HeadSizes sizes, DotEnergies products, List<Positions> positions, int workers) {
    this.sizes = sizes;
    this.products = products;
    this.positions = positions.toArray(Positions[]::new);
    tiles = new Tile[workers];
    for (int i = 0; i < workers; i++) {
      tiles[i] = new Tile(i, sizes.heads(), sizes.headSize());
    }
  }

  /**
   * Takes what to look at, and places it.
   *
   * @param q {@code [batch, queryTime, heads headSize]}, scaled
   * @param k {@code [batch, keyTime, keyValueHeads headSize]}
   */
  void begin(Pass pass, Extent extent, float[] q, float[] k) {
    this.extent = extent;
    this.q = q;
    for (Tile tile : tiles) {
      tile.begin(extent);
    }
    for (Positions each : positions) {
      each.begin(pass, extent);
    }
    place(q, k, false);
    products.begin(extent, q, k);
  }

  /**
   * Takes where the gradients go.
   *
   * @param dq adds up the gradient by q before it was scaled
   * @param dk adds up the gradient by k
   */
  void beginBackward(float[] dq, float[] dk) {
    this.dq = dq;
    for (Positions each : positions) {
      each.beginBackward(extent);
    }
    products.beginBackward(dq, dk);
  }

  /** Takes the gradients by what was placed back to what was not. */
  void endBackward(float[] dq, float[] dk) {
    place(dq, dk, true);
  }

  private void place(float[] q, float[] k, boolean back) {
    for (Positions each : positions) {
      each.place(q, extent.batch(), extent.queryTime(), sizes.heads(), back);
      each.place(k, extent.batch(), extent.keyTime(), sizes.keyValueHeads(), back);
    }
  }

  /** Of the gradients by the positions' parameters those that are large products. */
  List<WeightGradient.Sum> gradients(Pass pass, float[] dz) {
    return Arrays.stream(positions)
        .flatMap(each -> each.gradients(pass, extent, q, dz).stream())
        .toList();
  }

  @Override
  public void load(int worker, int example, int head, int from, int to, boolean backward) {
    tiles[worker].keys(example, head, from, to);
    products.load(worker, example, head, from, to, backward);
  }

  @Override
  public void forward(int worker, int query, int queries, float[] energies, int stride) {
    products.forward(worker, query, queries, energies, stride);
    tiles[worker].queries(query, queries, stride);
    for (Positions each : positions) {
      each.addEnergies(tiles[worker], q, energies);
    }
  }

  @Override
  public void forward(int worker, int query, int queries, float[] weights, int stride, float[] z) {
    tiles[worker].queries(query, queries, stride);
    for (Positions each : positions) {
      each.addContexts(tiles[worker], weights, z);
    }
  }

  @Override
  public void backward(
      int worker, int query, int queries, float[] dz, float[] gradient, int stride) {
    tiles[worker].queries(query, queries, stride);
    for (Positions each : positions) {
      each.addWeightGradients(tiles[worker], dz, gradient);
    }
  }

  @Override
  public void backward(int worker, int query, int queries, float[] gradient, int stride) {
    tiles[worker].queries(query, queries, stride);
    for (Positions each : positions) {
      each.takeEnergyGradients(tiles[worker], gradient, dq);
    }
    products.backward(worker, query, queries, gradient, stride); // Scales what is in dq.
  }
}
