package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.DotEnergies;
import io.github.dl4jattention.layers.fused.Energies;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.score.LocationScore;

/** {@code e_ij = (s_i W)_j}: dot products with W's columns, which stand in the place of keys. */
final class LocationScoring implements Scoring {
  private final LocationScore score;
  private final int querySize;
  private final DotEnergies energies;

  /** W's columns, for every example: {@code [batch, keyTime, querySize]}. */
  private float[] k = new float[0];

  private float[] dk = new float[0];
  private Extent extent;
  private Pass.Input queries;
  private Pass.Parameter weight;

  LocationScoring(LocationScore score, int querySize, DotEnergies energies) {
    this.score = score;
    this.querySize = querySize;
    this.energies = energies;
  }

  @Override
  public Energies energies() {
    return energies;
  }

  @Override
  public void forward(Pass pass, Extent extent, Pass.Input queries, Pass.Input keys) {
    score.requireKeyTime(extent.keyTime());
    this.extent = extent;
    this.queries = queries;
    weight = pass.parameter(LocationScore.WEIGHT);
    int length = extent.keyTime() * querySize;
    k = Buffers.atLeast(k, (long) extent.batch() * length);
    for (int j = 0; j < extent.keyTime(); j++) {
      for (int c = 0; c < querySize; c++) {
        k[j * querySize + c] = weight.values()[weightAt(j, c)];
      }
    }
    for (int example = 1; example < extent.batch(); example++) {
      System.arraycopy(k, 0, k, example * length, length);
    }
    energies.begin(extent, queries.values().values(), k);
  }

  @Override
  public void beginBackward() {
    dk = Buffers.zeros(dk, (long) extent.batch() * extent.keyTime() * querySize);
    energies.beginBackward(queries.gradient().values(), dk);
  }

  @Override
  public void backward() {
    for (int example = 0; example < extent.batch(); example++) {
      for (int j = 0; j < extent.keyTime(); j++) {
        int at = (example * extent.keyTime() + j) * querySize;
        for (int c = 0; c < querySize; c++) {
          weight.gradient()[weightAt(j, c)] += dk[at + c];
        }
      }
    }
  }

  /**
   * Where the weight of a query's channel for a place stands: W is {@code [querySize, maxLength]}.
   */
  private int weightAt(int key, int channel) {
    return channel * (int) score.maxLength() + key;
  }
}
