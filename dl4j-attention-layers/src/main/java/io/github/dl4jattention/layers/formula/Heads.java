package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A sequence inside a formula, its channels divided among heads, with the lengths that SameDiff
 * does not know of variables in the middle of a graph.
 *
 * <p>Each head's steps are a matrix {@code [time, size]}, so that what heads do is a product of
 * stacks of matrices.
 *
 * @param values {@code [batch, count, time, size]}
 * @param count number of heads
 * @param time number of steps
 * @param size channels of a head's step
 */
public record Heads(SDVariable values, long count, long time, long size) {
  /**
   * Divides a sequence among heads: the first channels are the first head's.
   *
   * @param steps a sequence of {@code count * size} channels
   * @param count number of heads, which divides the channels
   * @return {@code [batch, count, time, size]}
   */
  public static Heads of(Steps steps, long count) {
    long size = steps.size() / count;
    SDVariable divided = steps.values().reshape(-1, steps.time(), count, size);
    return new Heads(divided.permute(0, 2, 1, 3), count, steps.time(), size);
  }

  /**
   * Concatenates the heads' channels, the first head's first.
   *
   * @return {@code [batch, time, count * size]}
   */
  public Steps concatenated() {
    SDVariable together = values.permute(0, 2, 1, 3).reshape(-1, time, count * size);
    return new Steps(together, time, count * size);
  }

  /**
   * Stacks the steps of neighbouring heads, so that there are fewer heads of more steps.
   *
   * @param fewer number of heads wanted, which divides their number
   * @return {@code [batch, fewer, count / fewer * time, size]}
   */
  public Heads stacked(long fewer) {
    if (fewer == count) {
      return this;
    }
    long steps = count / fewer * time;
    return new Heads(values.reshape(-1, fewer, steps, size), fewer, steps, size);
  }

  /**
   * Multiplies every step by a matrix of its own, the same for all heads and examples: {@code y[b,
   * h, t, :] = x[b, h, t, :] M[t, :, :]}.
   *
   * @param matrices {@code [time, size, outSize]}
   * @param outSize columns of a matrix
   * @return {@code [batch, count, time, outSize]}
   */
  public Heads timesOfStep(SDVariable matrices, long outSize) {
    SDVariable byStep =
        values.permute(2, 0, 1, 3).reshape(time, -1, size); // [time, batch * count, size]
    SDVariable product = byStep.mmul(matrices).reshape(time, -1, count, outSize);
    return new Heads(product.permute(1, 2, 0, 3), count, time, outSize);
  }

  /**
   * The same heads with other values.
   *
   * @param others {@code [batch, count, time, size]}
   * @return heads of the same lengths
   */
  public Heads with(SDVariable others) {
    return new Heads(others, count, time, size);
  }
}
