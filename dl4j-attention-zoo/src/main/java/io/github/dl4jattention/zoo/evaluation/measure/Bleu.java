package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * BLEU: how many n-grams of the outputs are in their references (Papineni et al., "BLEU: a Method
 * for Automatic Evaluation of Machine Translation", 2002), with the figures of sacreBLEU (Post, "A
 * Call for Clarity in Reporting BLEU Scores", 2018).
 *
 * <pre>
 *   BLEU = 100 BP exp(1/4 sum_n log p_n)      n from 1 to 4
 *   p_n  = matches of order n / n-grams of order n, summed over all sentences
 *   BP   = 1 if c &gt; r, else exp(1 - r/c)   c, r: tokens of outputs, of references
 * </pre>
 *
 * An n-gram of an output matches as often as the reference that has it most often has it. Of
 * several references the one closest in length counts for r, the shorter of two as close.
 *
 * <pre>{@code
 * Bleu bleu = Bleu.builder().build();
 * double score = bleu.corpus(outputs, List.of(references)).score();
 * String how = bleu.signature(1); // nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.5.1
 * }</pre>
 *
 * <p>A BLEU of sentences averaged is not the BLEU of their corpus. Of single sentences ask for
 * {@linkplain Builder#optEffectiveOrder effective order}.
 */
public final class Bleu {
  /** The release of sacreBLEU whose figures these are. */
  static final String VERSION = "2.5.1";

  private static final int ORDERS = 4;

  private final BleuTokens tokens;
  private final Smoothing smoothing;
  private final boolean lowerCase;
  private final boolean effectiveOrder;

  private Bleu(Builder builder) {
    tokens = builder.tokens;
    smoothing = builder.smoothing;
    lowerCase = builder.lowerCase;
    effectiveOrder = builder.effectiveOrder;
  }

  /**
   * Settings, each with sacreBLEU's default.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Settings of {@link Bleu}. */
  public static final class Builder {
    private BleuTokens tokens = BleuTokens.V13A;
    private Smoothing smoothing = Smoothing.EXP;
    private boolean lowerCase;
    private boolean effectiveOrder;

    private Builder() {}

    /**
     * How texts are cut; {@link BleuTokens#V13A} if not given.
     *
     * @param value the tokens
     * @return this
     */
    public Builder optTokens(BleuTokens value) {
      tokens = value;
      return this;
    }

    /**
     * What replaces a precision of zero; {@link Smoothing#EXP} if not given.
     *
     * @param value the smoothing
     * @return this
     */
    public Builder optSmoothing(Smoothing value) {
      smoothing = value;
      return this;
    }

    /**
     * Whether capitals count as small letters; not if not given.
     *
     * @param value whether
     * @return this
     */
    public Builder optLowerCase(boolean value) {
      lowerCase = value;
      return this;
    }

    /**
     * Whether orders longer than the output are left out of the mean, as is right for single
     * sentences; not if not given.
     *
     * @param value whether
     * @return this
     */
    public Builder optEffectiveOrder(boolean value) {
      effectiveOrder = value;
      return this;
    }

    /**
     * The measure.
     *
     * @return it
     */
    public Bleu build() {
      return new Bleu(this);
    }
  }

  /**
   * BLEU of a corpus.
   *
   * @param outputs what a system wrote, as text for people, a sentence each
   * @param references translations of the whole corpus, at least one
   * @return the figure and its parts
   * @throws IllegalArgumentException if there is nothing, or a reference has another number of
   *     sentences than the outputs
   */
  public BleuScore corpus(List<String> outputs, List<List<String>> references) {
    References.check(outputs, references);
    Counts counts = new Counts();
    for (int i = 0; i < outputs.size(); i++) {
      add(counts, outputs.get(i), References.of(references, i));
    }
    return score(counts);
  }

  /**
   * BLEU of one sentence.
   *
   * @param output what a system wrote
   * @param references its references, at least one
   * @return the figure and its parts
   * @throws IllegalArgumentException if there is no reference
   */
  public BleuScore sentence(String output, List<String> references) {
    return corpus(List.of(output), references.stream().map(List::of).toList());
  }

  /**
   * What must be said beside a figure for others to compare theirs, as sacreBLEU writes it.
   *
   * @param references how many references there are
   * @return one line
   */
  public String signature(int references) {
    return String.join(
        "|",
        "nrefs:" + references,
        "case:" + (lowerCase ? "lc" : "mixed"),
        "eff:" + (effectiveOrder ? "yes" : "no"),
        "tok:" + tokens.label(),
        "smooth:" + smoothing,
        "version:" + VERSION);
  }

  /** Sums over sentences. */
  private static final class Counts {
    private final long[] matches = new long[ORDERS];
    private final long[] totals = new long[ORDERS];
    private long outputLength;
    private long referenceLength;
  }

  private void add(Counts counts, String output, List<String> references) {
    List<String> words = tokens(output);
    List<List<String>> expected = references.stream().map(this::tokens).toList();
    counts.outputLength += words.size();
    counts.referenceLength += closestLength(words.size(), expected);
    for (int n = 1; n <= ORDERS; n++) {
      Map<List<String>, Integer> most = new HashMap<>();
      for (List<String> reference : expected) {
        NGrams.count(reference, n).forEach((gram, count) -> most.merge(gram, count, Math::max));
      }
      counts.matches[n - 1] += NGrams.common(NGrams.count(words, n), most);
      counts.totals[n - 1] += Math.max(0, words.size() - n + 1);
    }
  }

  private List<String> tokens(String text) {
    return tokens.tokens(lowerCase ? text.toLowerCase(Locale.ROOT) : text);
  }

  private static int closestLength(int length, List<List<String>> references) {
    int closest = references.get(0).size();
    for (List<String> reference : references) {
      int distance = Math.abs(reference.size() - length);
      int least = Math.abs(closest - length);
      if (distance < least || (distance == least && reference.size() < closest)) {
        closest = reference.size();
      }
    }
    return closest;
  }

  private BleuScore score(Counts counts) {
    double penalty = brevityPenalty(counts);
    List<Double> precisions = new ArrayList<>(Collections.nCopies(ORDERS, 0.0));
    int orders = ORDERS;
    boolean anyMatch = false;
    for (long matches : counts.matches) {
      anyMatch |= matches > 0;
    }
    if (!anyMatch) {
      return result(0, precisions, penalty, counts);
    }
    double halving = 1;
    for (int i = 0; i < ORDERS; i++) {
      double added = smoothing.method() == Smoothing.Method.ADD_K && i > 0 ? smoothing.value() : 0;
      double total = counts.totals[i] + added;
      double matches = counts.matches[i] + added;
      if (total == 0) {
        break; // and all longer ones: they stay at zero
      }
      if (effectiveOrder) {
        orders = i + 1;
      }
      if (matches == 0) {
        halving *= 2;
        matches =
            switch (smoothing.method()) {
              case EXP -> 1 / halving;
              case FLOOR -> smoothing.value();
              case NONE, ADD_K -> 0;
            };
      }
      precisions.set(i, 100 * matches / total);
    }
    return result(
        penalty * geometricMean(precisions.subList(0, orders)), precisions, penalty, counts);
  }

  private static BleuScore result(
      double score, List<Double> precisions, double penalty, Counts counts) {
    return new BleuScore(
        score, List.copyOf(precisions), penalty, counts.outputLength, counts.referenceLength);
  }

  private static double brevityPenalty(Counts counts) {
    if (counts.outputLength >= counts.referenceLength) {
      return 1;
    }
    return counts.outputLength == 0
        ? 0
        : Math.exp(1 - (double) counts.referenceLength / counts.outputLength);
  }

  private static double geometricMean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.log(value); // of 0: minus infinity, and the mean is 0
    }
    return Math.exp(sum / values.size());
  }
}
