package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;

/** {@code e_j = scale (q . k_j)}; the query may be multiplied by a matrix before. */
final class DotEnergies implements Energies {
  private final Projection queries;
  private final String weight;
  private final int size;
  private final float scale;
  private final Lanes lanes;
  private Pass.Input annotations;

  private DotEnergies(Projection queries, String weight, int size, float scale, Lanes lanes) {
    this.queries = queries;
    this.weight = weight;
    this.size = size;
    this.scale = scale;
    this.lanes = lanes;
  }

  /** Queries as they are. */
  static DotEnergies plain(int size, float scale, Lanes lanes) {
    return new DotEnergies(null, null, size, scale, lanes);
  }

  /** Queries times the parameter of a name, {@code [querySize, keySize]}. */
  static DotEnergies general(
      String weight, int querySize, int keySize, Lanes lanes, Workers workers) {
    return new DotEnergies(
        new Projection(lanes, workers, querySize, keySize), weight, keySize, 1, lanes);
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
    if (queries != null) {
      queries.load(pass.parameter(weight), null);
    }
  }

  @Override
  public void energies(int worker, Look look, float[] e, int eAt) {
    float[] k = annotations.values().values();
    int at = look.example * annotations.values().time() * size;
    for (int j = look.first; j < look.first + look.count; j++) {
      e[eAt + j] = scale * lanes.dot(look.q, look.qAt, k, at + j * size, size);
    }
  }

  @Override
  public void beginBackward() {
    if (queries != null) {
      queries.loadTransposed();
    }
  }

  @Override
  public void energiesBack(
      int worker, Look look, float[] de, float[] dq, float[] dCoverage, int dCoverageAt) {
    float[] k = annotations.values().values();
    float[] dk = annotations.gradient().values();
    int at = look.example * annotations.values().time() * size;
    for (int j = look.first; j < look.first + look.count; j++) {
      float factor = scale * de[j];
      lanes.addScaled(dq, look.qAt, factor, k, at + j * size, size);
      lanes.addScaled(dk, at + j * size, factor, look.q, look.qAt, size);
    }
  }

  @Override
  public void finish() {
    // The keys' gradients are complete.
  }
}
