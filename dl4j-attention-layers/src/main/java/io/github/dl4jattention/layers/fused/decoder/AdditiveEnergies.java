package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.fused.EnergyVector;
import io.github.dl4jattention.layers.fused.TanhEnergies;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;

/** {@code e_j = v . tanh(s Wq + h_j Wk)}; normalised with {@code g v / |v|} and a bias. */
final class AdditiveEnergies implements Energies {
  private final Projection queries;
  private final Projection keys;
  private final Parameters names;
  private final int size;
  private final EnergyVector vector;
  private final TanhEnergies energies;
  private Pass.Input annotations;

  /** {@code h Wk}, {@code [batch, keyTime, size]}. */
  private float[] k = new float[0];

  private float[] dk = new float[0];

  /**
   * Where the parameters are.
   *
   * @param queryWeight name of the one that queries are multiplied by
   * @param keyWeight name of the one that keys are multiplied by
   * @param keyRow its first row that does
   * @param energyWeight name of v
   * @param normalized whether v is normalised and the keys have a bias
   */
  record Parameters(
      String queryWeight, String keyWeight, int keyRow, String energyWeight, boolean normalized) {}

  static AdditiveEnergies of(
      AdditiveScore score, int querySize, int keySize, Lanes lanes, Workers workers) {
    Parameters names =
        new Parameters(
            AdditiveScore.QUERY_WEIGHT,
            AdditiveScore.KEY_WEIGHT,
            0,
            AdditiveScore.ENERGY_WEIGHT,
            score.isNormalized());
    int size = (int) score.attentionSize();
    return new AdditiveEnergies(names, querySize, keySize, size, lanes, workers);
  }

  static AdditiveEnergies of(
      ConcatScore score, int querySize, int keySize, Lanes lanes, Workers workers) {
    Parameters names =
        new Parameters(
            ConcatScore.WEIGHT, ConcatScore.WEIGHT, querySize, ConcatScore.ENERGY_WEIGHT, false);
    int size = (int) score.attentionSize();
    return new AdditiveEnergies(names, querySize, keySize, size, lanes, workers);
  }

  private AdditiveEnergies(
      Parameters names, int querySize, int keySize, int size, Lanes lanes, Workers workers) {
    this.names = names;
    this.size = size;
    queries = new Projection(lanes, workers, querySize, size);
    keys = new Projection(lanes, workers, keySize, size);
    vector = new EnergyVector(size, names.normalized(), lanes);
    energies = new TanhEnergies(size, lanes, workers);
  }

  @Override
  public Projection queries() {
    return queries;
  }

  @Override
  public int querySize() {
    return size;
  }

  @Override
  public void begin(Pass pass, Pass.Input annotations) {
    this.annotations = annotations;
    Tensor values = annotations.values();
    queries.load(pass.parameter(names.queryWeight()), null);
    Pass.Parameter bias = names.normalized() ? pass.parameter(AdditiveScore.BIAS) : null;
    keys.load(pass.parameter(names.keyWeight()), names.keyRow() * size, size, bias, 0);
    k = Buffers.atLeast(k, (long) values.rows() * size);
    keys.forward(values.values(), k, values.rows());
    energies.begin(vector.load(pass, names.energyWeight()), k, values.batch(), values.time());
  }

  @Override
  public void energies(int worker, Look look, float[] e, int eAt) {
    energies.energies(
        worker, look.example, look.q, look.qAt, look.first, look.count, e, eAt + look.first);
  }

  @Override
  public void beginBackward() {
    queries.loadTransposed();
    dk = Buffers.zeros(dk, (long) annotations.values().rows() * size);
    energies.beginBackward(dk);
  }

  @Override
  public void energiesBack(
      int worker, Look look, float[] de, float[] dq, float[] dCoverage, int dCoverageAt) {
    energies.backward(
        worker, look.example, look.q, look.qAt, look.first, look.count, de, look.first, dq);
  }

  @Override
  public void finish() {
    int rows = annotations.values().rows();
    keys.backward(dk, true, annotations.gradient().values(), rows);
    keys.gradients(annotations.values().values(), dk, rows);
    energies.addEnergyGradient(vector.beginBackward());
    vector.backward();
  }
}
