package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Buffers;

/**
 * Neighbouring examples of a batch on their way through their sequences: the states that one worker
 * carries from step to step; on the way back, the gradients by them.
 */
public final class CellRows {
  private final int size;
  private final boolean hasMemory;
  private int first;
  private int count;
  private float[] hidden = new float[0];
  private float[] memory = new float[0];

  /** What a step needs beside: rows of the cell's gates at most, for each example. */
  private float[] scratch = new float[0];

  /**
   * No examples yet.
   *
   * @param size units of the cell
   * @param hasMemory whether it has a memory beside its hidden state
   */
  public CellRows(int size, boolean hasMemory) {
    this.size = size;
    this.hasMemory = hasMemory;
  }

  /**
   * Takes examples; their states are zero.
   *
   * @param first the first of them
   * @param count how many
   */
  public void begin(int first, int count) {
    this.first = first;
    this.count = count;
    hidden = Buffers.zeros(hidden, (long) count * size);
    if (hasMemory) {
      memory = Buffers.zeros(memory, (long) count * size);
    }
  }

  /**
   * The first example.
   *
   * @return its index in the batch
   */
  public int first() {
    return first;
  }

  /**
   * Number of examples.
   *
   * @return how many
   */
  public int count() {
    return count;
  }

  /**
   * Forward, the hidden states; backward, the gradients by them.
   *
   * @return {@code [count, size]}
   */
  public float[] hidden() {
    return hidden;
  }

  /**
   * Forward, the memories of a cell that has them; backward, the gradients by them.
   *
   * @return {@code [count, size]}
   */
  public float[] memory() {
    return memory;
  }

  /** Memory for a step's own use. */
  float[] scratch(int length) {
    scratch = Buffers.atLeast(scratch, length);
    return scratch;
  }
}
