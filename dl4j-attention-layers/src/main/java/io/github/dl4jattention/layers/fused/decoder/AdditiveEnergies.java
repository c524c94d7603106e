package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.fused.TanhEnergies;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;

/** {@code e_j = v . tanh(s Wq + h_j Wk)}. */
final class AdditiveEnergies implements Energies {
  private final Projection queries;
  private final Projection keys;
  private final Parameters names;
  private final int size;
  private final TanhEnergies energies;
  private Pass pass;
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
   */
  record Parameters(String queryWeight, String keyWeight, int keyRow, String energyWeight) {}

  AdditiveEnergies(
      Parameters names, int querySize, int keySize, int size, Lanes lanes, Workers workers) {
    this.names = names;
    this.size = size;
    queries = new Projection(lanes, workers, querySize, size);
    keys = new Projection(lanes, workers, keySize, size);
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
    this.pass = pass;
    this.annotations = annotations;
    Tensor values = annotations.values();
    queries.load(pass.parameter(names.queryWeight()), null);
    keys.load(pass.parameter(names.keyWeight()), names.keyRow() * size, size, null, 0);
    k = Buffers.atLeast(k, (long) values.rows() * size);
    keys.forward(values.values(), k, values.rows());
    float[] v = pass.parameter(names.energyWeight()).values();
    energies.begin(v, k, values.batch(), values.time());
  }

  @Override
  public void energies(int worker, int example, float[] q, int qAt, float[] e, int eAt, int keys) {
    energies.energies(worker, example, q, qAt, 0, keys, e, eAt);
  }

  @Override
  public void beginBackward() {
    queries.loadTransposed();
    dk = Buffers.zeros(dk, (long) annotations.values().rows() * size);
    energies.beginBackward(dk);
  }

  @Override
  public void energiesBack(
      int worker, int example, float[] q, int qAt, float[] de, int deAt, int keys, float[] dq) {
    energies.backward(worker, example, q, qAt, 0, keys, de, deAt, dq);
  }

  @Override
  public void finish() {
    int rows = annotations.values().rows();
    keys.backward(dk, true, annotations.gradient().values(), rows);
    keys.gradients(annotations.values().values(), dk, rows);
    energies.addEnergyGradient(pass.parameter(names.energyWeight()).gradient());
  }
}
