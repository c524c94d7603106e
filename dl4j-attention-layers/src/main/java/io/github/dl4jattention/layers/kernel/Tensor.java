package io.github.dl4jattention.layers.kernel;

import java.util.Arrays;

/**
 * A sequence for each example of a batch, time before size: {@code [batch, time, size]}. A vector
 * an example has one time step, and is no {@linkplain #sequence sequence}.
 *
 * <p>It is loaded again and again, and keeps its memory.
 */
public final class Tensor {
  private float[] values = new float[0];
  private int batch;
  private int time;
  private int size;
  private boolean sequence;

  /** Empty, until {@link #reshape}. */
  public Tensor() {}

  /**
   * Takes a shape; what the values are then means nothing.
   *
   * @param batch number of examples
   * @param time number of steps
   * @param size channels
   * @return this
   */
  public Tensor reshape(long batch, long time, long size) {
    values = Buffers.atLeast(values, Math.multiplyExact(Math.multiplyExact(batch, time), size));
    this.batch = (int) batch;
    this.time = (int) time;
    this.size = (int) size;
    sequence = true;
    return this;
  }

  /**
   * Takes the shape of vectors; what the values are then means nothing.
   *
   * @param batch number of examples
   * @param size channels
   * @return this
   */
  public Tensor reshape(long batch, long size) {
    reshape(batch, 1, size);
    sequence = false;
    return this;
  }

  /**
   * Takes the shape of another; what the values are then means nothing.
   *
   * @param other sequences or vectors
   * @return this
   */
  public Tensor reshapeAs(Tensor other) {
    reshape(other.batch, other.time, other.size);
    sequence = other.sequence;
    return this;
  }

  /**
   * Whether the examples are sequences.
   *
   * @return false if they are vectors, {@code [batch, size]}
   */
  public boolean sequence() {
    return sequence;
  }

  /**
   * The values, and perhaps more behind them.
   *
   * @return {@code [batch, time, size]}
   */
  public float[] values() {
    return values;
  }

  /** Makes all values zero. */
  public void clear() {
    int length = time * size;
    Workers.shared()
        .run(
            batch,
            (worker, example) -> Arrays.fill(values, example * length, (example + 1) * length, 0));
  }

  /**
   * Number of examples.
   *
   * @return the number
   */
  public int batch() {
    return batch;
  }

  /**
   * Number of time steps.
   *
   * @return the number
   */
  public int time() {
    return time;
  }

  /**
   * Number of channels.
   *
   * @return the number
   */
  public int size() {
    return size;
  }

  /**
   * Steps of all examples together.
   *
   * @return {@code batch * time}
   */
  public int rows() {
    return batch * time;
  }
}
