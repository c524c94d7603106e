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
  /**
   * BLEU of fewer orders: BLEU-1, BLEU-2 and so on, as papers on captions give it.
   *
   * @param orders n-grams of one to so many words count, 1 to 4
   * @return the brevity penalty times the geometric mean of the first precisions, from 0 to 100
   */
  public double upTo(int orders) {
    double sum = 0;
    for (double precision : precisions.subList(0, orders)) {
      sum += Math.log(precision); // of 0: minus infinity, and the mean is 0
    }
    return brevityPenalty * Math.exp(sum / orders);
  }

  /**
   * How long the outputs are beside the references: below 1, the brevity penalty is less than 1.
   *
   * @return 0 where there are no references
   */
  public double lengthRatio() {
    return referenceLength == 0 ? 0 : (double) outputLength / referenceLength;
  }

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
        lengthRatio(),
        outputLength,
        referenceLength);
  }
}
