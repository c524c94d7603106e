package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.Locale;

/**
 * What BLEU puts in the place of a precision of zero, which would make the whole figure zero: the
 * methods of Chen and Cherry, "A Systematic Comparison of Smoothing Techniques for Sentence-Level
 * BLEU" (2014), by sacreBLEU's names.
 *
 * @param method how
 * @param value the method's number; 0 for methods without one
 */
public record Smoothing(Method method, double value) {
  /** How to smooth. */
  public enum Method {
    /** Nothing: one order without a match makes BLEU zero. */
    NONE("none"),

    /** The k-th order without a match counts {@code 1 / 2^k} matches. */
    EXP("exp"),

    /** An order without a match counts {@code value} matches. */
    FLOOR("floor"),

    /** Orders above 1 get {@code value} more matches and {@code value} more n-grams. */
    ADD_K("add-k");

    private final String label;

    Method(String label) {
      this.label = label;
    }

    /**
     * sacreBLEU's name, as in its signature.
     *
     * @return such as {@code add-k}
     */
    public String label() {
      return label;
    }
  }

  /** No smoothing. */
  public static final Smoothing NONE = new Smoothing(Method.NONE, 0);

  /** sacreBLEU's default. */
  public static final Smoothing EXP = new Smoothing(Method.EXP, 0);

  /**
   * Checks the number.
   *
   * @param method how
   * @param value at least 0
   * @throws IllegalArgumentException if it is negative or no finite number
   */
  public Smoothing {
    if (!Double.isFinite(value) || value < 0) {
      throw new IllegalArgumentException(
          "smoothing by %s needs a number of at least 0, got %s".formatted(method.label(), value));
    }
  }

  /**
   * A floor below the matches.
   *
   * @param value matches of an order without one; sacreBLEU's default is 0.1
   * @return the smoothing
   */
  public static Smoothing floor(double value) {
    return new Smoothing(Method.FLOOR, value);
  }

  /**
   * Something added to every order above 1.
   *
   * @param value what is added; sacreBLEU's default is 1
   * @return the smoothing
   */
  public static Smoothing addK(double value) {
    return new Smoothing(Method.ADD_K, value);
  }

  /** As a signature has it, such as {@code exp} or {@code floor[0.10]}. */
  @Override
  public String toString() {
    boolean hasValue = method == Method.FLOOR || method == Method.ADD_K;
    return hasValue
        ? String.format(Locale.ROOT, "%s[%.2f]", method.label(), value)
        : method.label();
  }
}
