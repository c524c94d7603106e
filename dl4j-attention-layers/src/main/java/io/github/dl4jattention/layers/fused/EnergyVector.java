package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.score.AdditiveScore;

/** What the hidden units are multiplied by: v, or normalised {@code g v / |v|}. */
public final class EnergyVector {
  private final int size;
  private final boolean normalized;
  private final Lanes lanes;
  private Pass.Parameter v;
  private Pass.Parameter g;
  private float norm;
  private float[] scaled = new float[0];
  private float[] gradient = new float[0];

  /**
   * A vector.
   *
   * @param size hidden units
   * @param normalized whether it is normalised
   * @param lanes what it computes with
   */
  public EnergyVector(int size, boolean normalized, Lanes lanes) {
    this.size = size;
    this.normalized = normalized;
    this.lanes = lanes;
  }

  /**
   * The vector of a pass.
   *
   * @param pass has the parameters
   * @param name of v
   * @return {@code [size]}
   */
  public float[] load(Pass pass, String name) {
    v = pass.parameter(name);
    if (!normalized) {
      return v.values();
    }
    g = pass.parameter(AdditiveScore.SCALE);
    norm = (float) Math.sqrt(lanes.dot(v.values(), 0, v.values(), 0, size));
    scaled = Buffers.zeros(scaled, size);
    lanes.addScaled(scaled, 0, g.values()[0] / norm, v.values(), 0, size);
    return scaled;
  }

  /**
   * Takes the gradient by the vector.
   *
   * @return what it is to be added to, {@code [size]}
   */
  public float[] beginBackward() {
    if (!normalized) {
      return v.gradient();
    }
    gradient = Buffers.zeros(gradient, size);
    return gradient;
  }

  /** Takes it back to v and g. */
  public void backward() {
    if (normalized) {
      float along = lanes.dot(gradient, 0, v.values(), 0, size) / norm;
      float scale = g.values()[0] / norm;
      g.gradient()[0] += along;
      lanes.addScaled(v.gradient(), 0, scale, gradient, 0, size);
      lanes.addScaled(v.gradient(), 0, -scale * along / norm, v.values(), 0, size);
    }
  }
}
