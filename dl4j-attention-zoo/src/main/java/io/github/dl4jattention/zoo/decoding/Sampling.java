package io.github.dl4jattention.zoo.decoding;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How a next symbol is drawn: among which, and how likely.
 *
 * <p>Log probabilities are divided by the temperature; the {@code topK} likeliest symbols stay
 * (Fan, Lewis and Dauphin, "Hierarchical Neural Story Generation", 2018); of these the likeliest
 * that together have at least {@code topP} (Holtzman et al., "The Curious Case of Neural Text
 * Degeneration", 2020). Of what stays one is drawn, as likely as it is among them.
 *
 * @param temperature above 0; below 1 favours the likely, above 1 the unlikely
 * @param topK symbols that stay; 0 is all
 * @param topP probability that stays, above 0 and at most 1; 1 is all
 * @param seed of all draws
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
  /** Where the sign of a float is. */
  private static final int SIGN = 0x8000_0000;

  /**
   * Checks the settings.
   *
   * @param temperature above 0
   * @param topK at least 0
   * @param topP above 0 and at most 1
   * @param seed of all draws
   * @throws IllegalArgumentException if one is out of its range
   */
  public Sampling {
    if (!Double.isFinite(temperature) || temperature <= 0) {
      throw new IllegalArgumentException(
          "the temperature must be above 0, got %s: a beam of 1 takes the likeliest symbol"
              .formatted(temperature));
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK must be at least 0, got %d".formatted(topK));
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "topP must be above 0 and at most 1, got %s".formatted(topP));
    }
  }

  /**
   * All symbols as likely as the model has them.
   *
   * @param seed of all draws
   * @return the sampling
   */
  public static Sampling of(long seed) {
    return new Sampling(1, 0, 1, seed);
  }

  /**
   * A source's own seed: the same source gets the same draws whatever its neighbours.
   *
   * @param source numbers of the source
   * @return a seed
   */
  public long seedOf(int[] source) {
    long mixed = seed ^ 0x9E37_79B9_7F4A_7C15L;
    for (int token : source) {
      mixed = (mixed ^ token) * 0xBF58_476D_1CE4_E5B9L;
      mixed ^= mixed >>> 29;
    }
    return mixed;
  }

  /**
   * Draws a symbol.
   *
   * @param logProbabilities of each symbol; minus infinity is never drawn
   * @param random where the draw comes from
   * @return the symbol; -1 if there is none that could be drawn
   */
  int draw(float[] logProbabilities, RandomGenerator random) {
    int[] order = likeliestFirst(logProbabilities);
    if (order.length == 0) {
      return -1;
    }
    double largest = logProbabilities[order[0]];
    double[] cumulative = new double[order.length];
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      // Divided by the largest, so that exp can neither overflow nor give zeros only.
      sum += Math.exp((logProbabilities[order[i]] - largest) / temperature);
      cumulative[i] = sum;
    }
    int kept = 0;
    while (kept < order.length - 1 && cumulative[kept] < topP * sum) {
      kept++;
    }
    double point = random.nextDouble() * cumulative[kept];
    int drawn = 0;
    while (drawn < kept && cumulative[drawn] <= point) {
      drawn++;
    }
    return order[drawn];
  }

  /**
   * The topK symbols by falling probability, the smaller symbol first of two that are as likely.
   */
  private int[] likeliestFirst(float[] logProbabilities) {
    long[] keys = new long[logProbabilities.length];
    int count = 0;
    for (int token = 0; token < logProbabilities.length; token++) {
      if (logProbabilities[token] > Float.NEGATIVE_INFINITY) {
        keys[count++] = ((long) ~ordered(logProbabilities[token]) << Integer.SIZE) | token;
      }
    }
    Arrays.sort(keys, 0, count);
    int kept = topK == 0 ? count : Math.min(topK, count);
    return Arrays.stream(keys, 0, kept).mapToInt(key -> (int) key).toArray();
  }

  /** An integer that sorts as the float does. */
  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? ~bits ^ SIGN : bits;
  }
}
