package io.github.dl4jattention.zoo.search.importance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/**
 * A regression tree (Breiman et al. 1984): each split takes the dimension and the threshold that
 * leave the least squared error, of a random half of the dimensions, as random forests do (Breiman
 * 2001).
 */
final class RegressionTree {
  private static final int SMALLEST_SPLIT = 4;

  private final int dimension;
  private final double threshold;
  private final double mean;
  private final RegressionTree below;
  private final RegressionTree above;

  private RegressionTree(
      int dimension, double threshold, double mean, RegressionTree below, RegressionTree above) {
    this.dimension = dimension;
    this.threshold = threshold;
    this.mean = mean;
    this.below = below;
    this.above = above;
  }

  /** Of points and their values; rows says which count, one as often as it is there. */
  static RegressionTree grow(double[][] points, double[] values, int[] rows, Random random) {
    double mean = Arrays.stream(rows).mapToDouble(row -> values[row]).average().orElse(0);
    Split best = rows.length < SMALLEST_SPLIT ? null : best(points, values, rows, random);
    if (best == null) {
      return new RegressionTree(-1, 0, mean, null, null);
    }
    int[] low = rows(rows, points, best, true);
    int[] high = rows(rows, points, best, false);
    return new RegressionTree(
        best.dimension(),
        best.threshold(),
        mean,
        grow(points, values, low, random),
        grow(points, values, high, random));
  }

  private record Split(int dimension, double threshold, double gain) {}

  private static int[] rows(int[] rows, double[][] points, Split split, boolean below) {
    return Arrays.stream(rows)
        .filter(row -> points[row][split.dimension()] < split.threshold() == below)
        .toArray();
  }

  private static Split best(double[][] points, double[] values, int[] rows, Random random) {
    Split best = null;
    int dimensions = points[0].length;
    int[] tried = random.ints(0, dimensions).distinct().limit((dimensions + 1) / 2).toArray();
    for (int dimension : tried) {
      Split one = best(points, values, rows, dimension);
      if (one != null && (best == null || one.gain() > best.gain())) {
        best = one;
      }
    }
    return best;
  }

  /** What a split gains: the sum of squares between the two means. */
  private static Split best(double[][] points, double[] values, int[] rows, int dimension) {
    int[] sorted =
        Arrays.stream(rows)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> points[row][dimension]))
            .mapToInt(Integer::intValue)
            .toArray();
    double total = Arrays.stream(rows).mapToDouble(row -> values[row]).sum();
    int n = sorted.length;
    double left = 0;
    Split best = null;
    for (int i = 1; i < n; i++) {
      left += values[sorted[i - 1]];
      double before = points[sorted[i - 1]][dimension];
      double after = points[sorted[i]][dimension];
      if (before < after) {
        double right = total - left;
        double gain = left * left / i + right * right / (n - i) - total * total / n;
        if (gain > 1e-12 && (best == null || gain > best.gain())) {
          best = new Split(dimension, (before + after) / 2, gain);
        }
      }
    }
    return best;
  }

  double predict(double... point) {
    if (dimension < 0) {
      return mean;
    }
    return (point[dimension] < threshold ? below : above).predict(point);
  }
}
