package io.github.dl4jattention.layers.kernel;

import java.util.Arrays;

/** Which steps of a batch of sequences are real. */
public final class Padding {
  private float[] mask = new float[0];
  private int[] ends = new int[0];
  private boolean[] gaps = new boolean[0];
  private boolean padded;
  private int time;

  /** No sequences yet. */
  public Padding() {}

  /**
   * All steps are real.
   *
   * @param batch number of sequences
   * @param time number of steps
   */
  public void all(int batch, int time) {
    begin(batch, time);
    padded = false;
    Arrays.fill(ends, 0, batch, time);
    Arrays.fill(gaps, 0, batch, false);
  }

  /**
   * As a mask says.
   *
   * @param given {@code [batch, time]}, 0 = padding
   * @param batch number of sequences
   * @param time number of steps
   */
  public void masked(float[] given, int batch, int time) {
    begin(batch, time);
    padded = false;
    mask = Buffers.atLeast(mask, (long) batch * time);
    System.arraycopy(given, 0, mask, 0, batch * time);
    for (int b = 0; b < batch; b++) {
      int end = 0;
      int real = 0;
      for (int t = 0; t < time; t++) {
        if (mask[b * time + t] != 0) {
          end = t + 1;
          real++;
        }
      }
      ends[b] = end;
      gaps[b] = real < end;
      padded |= real < time;
    }
  }

  private void begin(int batch, int time) {
    this.time = time;
    if (ends.length < batch) {
      ends = new int[batch];
      gaps = new boolean[batch];
    }
  }

  /**
   * Whether any step of any sequence is padding.
   *
   * @return true if one is
   */
  public boolean padded() {
    return padded;
  }

  /**
   * Where a sequence ends.
   *
   * @param example which sequence
   * @return the number of steps up to the last real one; 0 if none is
   */
  public int end(int example) {
    return ends[example];
  }

  /**
   * Whether padding stands before the end.
   *
   * @param example which sequence
   * @return false if all steps before {@link #end} are real
   */
  public boolean gaps(int example) {
    return gaps[example];
  }

  /**
   * Whether a step is real.
   *
   * @param example which sequence
   * @param step which of its steps
   * @return false if it is padding
   */
  public boolean real(int example, int step) {
    return step < ends[example] && (!gaps[example] || mask[example * time + step] != 0);
  }
}
