package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.fused.multihead.KeptKeys;
import io.github.dl4jattention.layers.kernel.Padding;

/**
 * Keys of the steps so far, each step's in an array of its own.
 *
 * @param ofSteps of each step {@code [rows of the step, width]}
 * @param valuesOfSteps of each step {@code [rows of the step, width]}
 * @param picks of each step, which of its rows a row goes on from
 * @param padding none: all are real
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StepKeys(float[][] ofSteps, float[][] valuesOfSteps, int[][] picks, Padding padding)
    implements KeptKeys {
  static StepKeys of(float[][] keys, float[][] values, int[][] picks) {
    Padding none = new Padding();
    none.all(1, picks.length);
    return new StepKeys(keys, values, picks, none);
  }

  @Override
  public int count() {
    return picks.length;
  }

  @Override
  public float[] keys(int key) {
    return ofSteps[key];
  }

  @Override
  public float[] values(int key) {
    return valuesOfSteps[key];
  }

  @Override
  public int at(int row, int key, int width) {
    return picks[key][row] * width;
  }

  @Override
  public int example(int row) {
    return 0;
  }
}
