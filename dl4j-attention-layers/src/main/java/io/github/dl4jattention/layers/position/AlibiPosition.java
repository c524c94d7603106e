package io.github.dl4jattention.layers.position;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Scope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention with linear biases: the farther a key, the lower its energy.
 *
 * <p>Press, Smith and Lewis 2022, "Train Short, Test Long", section 3:
 *
 * <pre>
 *   e_hij = q_hi . k_hj / sqrt(headSize) - m_h |i - j|       m_h = 2^(-8 h / heads), h from 1
 * </pre>
 *
 * <p>The paper's attention is causal, where {@code |i - j| = i - j}; without a causal mask the bias
 * is the same on both sides. Where the number of heads is no power of two, the slopes are, as in
 * the authors' code, those of the largest power of two below it, and then the first, third, fifth
 * ... of those of twice that power.
 *
 * <p>No parameters.
 */
public final class AlibiPosition implements AttentionBias {
  private static final long serialVersionUID = 1L;

  /** Linear biases; they have no settings. */
  public AlibiPosition() {}

  /**
   * The slopes m.
   *
   * @param heads number of heads, at least 1
   * @return one for each head
   */
  public static double[] slopes(long heads) {
    double[] slopes = new double[Math.toIntExact(heads)];
    int power = Integer.highestOneBit(slopes.length);
    for (int h = 0; h < slopes.length; h++) {
      slopes[h] = h < power ? slope(h + 1, power) : slope(2 * (h - power) + 1, 2 * power);
    }
    return slopes;
  }

  private static double slope(int head, int heads) {
    return Math.pow(2, -8.0 * head / heads);
  }

  @Override
  public SDVariable bias(Scope scope, Heads queries, Heads keys) {
    double[] slopes = slopes(queries.count());
    INDArray bias = Nd4j.zeros(DataType.DOUBLE, 1, slopes.length, queries.time(), keys.time());
    for (int h = 0; h < slopes.length; h++) {
      for (long i = 0; i < queries.time(); i++) {
        for (long j = 0; j < keys.time(); j++) {
          bias.putScalar(new long[] {0, h, i, j}, -slopes[h] * (double) Math.abs(i - j));
        }
      }
    }
    return scope.constant(bias);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlibiPosition;
  }

  @Override
  public int hashCode() {
    return AlibiPosition.class.hashCode();
  }

  @Override
  public String toString() {
    return "ALiBi";
  }
}
