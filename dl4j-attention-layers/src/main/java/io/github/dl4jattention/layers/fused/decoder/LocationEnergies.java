package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.LocationScore;

/** {@code e_j = (s W)_j}: the query, once multiplied, holds the energies. */
final class LocationEnergies implements Energies {
  private final LocationScore score;
  private final Projection queries;
  private final Lanes lanes;

  LocationEnergies(LocationScore score, int querySize, Lanes lanes, Workers workers) {
    this.score = score;
    this.lanes = lanes;
    queries = new Projection(lanes, workers, querySize, (int) score.maxLength());
  }

  @Override
  public Projection queries() {
    return queries;
  }

  @Override
  public int querySize() {
    return (int) score.maxLength();
  }

  @Override
  public void begin(Pass pass, Pass.Input annotations) {
    score.requireKeyTime(annotations.values().time());
    queries.load(pass.parameter(LocationScore.WEIGHT), null);
  }

  @Override
  public void energies(int worker, Look look, float[] e, int eAt) {
    System.arraycopy(look.q, look.qAt + look.first, e, eAt + look.first, look.count);
  }

  @Override
  public void beginBackward() {
    queries.loadTransposed();
  }

  @Override
  public void energiesBack(
      int worker, Look look, float[] de, float[] dq, float[] dCoverage, int dCoverageAt) {
    lanes.add(dq, look.qAt + look.first, de, look.first, look.count);
  }

  @Override
  public void finish() {
    // There is no key in it.
  }
}
