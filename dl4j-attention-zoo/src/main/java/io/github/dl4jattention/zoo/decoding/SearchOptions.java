package io.github.dl4jattention.zoo.decoding;

import java.util.Collection;
import java.util.Set;

/**
 * How outputs are looked for.
 *
 * <pre>{@code
 * SearchOptions options =
 *     SearchOptions.builder()
 *         .setStart(Vocabulary.START)
 *         .setEnd(Vocabulary.END)
 *         .setMaxLength(100)
 *         .optBeam(5)
 *         .optLengthPenalty(LengthPenalty.wu(0.6))
 *         .build();
 * List<Hypothesis> best = new BeamSearch(options).search(model, sources);
 * }</pre>
 *
 * @param start the symbol that a decoder reads first
 * @param end the symbol that ends an output
 * @param maxLength longest output, the end symbol included
 * @param lengthAllowance how many symbols an output may have beyond twice its source's
 * @param minLength shortest output, the end symbol included; only one that cannot go on is shorter
 * @param beam hypotheses kept a source; 1 is greedy search
 * @param nBest outputs to give a source, at most {@code beam}
 * @param lengthPenalty what log probabilities are divided by
 * @param coveragePenalty beta of Wu's coverage penalty; 0 is none
 * @param forbidden symbols that no output has
 */
public record SearchOptions(
    int start,
    int end,
    int maxLength,
    int lengthAllowance,
    int minLength,
    int beam,
    int nBest,
    LengthPenalty lengthPenalty,
    double coveragePenalty,
    Set<Integer> forbidden) {
  /** An allowance that leaves {@link #maxLength} alone to bound an output. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /**
   * Attention that a source position got so little of counts as this much: log 0 is minus infinity.
   */
  private static final double LEAST_COVERAGE = 1e-10;

  /**
   * Checks the settings.
   *
   * @param start the symbol that a decoder reads first
   * @param end the symbol that ends an output
   * @param maxLength at least 1
   * @param lengthAllowance at least 0
   * @param minLength from 0 to {@code maxLength}
   * @param beam at least 1
   * @param nBest from 1 to {@code beam}
   * @param lengthPenalty what log probabilities are divided by
   * @param coveragePenalty at least 0
   * @param forbidden symbols, the end not among them
   * @throws IllegalArgumentException if one is out of its range, or two do not fit
   */
  public SearchOptions {
    if (beam < 1 || maxLength < 1) {
      throw new IllegalArgumentException(
          "beam and maxLength must be at least 1, got %d and %d".formatted(beam, maxLength));
    }
    if (lengthAllowance < 0) {
      throw new IllegalArgumentException(
          "the length allowance must be at least 0, got %d".formatted(lengthAllowance));
    }
    if (nBest < 1 || nBest > beam) {
      throw new IllegalArgumentException(
          "nBest must be from 1 to the beam of %d, got %d".formatted(beam, nBest));
    }
    if (minLength < 0 || minLength > maxLength) {
      throw new IllegalArgumentException(
          "minLength must be from 0 to maxLength of %d, got %d".formatted(maxLength, minLength));
    }
    if (!Double.isFinite(coveragePenalty) || coveragePenalty < 0) {
      throw new IllegalArgumentException(
          "the coverage penalty must be at least 0, got %s".formatted(coveragePenalty));
    }
    forbidden = Set.copyOf(forbidden);
    if (forbidden.contains(end)) {
      throw new IllegalArgumentException("the end symbol %d cannot be forbidden".formatted(end));
    }
  }

  /**
   * Settings, of which start, end and maxLength are required.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What outputs are compared by (Wu et al. 2016, equation 14).
   *
   * <pre>
   *   s(Y, X) = log P(Y | X) / lp(Y) + beta sum_i log(min(sum_j a_ij, 1))
   * </pre>
   *
   * a_ij is the weight that output symbol j gave source position i. A model without attention has
   * no second term.
   *
   * @param output a whole output
   * @param sourceLength how many of the weights' columns are of the source, the others padding
   * @return the score, higher is better
   */
  public double score(Hypothesis output, int sourceLength) {
    double divisor = lengthPenalty.divisor(Math.max(1, output.length()));
    double score = output.logProbability() / divisor;
    return coveragePenalty == 0
        ? score
        : score + coveragePenalty * logCoverage(output.alignment(), sourceLength);
  }

  private static double logCoverage(float[][] alignment, int sourceLength) {
    int columns = alignment.length == 0 ? 0 : Math.min(sourceLength, alignment[0].length);
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      double coverage = 0;
      for (float[] row : alignment) {
        coverage += row[i];
      }
      sum += Math.log(Math.min(1, Math.max(coverage, LEAST_COVERAGE)));
    }
    return sum;
  }

  /**
   * What no continuation of an open hypothesis can exceed: its log probability only falls, the
   * divisor is largest at the source's longest length, and the coverage penalty is at most 0.
   */
  double bound(Hypothesis open, int longest) {
    return open.logProbability() / lengthPenalty.divisor(longest);
  }

  /**
   * The longest output of a source: {@code min(maxLength, 2 sourceLength + lengthAllowance)}, and
   * at least {@code minLength}. A model that has not learnt to end would go on to the longest of
   * all.
   *
   * @param sourceLength symbols of the source, its end symbol included
   * @return symbols, the end symbol included
   */
  public int longest(int sourceLength) {
    long longest = Math.min(maxLength, 2L * sourceLength + lengthAllowance);
    return (int) Math.max(Math.max(1, minLength), longest);
  }

  /** Whether a symbol may come next, as the one that makes an output so long. */
  boolean allows(int token, int length) {
    return !forbidden.contains(token) && (token != end || length >= minLength);
  }

  /** Settings of a search. */
  public static final class Builder {
    private Integer start;
    private Integer end;
    private Integer maxLength;
    private int lengthAllowance = UNBOUNDED;
    private int minLength;
    private int beam = 1;
    private int nBest = 1;
    private LengthPenalty lengthPenalty = LengthPenalty.NONE;
    private double coveragePenalty;
    private Set<Integer> forbidden = Set.of();

    private Builder() {}

    /**
     * The symbol that a decoder reads first.
     *
     * @param value a symbol
     * @return this
     */
    public Builder setStart(int value) {
      start = value;
      return this;
    }

    /**
     * The symbol that ends an output.
     *
     * @param value a symbol
     * @return this
     */
    public Builder setEnd(int value) {
      end = value;
      return this;
    }

    /**
     * Longest output, the end symbol included. One that has not ended by then is cut.
     *
     * @param value at least 1
     * @return this
     */
    public Builder setMaxLength(int value) {
      maxLength = value;
      return this;
    }

    /**
     * How many symbols an output may have beyond twice its source's; any number if not given.
     *
     * @param value at least 0
     * @return this
     */
    public Builder optLengthAllowance(int value) {
      lengthAllowance = value;
      return this;
    }

    /**
     * Shortest output, the end symbol included; 0 if not given.
     *
     * @param value at most the longest
     * @return this
     */
    public Builder optMinLength(int value) {
      minLength = value;
      return this;
    }

    /**
     * Hypotheses kept a source; 1, greedy search, if not given.
     *
     * @param value at least 1
     * @return this
     */
    public Builder optBeam(int value) {
      beam = value;
      return this;
    }

    /**
     * Outputs to give a source; 1 if not given.
     *
     * @param value at most the beam
     * @return this
     */
    public Builder optNBest(int value) {
      nBest = value;
      return this;
    }

    /**
     * What log probabilities are divided by; {@link LengthPenalty#NONE} if not given.
     *
     * @param value the penalty
     * @return this
     */
    public Builder optLengthPenalty(LengthPenalty value) {
      lengthPenalty = value;
      return this;
    }

    /**
     * Beta of Wu's coverage penalty; 0, none, if not given; 0.2 is usual.
     *
     * @param value at least 0
     * @return this
     */
    public Builder optCoveragePenalty(double value) {
      coveragePenalty = value;
      return this;
    }

    /**
     * Symbols that no output has, such as padding and start; none if not given.
     *
     * @param value symbols, the end not among them
     * @return this
     */
    public Builder optForbidden(Collection<Integer> value) {
      forbidden = Set.copyOf(value);
      return this;
    }

    /**
     * The options.
     *
     * @return them
     * @throws IllegalArgumentException if one is missing or out of its range
     */
    public SearchOptions build() {
      if (start == null || end == null || maxLength == null) {
        throw new IllegalArgumentException("setStart, setEnd and setMaxLength are required");
      }
      return new SearchOptions(
          start,
          end,
          maxLength,
          lengthAllowance,
          minLength,
          beam,
          nBest,
          lengthPenalty,
          coveragePenalty,
          forbidden);
    }
  }
}
