package io.github.dl4jattention.zoo.search.pruning;

import java.util.List;
import java.util.Map;

/**
 * Asynchronous successive halving (Li et al. 2020, algorithm 2): at the rungs, after {@code first},
 * {@code first * factor}, {@code first * factor^2}, ... steps, a trial goes on only if it is among
 * the best {@code 1 / factor} of all that have come there.
 *
 * @param first steps to the first rung
 * @param factor between rungs, and the share that ends at each
 */
public record SuccessiveHalving(int first, int factor) implements Pruner {
  /**
   * Checks the numbers.
   *
   * @param first at least 1
   * @param factor at least 2
   */
  public SuccessiveHalving {
    if (first < 1 || factor < 2) {
      throw new IllegalArgumentException(
          "first must be at least 1 and factor at least 2; got %d, %d".formatted(first, factor));
    }
  }

  @Override
  public boolean isHopeless(
      int step, Map<Integer, Double> scores, List<Map<Integer, Double>> others) {
    if (!isRung(step + 1)) {
      return false;
    }
    double own = scores.get(step);
    long there = 1;
    long better = Double.isNaN(own) ? Integer.MAX_VALUE : 0;
    for (Map<Integer, Double> other : others) {
      Double score = other.get(step);
      if (score != null) {
        there++;
        better += score < own ? 1 : 0;
      }
    }
    // The first to come to a rung goes on: nothing says that it is bad.
    return better >= Math.max(1, there / factor);
  }

  private boolean isRung(int steps) {
    long rung = first;
    while (rung < steps) {
      rung *= factor;
    }
    return rung == steps;
  }
}
