package io.github.dl4jattention.zoo.search.pruning;

import java.util.List;
import java.util.Map;

/**
 * The median rule (Golovin et al. 2017, section 3.2.2): a trial ends if the best it has told until
 * a step is worse than the median of what the others told at that step.
 *
 * @param startTrials trials that must have told that step before any is ended
 * @param firstStep before which none is ended
 */
public record MedianPruner(int startTrials, int firstStep) implements Pruner {
  /**
   * Checks the numbers.
   *
   * @param startTrials at least 1
   * @param firstStep at least 0
   */
  public MedianPruner {
    if (startTrials < 1 || firstStep < 0) {
      throw new IllegalArgumentException(
          "startTrials must be at least 1 and firstStep at least 0; got %d, %d"
              .formatted(startTrials, firstStep));
    }
  }

  @Override
  public boolean isHopeless(
      int step, Map<Integer, Double> scores, List<Map<Integer, Double>> others) {
    double[] there =
        others.stream()
            .filter(other -> other.containsKey(step))
            .mapToDouble(other -> other.get(step))
            .sorted()
            .toArray();
    if (step < firstStep || there.length < startTrials) {
      return false;
    }
    int middle = there.length / 2;
    double median = there.length % 2 == 1 ? there[middle] : (there[middle - 1] + there[middle]) / 2;
    // Not "best > median": what is no number has no hope.
    return !(best(scores) <= median);
  }

  private static double best(Map<Integer, Double> scores) {
    double best = Double.NaN;
    for (double score : scores.values()) {
      best = Double.isNaN(best) || score < best ? score : best;
    }
    return best;
  }
}
