package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.DotEnergies;
import io.github.dl4jattention.layers.fused.Energies;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.score.GeneralScore;

/** {@code e_ij = (s_i W) . h_j}. */
final class GeneralScoring implements Scoring {
  private final DotEnergies energies;
  private final Projection projection;

  /** {@code s W}, {@code [batch, queryTime, keySize]}. */
  private float[] q = new float[0];

  private float[] dq = new float[0];
  private Pass.Input queries;
  private Pass.Input keys;

  GeneralScoring(DotEnergies energies, Projection projection) {
    this.energies = energies;
    this.projection = projection;
  }

  @Override
  public Energies energies() {
    return energies;
  }

  @Override
  public void forward(Pass pass, Extent extent, Pass.Input queries, Pass.Input keys) {
    this.queries = queries;
    this.keys = keys;
    projection.load(pass.parameter(GeneralScore.WEIGHT), null);
    q = Buffers.atLeast(q, size());
    projection.forward(queries.values().values(), q, queries.values().rows());
    energies.begin(extent, q, keys.values().values());
  }

  @Override
  public void beginBackward() {
    dq = Buffers.zeros(dq, size());
    energies.beginBackward(dq, keys.gradient().values());
  }

  @Override
  public void backward() {
    int rows = queries.values().rows();
    projection.backward(dq, true, queries.gradient().values(), rows);
    projection.gradients(queries.values().values(), dq, rows);
  }

  private long size() {
    return (long) queries.values().rows() * keys.values().size();
  }
}
