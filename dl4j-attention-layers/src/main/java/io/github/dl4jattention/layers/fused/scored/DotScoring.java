package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.DotEnergies;
import io.github.dl4jattention.layers.fused.Energies;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;

/** {@code e_ij = scale s_i . h_j}. */
final class DotScoring implements Scoring {
  private final float scale;
  private final Lanes lanes;
  private final DotEnergies energies;

  /** The queries, scaled; not used if the scale is 1. */
  private float[] q = new float[0];

  private float[] dq = new float[0];
  private Pass.Input queries;
  private Pass.Input keys;

  DotScoring(DotEnergies energies, float scale, Lanes lanes) {
    this.energies = energies;
    this.scale = scale;
    this.lanes = lanes;
  }

  @Override
  public Energies energies() {
    return energies;
  }

  @Override
  public void forward(Pass pass, Extent extent, Pass.Input queries, Pass.Input keys) {
    this.queries = queries;
    this.keys = keys;
    float[] s = queries.values().values();
    if (scale == 1) {
      energies.begin(extent, s, keys.values().values());
      return;
    }
    q = Buffers.atLeast(q, size());
    System.arraycopy(s, 0, q, 0, size());
    lanes.scale(q, 0, scale, size());
    energies.begin(extent, q, keys.values().values());
  }

  @Override
  public void beginBackward() {
    float[] dk = keys.gradient().values();
    if (scale == 1) {
      energies.beginBackward(queries.gradient().values(), dk);
      return;
    }
    dq = Buffers.zeros(dq, size());
    energies.beginBackward(dq, dk);
  }

  @Override
  public void backward() {
    if (scale != 1) {
      lanes.add(queries.gradient().values(), 0, dq, 0, size());
    }
  }

  private int size() {
    return queries.values().rows() * queries.values().size();
  }
}
