package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.HeadSizes;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;

/**
 * Numbers by a head and a distance {@code j - i}, added to the energies of query i with key j: in
 * the order of the distances, those of a query's keys are neighbours.
 */
abstract class DistanceBias implements Positions {
  private final HeadSizes sizes;
  private final Lanes lanes;

  /** {@code [heads, distances]}, from the distance of the last query and the first key on. */
  private float[] values = new float[0];

  private int queryTime;
  private int distances;

  DistanceBias(HeadSizes sizes, Lanes lanes) {
    this.sizes = sizes;
    this.lanes = lanes;
  }

  /**
   * Makes the numbers.
   *
   * @param values takes them, {@code [heads, distances]}
   * @param first the first distance; the others follow it
   * @param distances how many
   */
  abstract void fill(Pass pass, float[] values, int first, int distances);

  @Override
  public final void begin(Pass pass, Extent extent) {
    queryTime = extent.queryTime();
    distances = queryTime + extent.keyTime() - 1;
    values = Buffers.atLeast(values, (long) sizes.heads() * distances);
    fill(pass, values, first(), distances);
  }

  /** The query of the last of as many steps as there are keys. */
  @Override
  public final void beginStep(Pass pass, int place) {
    queryTime = place + 1;
    distances = place + 1;
    values = Buffers.atLeast(values, (long) sizes.heads() * distances);
    fill(pass, values, first(), distances);
  }

  @Override
  public final void addStepEnergies(
      int head, float[] q, int at, float[] energies, int from, int keys) {
    lanes.add(energies, from, values, head * distances, keys);
  }

  /** The distance of the last query and the first key. */
  final int first() {
    return 1 - queryTime;
  }

  final int heads() {
    return sizes.heads();
  }

  final int distances() {
    return distances;
  }

  final Lanes lanes() {
    return lanes;
  }

  /** Which of the distances a query of a tile has to the tile's first key. */
  final int index(Tile tile, int r) {
    return tile.from() - (tile.query() + r) - first();
  }

  @Override
  public final void addEnergies(Tile tile, float[] q, float[] energies) {
    int head = tile.head() * distances;
    for (int r = 0; r < tile.queries(); r++) {
      lanes.add(energies, r * tile.stride(), values, head + index(tile, r), tile.keys());
    }
  }
}
