package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well scores tell those who act from those who do not.
 *
 * @param examples how many there are
 * @param acting how many of them act
 * @param areaUnderCurve the area under the curve of true against false positives: how probable it
 *     is that of two examples, one that acts and one that does not, the first has the higher score
 * @param right how many are on the right side of a probability of a half
 * @param negativeLogLikelihood summed, in nats
 */
public record Ranking(
    int examples, int acting, double areaUnderCurve, int right, double negativeLogLikelihood) {
  /** What is less probable counts as this, so that one example does not make the loss infinite. */
  private static final double LEAST = 1e-12;

  /**
   * Figures of probabilities.
   *
   * @param probabilities that each acts
   * @param pairs whether it does
   * @return the figures
   */
  static Ranking of(double[] probabilities, List<EncodedPair> pairs) {
    boolean[] acts = acts(pairs);
    int acting = 0;
    int right = 0;
    double sum = 0;
    for (int i = 0; i < acts.length; i++) {
      acting += acts[i] ? 1 : 0;
      right += probabilities[i] > 0.5 == acts[i] ? 1 : 0;
      sum -= Math.log(Math.max(LEAST, acts[i] ? probabilities[i] : 1 - probabilities[i]));
    }
    return new Ranking(acts.length, acting, areaUnderCurve(probabilities, acts), right, sum);
  }

  /** Whether each acts. */
  static boolean[] acts(List<EncodedPair> pairs) {
    boolean[] acts = new boolean[pairs.size()];
    for (int i = 0; i < acts.length; i++) {
      acts[i] = pairs.get(i).target()[0] == 1;
    }
    return acts;
  }

  /**
   * The area under the curve, by the sum of ranks: Mann and Whitney 1947; those of equal scores
   * have the mean of their ranks.
   *
   * @param scores the higher, the more probable
   * @param acts whether each acts
   * @return between 0 and 1; a half if all act, or none does
   */
  public static double areaUnderCurve(double[] scores, boolean[] acts) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double ranks = 0;
    long positives = 0;
    int start = 0;
    while (start < order.length) {
      int end = start;
      int acting = 0;
      while (end < order.length && scores[order[end]] == scores[order[start]]) {
        acting += acts[order[end]] ? 1 : 0;
        end++;
      }
      ranks += acting * (start + 1 + end) / 2.0;
      positives += acting;
      start = end;
    }
    long negatives = order.length - positives;
    return positives == 0 || negatives == 0
        ? 0.5
        : (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }

  /**
   * Share on the right side of a probability of a half.
   *
   * @return between 0 and 1
   */
  public double accuracy() {
    return (double) right / examples;
  }

  /**
   * Mean negative log likelihood.
   *
   * @return nats an example
   */
  public double loss() {
    return negativeLogLikelihood / examples;
  }

  /** As the sums that trainings know. */
  Evaluation figures() {
    return new Evaluation(examples, right, 0, 0, examples, negativeLogLikelihood);
  }
}
