package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * chrF: an F-score of character n-grams (Popovi\u0107, "chrF: character n-gram F-score for
 * automatic MT evaluation", 2015), and chrF++, which counts word n-grams too (Popovi\u0107,
 * "chrF++: words helping character n-grams", 2017).
 *
 * <pre>
 *   chrF_b = 100 (1 + b^2) P R / (b^2 P + R)
 *   P      = mean over n of: n-grams of the output that are in the reference / its n-grams
 *   R      = mean over n of: n-grams of the reference that are in the output / its n-grams
 * </pre>
 *
 * Characters are code points, white space left out. n is 1 to 6 of characters, and for chrF++ also
 * 1 and 2 of words, with punctuation at a word's edge cut off. Orders of which the outputs or the
 * references have no n-gram are left out of the means. Of a corpus the counts are summed first, of
 * each sentence those of the orders that its reference has. Of several references that counts, for
 * each sentence, with which its own chrF is highest.
 *
 * <pre>{@code
 * double score = Chrf.CHRF2.corpus(outputs, List.of(references));
 * }</pre>
 */
public final class Chrf {
  /** chrF with a recall that weighs twice: what is meant by chrF where nothing else is said. */
  public static final Chrf CHRF2 = new Chrf(6, 0, 2, false);

  /** chrF++: with words of order 1 and 2. */
  public static final Chrf CHRF_PLUS_PLUS = new Chrf(6, 2, 2, false);

  /** Python's {@code string.punctuation}, which chrF++'s own program cuts off. */
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private final int characterOrder;
  private final int wordOrder;
  private final double beta;
  private final boolean lowerCase;

  /**
   * chrF with other settings.
   *
   * @param characterOrder longest n-gram of characters, at least 1
   * @param wordOrder longest n-gram of words; 0 for none
   * @param beta how many times recall weighs what precision weighs, above 0
   * @param lowerCase whether capitals count as small letters
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public Chrf(int characterOrder, int wordOrder, double beta, boolean lowerCase) {
    if (characterOrder < 1 || wordOrder < 0 || !(beta > 0)) {
      throw new IllegalArgumentException(
          "chrF needs characters of order 1 or more, words of 0 or more and a beta above 0, got"
              + " %d, %d and %s".formatted(characterOrder, wordOrder, beta));
    }
    this.characterOrder = characterOrder;
    this.wordOrder = wordOrder;
    this.beta = beta;
    this.lowerCase = lowerCase;
  }

  /**
   * chrF of a corpus.
   *
   * @param outputs what a system wrote, a sentence each
   * @param references translations of the whole corpus, at least one
   * @return from 0 to 100
   * @throws IllegalArgumentException if there is nothing, or a reference has another number of
   *     sentences than the outputs
   */
  public double corpus(List<String> outputs, List<List<String>> references) {
    References.check(outputs, references);
    Counts sum = new Counts(characterOrder + wordOrder);
    for (int i = 0; i < outputs.size(); i++) {
      sum.add(best(outputs.get(i), References.of(references, i)));
    }
    return score(sum);
  }

  /**
   * chrF of one sentence.
   *
   * @param output what a system wrote
   * @param references its references, at least one
   * @return from 0 to 100
   * @throws IllegalArgumentException if there is no reference
   */
  public double sentence(String output, List<String> references) {
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
        "eff:yes",
        "nc:" + characterOrder,
        "nw:" + wordOrder,
        "space:no",
        "version:" + Bleu.VERSION);
  }

  /** N-grams of output and reference and of both, an entry an order. */
  private static final class Counts {
    private final long[] output;
    private final long[] reference;
    private final long[] common;

    Counts(int orders) {
      output = new long[orders];
      reference = new long[orders];
      common = new long[orders];
    }

    void add(Counts other) {
      for (int i = 0; i < output.length; i++) {
        output[i] += other.output[i];
        reference[i] += other.reference[i];
        common[i] += other.common[i];
      }
    }
  }

  private Counts best(String output, List<String> references) {
    List<Map<List<String>, Integer>> outputs = nGrams(output);
    Counts best = null;
    double highest = -1;
    for (String reference : references) {
      Counts counts = compare(outputs, nGrams(reference));
      double score = score(counts);
      if (score > highest) {
        highest = score;
        best = counts;
      }
    }
    return best;
  }

  private static Counts compare(
      List<Map<List<String>, Integer>> outputs, List<Map<List<String>, Integer>> references) {
    Counts counts = new Counts(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      counts.reference[i] = NGrams.total(references.get(i));
      // As sacreBLEU: what has nothing to be compared with does not count.
      counts.output[i] = counts.reference[i] == 0 ? 0 : NGrams.total(outputs.get(i));
      counts.common[i] = NGrams.common(outputs.get(i), references.get(i));
    }
    return counts;
  }

  private double score(Counts counts) {
    int orders = 0;
    double precision = 0;
    double recall = 0;
    for (int i = 0; i < counts.output.length; i++) {
      if (counts.output[i] > 0 && counts.reference[i] > 0) {
        precision += (double) counts.common[i] / counts.output[i];
        recall += (double) counts.common[i] / counts.reference[i];
        orders++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    double square = beta * beta;
    return 100 * (1 + square) * precision * recall / (square * precision + recall);
  }

  /** An entry an order: of characters, then of words. */
  private List<Map<List<String>, Integer>> nGrams(String text) {
    String cased = lowerCase ? text.toLowerCase(Locale.ROOT) : text;
    List<String> characters =
        WhiteSpace.without(cased).codePoints().mapToObj(Character::toString).toList();
    List<Map<List<String>, Integer>> all = new ArrayList<>();
    for (int n = 1; n <= characterOrder; n++) {
      all.add(NGrams.count(characters, n));
    }
    List<String> words = wordOrder == 0 ? List.of() : words(cased);
    for (int n = 1; n <= wordOrder; n++) {
      all.add(NGrams.count(words, n));
    }
    return all;
  }

  /** A punctuation mark that ends a word is cut off, or else one that begins it. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : WhiteSpace.words(text)) {
      int end = word.length() - 1;
      if (end > 0 && PUNCTUATION.indexOf(word.charAt(end)) >= 0) {
        words.add(word.substring(0, end));
        words.add(word.substring(end));
      } else if (end > 0 && PUNCTUATION.indexOf(word.charAt(0)) >= 0) {
        words.add(word.substring(0, 1));
        words.add(word.substring(1));
      } else {
        words.add(word);
      }
    }
    return words;
  }
}
