package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A sequence inside a formula, time before size, with the lengths that SameDiff does not know of
 * variables in the middle of a graph.
 *
 * @param values {@code [batch, time, size]}
 * @param time number of steps
 * @param size channels of a step
 */
public record Steps(SDVariable values, long time, long size) {
  /**
   * Projects every step: {@code y[b, t, :] = x[b, t, :] W}.
   *
   * <p>SameDiff multiplies two matrices, or two stacks of equally many matrices: a sequence times
   * one weight matrix is neither, so the steps are laid out as rows first.
   *
   * @param weight {@code [size, outSize]}, a parameter or a variable of known shape
   * @param outSize columns of the weight
   * @return the projected sequence
   */
  public Steps times(SDVariable weight, long outSize) {
    SDVariable projected = rows().mmul(weight); // [batch * time, outSize]
    return new Steps(projected.reshape(-1, time, outSize), time, outSize);
  }

  /**
   * Adds the same vector to every step.
   *
   * @param vector {@code [1, size]}
   * @return the sum
   */
  public Steps plus(SDVariable vector) {
    return withRows(rows().add(vector));
  }

  /**
   * The steps of all examples below one another.
   *
   * @return {@code [batch * time, size]}
   */
  public SDVariable rows() {
    return values.reshape(-1, size);
  }

  /**
   * The same steps with other values, given as rows.
   *
   * @param others {@code [batch * time, size]}
   * @return a sequence of the same lengths
   */
  public Steps withRows(SDVariable others) {
    return with(others.reshape(-1, time, size));
  }

  /**
   * The same steps with other values.
   *
   * @param others {@code [batch, time, size]}
   * @return a sequence of the same lengths
   */
  public Steps with(SDVariable others) {
    return new Steps(others, time, size);
  }

  /**
   * In DL4J's layout.
   *
   * @return {@code [batch, size, time]}
   */
  public SDVariable sizeBeforeTime() {
    return values.permute(0, 2, 1);
  }
}
