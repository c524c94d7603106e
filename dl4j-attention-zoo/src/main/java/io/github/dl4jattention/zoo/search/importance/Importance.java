package io.github.dl4jattention.zoo.search.importance;

import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.trial.TrialRecord;
import io.github.dl4jattention.zoo.search.trial.TrialState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How much of the scores' variance each dimension explains alone: the first terms of a functional
 * analysis of variance over a random forest (Hutter, Hoos and Leyton-Brown, "An Efficient Approach
 * for Assessing Hyperparameter Importance", ICML 2014).
 *
 * <p>With f the mean of the trees, {@code a_j(x) = E[f | x_j = x]} and V the variance of f over the
 * unit cube, the share of dimension j is {@code Var(a_j) / V}. The expectations are means over 512
 * random points. The shares of dimensions that only matter together are in none of them.
 *
 * <pre>{@code
 * Map<String, Double> shares = Importance.of(space.dimensions(), coordinates, scores, 1);
 * }</pre>
 */
public final class Importance {
  private static final int TREES = 64;
  private static final int POINTS = 512;
  private static final int VALUES = 24;

  /** Trials below which a forest knows nothing. */
  private static final int FEWEST_TRIALS = 8;

  private Importance() {}

  /**
   * The share of each dimension of a space, after some trials.
   *
   * @param space in which they were made
   * @param trials of which those count that came to their end
   * @return name to share, from 0 to 1, the largest first; nothing as long as there are fewer than
   *     eight
   */
  public static Map<String, Double> of(SearchSpace space, List<TrialRecord> trials) {
    List<TrialRecord> finished =
        trials.stream().filter(trial -> trial.state() == TrialState.FINISHED).toList();
    if (finished.size() < FEWEST_TRIALS || space.numParameters() == 0) {
      return Map.of();
    }
    return of(
        space.dimensions(),
        finished.stream().map(TrialRecord::point).toArray(double[][]::new),
        finished.stream().mapToDouble(TrialRecord::score).toArray(),
        1);
  }

  /**
   * The share of each dimension.
   *
   * @param names of the dimensions
   * @param coordinates of the trials, each from 0 to 1, in the order of the names
   * @param scores of the trials
   * @param seed of the forest
   * @return name to share, from 0 to 1, the largest first; all 0 if the scores are all the same
   * @throws IllegalArgumentException if there are no trials, or not a score for each
   */
  public static Map<String, Double> of(
      List<String> names, double[][] coordinates, double[] scores, long seed) {
    if (coordinates.length == 0 || coordinates.length != scores.length) {
      throw new IllegalArgumentException(
          "there must be a score for each of at least one trial; got %d scores of %d trials"
              .formatted(scores.length, coordinates.length));
    }
    Random random = new Random(seed);
    RegressionTree[] forest = new RegressionTree[TREES];
    for (int i = 0; i < TREES; i++) {
      int[] rows = random.ints(scores.length, 0, scores.length).toArray();
      forest[i] = RegressionTree.grow(coordinates, scores, rows, random);
    }
    double[][] points = new double[POINTS][];
    for (int i = 0; i < POINTS; i++) {
      points[i] = random.doubles(names.size()).toArray();
    }
    double[] predictions =
        Arrays.stream(points).mapToDouble(point -> predict(forest, point)).toArray();
    double total = variance(predictions);
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int j = 0; j < names.size(); j++) {
      double share = total > 0 ? variance(marginal(forest, points, j)) / total : 0;
      shares.put(names.get(j), Math.min(1, share));
    }
    return sorted(shares);
  }

  /** Means over all other dimensions, at values of one. */
  private static double[] marginal(RegressionTree[] forest, double[][] points, int dimension) {
    double[] means = new double[VALUES];
    for (int i = 0; i < VALUES; i++) {
      for (double[] point : points) {
        double[] moved = point.clone();
        moved[dimension] = (i + 0.5) / VALUES;
        means[i] += predict(forest, moved) / points.length;
      }
    }
    return means;
  }

  private static double predict(RegressionTree[] forest, double... point) {
    double sum = 0;
    for (RegressionTree tree : forest) {
      sum += tree.predict(point);
    }
    return sum / forest.length;
  }

  private static double variance(double... values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
  }

  private static Map<String, Double> sorted(Map<String, Double> shares) {
    Map<String, Double> sorted = new LinkedHashMap<>();
    shares.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
