package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;
import io.github.dl4jattention.layers.kernel.Workers;

/**
 * Energies that are dot products, of every head: {@code e_ij = q_i . k_j}, with queries that may
 * have been scaled.
 */
public final class DotEnergies implements Energies {
  private final HeadSizes sizes;
  private final float scale;
  private final Lanes lanes;
  private final Tile[] tiles;
  private int queryTime;
  private int keyTime;
  private float[] q;
  private float[] k;
  private float[] dq;
  private float[] dk;

  /**
   * Energies.
   *
   * @param sizes of the heads
   * @param scale by which the queries are scaled
   * @param lanes what it computes with
   * @param workers who does
   */
  public DotEnergies(HeadSizes sizes, float scale, Lanes lanes, Workers workers) {
    this(sizes, scale, Sight.ALL, lanes, workers);
  }

  /**
   * Energies of the keys in sight.
   *
   * @param sizes of the heads
   * @param scale by which the queries are scaled
   * @param sight the keys that a query may look at
   * @param lanes what it computes with
   * @param workers who does
   */
  public DotEnergies(HeadSizes sizes, float scale, Sight sight, Lanes lanes, Workers workers) {
    this.sizes = sizes;
    this.scale = scale;
    this.lanes = lanes;
    tiles = new Tile[workers.count()];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = new Tile(sight, lanes);
    }
  }

  /** What one worker looks at. */
  private static final class Tile {
    /** Keys as columns, {@code [headSize, keys]}. */
    private final Operand keysDown;

    /** Keys as rows, {@code [keys, headSize]}. */
    private final Operand keys;

    /** Queries, {@code [queries, headSize]}. */
    private final Operand queries;

    private int keyCount;

    /** Where the example's first query, and the first of the keys, begin. */
    private int qAt;

    private int kAt;

    private Tile(Sight sight, Lanes lanes) {
      keysDown = sight.newOperand(lanes);
      keys = sight.newOperand(lanes);
      queries = sight.newOperand(lanes);
    }
  }

  /**
   * Takes what to look at.
   *
   * @param extent of the pass
   * @param q {@code [batch, queryTime, heads headSize]}
   * @param k {@code [batch, keyTime, keyValueHeads headSize]}
   */
  public void begin(Extent extent, float[] q, float[] k) {
    queryTime = extent.queryTime();
    keyTime = extent.keyTime();
    this.q = q;
    this.k = k;
  }

  /**
   * Takes where the gradients go.
   *
   * @param dq adds up the gradient by q as it was before it was scaled; zeros, unless the scale is
   *     1
   * @param dk adds up the gradient by k
   */
  public void beginBackward(float[] dq, float[] dk) {
    this.dq = dq;
    this.dk = dk;
  }

  @Override
  public void load(int worker, int example, int head, int from, int to, boolean backward) {
    Tile tile = tiles[worker];
    int size = sizes.headSize();
    int width = keyWidth();
    tile.qAt = example * queryTime * queryWidth() + head * size;
    tile.kAt = (example * keyTime + from) * width + sizes.keyValueHead(head) * size;
    tile.keyCount = to - from;
    tile.keysDown.load(k, tile.kAt, 1, width, size, tile.keyCount);
    if (backward) {
      tile.keys.load(k, tile.kAt, width, 1, tile.keyCount, size);
    }
  }

  @Override
  public void forward(int worker, int query, int queries, float[] energies, int stride) {
    Tile tile = tiles[worker];
    int width = queryWidth();
    int at = tile.qAt + query * width;
    tile.keysDown.multiply(q, at, width, 1, queries, false, energies, 0, stride);
  }

  @Override
  public void backward(int worker, int query, int queries, float[] gradient, int stride) {
    Tile tile = tiles[worker];
    int width = queryWidth();
    int at = tile.qAt + query * width;
    tile.keys.multiply(gradient, 0, stride, 1, queries, true, dq, at, width);
    if (scale != 1) {
      for (int i = 0; i < queries; i++) {
        lanes.scale(dq, at + i * width, scale, sizes.headSize());
      }
    }
    tile.queries.load(q, at, width, 1, queries, sizes.headSize());
    tile.queries.multiply(
        gradient, 0, 1, stride, tile.keyCount, true, dk, tile.kAt, keyWidth()); // [keys, headSize]
  }

  private int queryWidth() {
    return sizes.heads() * sizes.headSize();
  }

  private int keyWidth() {
    return sizes.keyValueHeads() * sizes.headSize();
  }
}
