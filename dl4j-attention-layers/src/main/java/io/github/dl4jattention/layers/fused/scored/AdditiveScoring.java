package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.Energies;
import io.github.dl4jattention.layers.fused.EnergyVector;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.Sight;
import io.github.dl4jattention.layers.fused.TanhEnergies;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;

/**
 * {@code e_ij = v . tanh(s_i Wq + h_j Wk)}, of the keys that a query may look at: additive scores,
 * normalised ones with a bias, and concat scores, whose W is Wq above Wk.
 */
final class AdditiveScoring implements Scoring, Energies {
  private final Parameters names;
  private final int size;
  private final Sight sight;
  private final EnergyVector vector;
  private final TanhEnergies energies;
  private final Projection queryProjection;
  private final Projection keyProjection;
  private final Tile[] tiles;

  /** {@code s Wq}, {@code [batch, queryTime, size]}. */
  private float[] q = new float[0];

  /** {@code h Wk}, {@code [batch, keyTime, size]}. */
  private float[] k = new float[0];

  private float[] dq = new float[0];
  private float[] dk = new float[0];
  private Extent extent;
  private Pass.Input queries;
  private Pass.Input keys;

  /**
   * Where the parameters are.
   *
   * @param queryWeight name of the one with Wq
   * @param keyWeight name of the one with Wk
   * @param keyRow its first row of Wk
   * @param energyWeight name of v
   * @param normalized whether v is normalised and the keys have a bias
   */
  record Parameters(
      String queryWeight, String keyWeight, int keyRow, String energyWeight, boolean normalized) {
    static Parameters of(AdditiveScore score) {
      return new Parameters(
          AdditiveScore.QUERY_WEIGHT,
          AdditiveScore.KEY_WEIGHT,
          0,
          AdditiveScore.ENERGY_WEIGHT,
          score.isNormalized());
    }

    static Parameters ofConcat(int querySize) {
      return new Parameters(
          ConcatScore.WEIGHT, ConcatScore.WEIGHT, querySize, ConcatScore.ENERGY_WEIGHT, false);
    }
  }

  /** What one worker looks at. */
  private static final class Tile {
    private int example;
    private int from;
    private int to;

    /** The keys that a query may look at. */
    private int first;

    private int count;

    private void look(Sight sight, int query) {
      first = Math.max(from, sight.first(example, query));
      count = Math.max(0, Math.min(to, sight.end(example, query)) - first);
    }
  }

  AdditiveScoring(
      Parameters names,
      int querySize,
      int keySize,
      int size,
      Sight sight,
      Lanes lanes,
      Workers workers) {
    this.names = names;
    this.size = size;
    this.sight = sight;
    vector = new EnergyVector(size, names.normalized(), lanes);
    energies = new TanhEnergies(size, lanes, workers);
    queryProjection = new Projection(lanes, workers, querySize, size);
    keyProjection = new Projection(lanes, workers, keySize, size);
    tiles = new Tile[workers.count()];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = new Tile();
    }
  }

  @Override
  public Energies energies() {
    return this;
  }

  @Override
  public void forward(Pass pass, Extent extent, Pass.Input queries, Pass.Input keys) {
    this.extent = extent;
    this.queries = queries;
    this.keys = keys;
    Pass.Parameter bias = names.normalized() ? pass.parameter(AdditiveScore.BIAS) : null;
    queryProjection.load(pass.parameter(names.queryWeight()), null);
    keyProjection.load(pass.parameter(names.keyWeight()), names.keyRow() * size, size, bias, 0);
    q = Buffers.atLeast(q, (long) queries.values().rows() * size);
    k = Buffers.atLeast(k, (long) keys.values().rows() * size);
    queryProjection.forward(queries.values().values(), q, queries.values().rows());
    keyProjection.forward(keys.values().values(), k, keys.values().rows());
    float[] v = vector.load(pass, names.energyWeight());
    energies.begin(v, k, extent.batch(), extent.keyTime());
  }

  @Override
  public void load(int worker, int example, int head, int from, int to, boolean backward) {
    Tile tile = tiles[worker];
    tile.example = example;
    tile.from = from;
    tile.to = to;
  }

  @Override
  public void forward(int worker, int query, int queries, float[] e, int stride) {
    Tile tile = tiles[worker];
    for (int i = 0; i < queries; i++) {
      tile.look(sight, query + i);
      int at = i * stride + tile.first - tile.from;
      int qAt = queryAt(tile, query + i);
      energies.energies(worker, tile.example, q, qAt, tile.first, tile.count, e, at);
    }
  }

  @Override
  public void beginBackward() {
    dq = Buffers.zeros(dq, (long) queries.values().rows() * size);
    dk = Buffers.zeros(dk, (long) keys.values().rows() * size);
    energies.beginBackward(dk);
  }

  @Override
  public void backward(int worker, int query, int queries, float[] gradient, int stride) {
    Tile tile = tiles[worker];
    for (int i = 0; i < queries; i++) {
      tile.look(sight, query + i);
      int at = i * stride + tile.first - tile.from;
      int qAt = queryAt(tile, query + i);
      energies.backward(worker, tile.example, q, qAt, tile.first, tile.count, gradient, at, dq);
    }
  }

  private int queryAt(Tile tile, int query) {
    return (tile.example * extent.queryTime() + query) * size;
  }

  @Override
  public void backward() {
    energies.addEnergyGradient(vector.beginBackward());
    vector.backward();
    int queryRows = queries.values().rows();
    int keyRows = keys.values().rows();
    queryProjection.backward(dq, true, queries.gradient().values(), queryRows);
    keyProjection.backward(dk, true, keys.gradient().values(), keyRows);
    queryProjection.gradients(queries.values().values(), dq, queryRows);
    keyProjection.gradients(keys.values().values(), dk, keyRows);
  }
}
