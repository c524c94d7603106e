package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.position.RotaryPosition;

/** {@link RotaryPosition}: queries and keys are turned, their gradients turned back. */
final class Rotation implements Positions {
  private final RotaryPosition scheme;
  private final int headSize;
  private final Lanes lanes;
  private final Workers workers;

  /** {@code [steps, headSize]}, see {@link Lanes#turn}. */
  private float[] cos = new float[0];

  private float[] sin = new float[0];
  private int steps;

  Rotation(RotaryPosition scheme, int headSize, Lanes lanes, Workers workers) {
    this.scheme = scheme;
    this.headSize = headSize;
    this.lanes = lanes;
    this.workers = workers;
  }

  @Override
  public void place(float[] steps, int batch, int time, int heads, boolean back) {
    if (time > this.steps) {
      makeAngles(time);
    }
    workers.run(
        batch,
        (worker, example) -> {
          int at = example * time * heads * headSize;
          for (int t = 0; t < time; t++) {
            for (int head = 0; head < heads; head++) {
              lanes.turn(steps, at, cos, sin, t * headSize, back ? -1 : 1, headSize);
              at += headSize;
            }
          }
        });
  }

  @Override
  public void placeAt(float[] rows, int count, int heads, int place) {
    if (place >= steps) {
      makeAngles(2 * place + 1);
    }
    for (int i = 0; i < count * heads; i++) {
      lanes.turn(rows, i * headSize, cos, sin, place * headSize, 1, headSize);
    }
  }

  private void makeAngles(int time) {
    cos = new float[time * headSize];
    sin = new float[time * headSize];
    for (int t = 0; t < time; t++) {
      for (int pair = 0; 2 * pair < headSize; pair++) {
        double angle = scheme.angle(t, pair, headSize);
        int at = t * headSize + 2 * pair;
        cos[at] = (float) Math.cos(angle);
        cos[at + 1] = cos[at];
        sin[at + 1] = (float) Math.sin(angle);
        sin[at] = -sin[at + 1];
      }
    }
    steps = time;
  }
}
