package io.github.dl4jattention.zoo.decoding;

/**
 * What the log probability of an output is divided by before outputs are compared, as longer ones
 * are less probable.
 *
 * <pre>
 *   none     1
 *   wu       ((5 + |Y|) / 6)^alpha     Wu et al., "Google's Neural Machine Translation System", 2016
 *   average  |Y|                       OpenNMT's
 * </pre>
 *
 * |Y| is the number of symbols, the end included.
 *
 * @param kind which formula
 * @param alpha of Wu's: 0 is none; 0.6 to 1 is usual
 */
public record LengthPenalty(Kind kind, double alpha) {
  /** The formulas. */
  public enum Kind {
    /** Log probabilities as they are. */
    NONE,
    /** Wu 2016. */
    WU,
    /** The mean log probability of a symbol. */
    AVERAGE
  }

  /** Log probabilities as they are. */
  public static final LengthPenalty NONE = new LengthPenalty(Kind.NONE, 0);

  /** The mean log probability of a symbol. */
  public static final LengthPenalty AVERAGE = new LengthPenalty(Kind.AVERAGE, 0);

  /**
   * Checks alpha: a negative one would make longer outputs worse, and a search could not know when
   * to stop.
   *
   * @param kind which formula
   * @param alpha at least 0
   * @throws IllegalArgumentException if alpha is negative or no finite number
   */
  public LengthPenalty {
    if (!Double.isFinite(alpha) || alpha < 0) {
      throw new IllegalArgumentException(
          "alpha of a length penalty must be at least 0, got %s".formatted(alpha));
    }
  }

  /**
   * Wu's penalty.
   *
   * @param alpha how much longer outputs are favoured
   * @return the penalty
   */
  public static LengthPenalty wu(double alpha) {
    return new LengthPenalty(Kind.WU, alpha);
  }

  /**
   * What to divide by; it never falls with the length.
   *
   * @param length symbols of an output, at least 1
   * @return the divisor, at least 1
   */
  public double divisor(int length) {
    return switch (kind) {
      case NONE -> 1;
      case WU -> Math.pow((5 + length) / 6.0, alpha);
      case AVERAGE -> length;
    };
  }
}
