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
    SDVariable projected = product(rows(), size, weight, outSize); // [batch * time, outSize]
    return new Steps(projected.reshape(-1, time, outSize), time, outSize);
  }

  /**
   * Multiplies rows by a matrix.
   *
   * @param rows {@code [rows, size]}
   * @param size columns of the rows
   * @param weight {@code [size, outSize]}
   * @param outSize columns of the weight
   * @return {@code [rows, outSize]}
   */
  public static SDVariable product(SDVariable rows, long size, SDVariable weight, long outSize) {
    if (size > 1 || outSize > 1) {
      return rows.mmul(weight);
    }
    // One row by [1, 1] has no gradient in M2.1; as stacks of one matrix they have.
    return rows.reshape(1, -1, 1).mmul(weight.reshape(1, 1, 1)).reshape(-1, 1);
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
