package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr-D of captions: Vedantam, Zitnick and Parikh 2015, "CIDEr: Consensus-based Image Description
 * Evaluation", in the form that the evaluation of COCO's captions made usual.
 *
 * <pre>
 *   g(w)  = count(w) (log N - log max(1, images whose references have w))      n-grams w, n = 1 to 4
 *   d_n   = sum_w min(g_c(w), g_r(w)) g_r(w) / (|g_c| |g_r|)
 *   score = 10 mean_r mean_n d_n exp(-(l_c - l_r)^2 / (2 6^2))
 * </pre>
 *
 * <p>c is the output, r one of its references, N the number of images, l a length, which that
 * program counts in pairs of words. The figure of a corpus is the mean of its images'. Images are
 * weighed against one another: the figure means nothing for a few, and is 0 for one.
 *
 * <pre>{@code
 * double figure = Cider.corpus(outputs, referencesOfEachImage);
 * }</pre>
 */
public final class Cider {
  private static final int ORDERS = 4;
  private static final double SIGMA = 6;
  private static final double SCALE = 10;

  /** For each n-gram, in how many images' references it is. */
  private final Map<List<String>, Integer> images = new HashMap<>();

  private final double logImages;

  private Cider(List<List<String>> references) {
    logImages = Math.log(references.size());
    for (List<String> ofImage : references) {
      Set<List<String>> grams = new HashSet<>();
      for (String reference : ofImage) {
        for (int n = 1; n <= ORDERS; n++) {
          grams.addAll(NGrams.count(words(reference), n).keySet());
        }
      }
      grams.forEach(gram -> images.merge(gram, 1, Integer::sum));
    }
  }

  /**
   * The figure of a corpus.
   *
   * @param outputs a sentence an image: words with spaces between
   * @param references for each image its sentences, at least one
   * @return usually from 0 to 2, at most 10
   * @throws IllegalArgumentException if there is nothing, or the numbers do not agree
   */
  public static double corpus(List<String> outputs, List<List<String>> references) {
    if (outputs.isEmpty()
        || outputs.size() != references.size()
        || references.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "there are %d outputs and references of %d: give at least one of each, for each"
              .formatted(outputs.size(), references.size()));
    }
    Cider cider = new Cider(references);
    double sum = 0;
    for (int i = 0; i < outputs.size(); i++) {
      sum += cider.score(outputs.get(i), references.get(i));
    }
    return sum / outputs.size();
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private double score(String output, List<String> references) {
    List<Weighted> candidate = weighted(words(output));
    double sum = 0;
    for (String reference : references) {
      List<String> words = words(reference);
      List<Weighted> other = weighted(words);
      double ofReference = 0;
      for (int n = 0; n < ORDERS; n++) {
        ofReference += candidate.get(n).likeness(other.get(n));
      }
      double difference = pairs(words(output)) - pairs(words);
      sum += ofReference / ORDERS * Math.exp(-difference * difference / (2 * SIGMA * SIGMA));
    }
    return SCALE * sum / references.size();
  }

  private static double pairs(List<String> words) {
    return Math.max(0, words.size() - 1);
  }

  /**
   * The n-grams of a sentence, of one order.
   *
   * @param weights g of each
   * @param norm the length of the vector that they are
   */
  private record Weighted(Map<List<String>, Double> weights, double norm) {
    double likeness(Weighted reference) {
      double sum = 0;
      for (Map.Entry<List<String>, Double> gram : weights.entrySet()) {
        double there = reference.weights.getOrDefault(gram.getKey(), 0.0);
        sum += Math.min(gram.getValue(), there) * there;
      }
      return norm == 0 || reference.norm == 0 ? 0 : sum / (norm * reference.norm);
    }
  }

  private List<Weighted> weighted(List<String> words) {
    List<Weighted> all = new ArrayList<>();
    for (int n = 1; n <= ORDERS; n++) {
      Map<List<String>, Double> weights = new HashMap<>();
      double squares = 0;
      for (Map.Entry<List<String>, Integer> gram : NGrams.count(words, n).entrySet()) {
        double rarity = logImages - Math.log(Math.max(1, images.getOrDefault(gram.getKey(), 0)));
        double weight = gram.getValue() * rarity;
        weights.put(gram.getKey(), weight);
        squares += weight * weight;
      }
      all.add(new Weighted(weights, Math.sqrt(squares)));
    }
    return all;
  }
}
