package io.github.dl4jattention.zoo.decoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An output, whole or in the making: a chain of symbols, the last one first.
 *
 * @param previous what came before; null at the start
 * @param token the last symbol
 * @param weights where the model looked for it: one weight a source position
 * @param logProbability natural logarithm of the probability of all symbols so far
 */
@SuppressWarnings("ArrayRecordComponent") // A node of a search, never compared.
public record Hypothesis(Hypothesis previous, int token, float[] weights, double logProbability) {
  /**
   * Nothing written yet.
   *
   * @param token the symbol that a decoder reads first
   * @return a hypothesis of no symbols
   */
  static Hypothesis start(int token) {
    return new Hypothesis(null, token, new float[0], 0);
  }

  /**
   * One symbol more.
   *
   * @param next the symbol
   * @param nextWeights where the model looked for it
   * @param sum log probability of all symbols with it
   */
  Hypothesis then(int next, float[] nextWeights, double sum) {
    return new Hypothesis(this, next, nextWeights, sum);
  }

  /**
   * How many symbols there are, an end symbol included.
   *
   * @return the length
   */
  public int length() {
    int length = 0;
    for (Hypothesis step = this; step.previous != null; step = step.previous) {
      length++;
    }
    return length;
  }

  /**
   * The symbols in order, without the start, with the end symbol where it was reached.
   *
   * @return one number a step
   */
  public int[] tokens() {
    return chain().stream().mapToInt(Hypothesis::token).toArray();
  }

  /**
   * The alignment: one row a symbol of {@link #tokens()}, one column a source position.
   *
   * @return {@code [step][source position]}
   */
  public float[][] alignment() {
    return chain().stream().map(Hypothesis::weights).toArray(float[][]::new);
  }

  private List<Hypothesis> chain() {
    List<Hypothesis> chain = new ArrayList<>();
    for (Hypothesis step = this; step.previous != null; step = step.previous) {
      chain.add(step);
    }
    Collections.reverse(chain);
    return chain;
  }
}
