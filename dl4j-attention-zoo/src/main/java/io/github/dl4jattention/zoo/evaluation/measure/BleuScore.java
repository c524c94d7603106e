package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A BLEU figure and what it is made of.
 *
 * @param score BLEU, from 0 to 100
 * @param precisions percentage of the n-grams that are in a reference, for n from 1 to 4, smoothed
 * @param brevityPenalty what too short an output is multiplied by, from 0 to 1
 * @param outputLength tokens of the outputs
 * @param referenceLength tokens of the references, of each sentence the one closest in length
 */
public record BleuScore(
    double score,
    List<Double> precisions,
    double brevityPenalty,
    long outputLength,
    long referenceLength) {
  /** In sacreBLEU's form: {@code BLEU = 28.10 60.0/35.0/22.0/14.0 (BP = 0.980 ...)}. */
  @Override
  public String toString() {
    String each =
        precisions.stream()
            .map(precision -> String.format(Locale.ROOT, "%.1f", precision))
            .collect(Collectors.joining("/"));
    return String.format(
        Locale.ROOT,
        "BLEU = %.2f %s (BP = %.3f ratio = %.3f hyp_len = %d ref_len = %d)",
        score,
        each,
        brevityPenalty,
        referenceLength == 0 ? 0 : (double) outputLength / referenceLength,
        outputLength,
        referenceLength);
  }
}
