package io.github.dl4jattention.layers.score;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Linear maps of sequences.
 *
 * <p>SameDiff multiplies two matrices, or two stacks of equally many matrices: a sequence times one
 * weight matrix is neither, so the time steps are laid out as rows first. This is the one place
 * that does so.
 */
public final class Projection {
  private Projection() {}

  /**
   * Turns DL4J's layout into rows of steps, or back.
   *
   * @param sequence {@code [batch, size, time]}, or {@code [batch, time, size]}
   * @return {@code [batch, time, size]}, or {@code [batch, size, time]}
   */
  public static SDVariable swapSizeAndTime(SDVariable sequence) {
    return sequence.permute(0, 2, 1);
  }

  /**
   * Projects every time step: {@code y[b, t, :] = x[b, t, :] W}.
   *
   * @param steps {@code [batch, time, inSize]}, time before size
   * @param time number of steps
   * @param weight {@code [inSize, outSize]}
   * @return {@code [batch, time, outSize]}
   */
  public static SDVariable ofSteps(SDVariable steps, long time, SDVariable weight) {
    long inSize = weight.getShape()[0];
    long outSize = weight.getShape()[1];
    return steps
        .reshape(-1, inSize)
        .mmul(weight) // [batch * time, outSize]
        .reshape(-1, time, outSize);
  }
}
