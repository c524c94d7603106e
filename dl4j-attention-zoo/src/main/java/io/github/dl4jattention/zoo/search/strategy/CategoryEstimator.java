package io.github.dl4jattention.zoo.search.strategy;

import java.util.Random;

/**
 * The estimator of Bergstra et al. 2011 for categories: of n observations, c of which are of a
 * category, and k categories, that category has the probability {@code (1 / k + c) / (1 + n)}. On
 * [0, 1] category i is the i-th of k equal parts, as in Arbiter's discrete spaces.
 */
final class CategoryEstimator implements Density {
  private final double[] probabilities;

  CategoryEstimator(int categories, double... observations) {
    probabilities = new double[categories];
    for (double observation : observations) {
      probabilities[category(observation)]++;
    }
    for (int i = 0; i < categories; i++) {
      probabilities[i] = (1.0 / categories + probabilities[i]) / (1 + observations.length);
    }
  }

  private int category(double x) {
    return Math.min(probabilities.length - 1, (int) (x * probabilities.length));
  }

  /** The middle of a category's part. */
  @Override
  public double draw(Random random) {
    double left = random.nextDouble();
    int i = 0;
    while (i < probabilities.length - 1 && left >= probabilities[i]) {
      left -= probabilities[i];
      i++;
    }
    return (i + 0.5) / probabilities.length;
  }

  @Override
  public double of(double x) {
    return probabilities[category(x)];
  }
}
