package io.github.dl4jattention.zoo.search.strategy;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.special.Erf;

/**
 * The adaptive Parzen estimator of Bergstra et al. 2011, section 4: a density on [0, 1] that is a
 * mixture of normal distributions, cut to [0, 1], one around each observation and a wide one for
 * the prior, all of equal weight.
 *
 * <p>Each is as wide as the distance to the farther of its two neighbours (the bounds count as
 * such), and not narrower than {@code 1 / min(100, 1 + n)}.
 */
final class ParzenEstimator implements Density {
  private static final int DRAWS = 100;

  private final double[] centers;
  private final double[] widths;
  private final double[] masses;

  /** Of observations in [0, 1], in any order. */
  ParzenEstimator(double... observations) {
    centers = Arrays.copyOf(observations, observations.length + 1);
    centers[observations.length] = 0.5; // the prior's
    Arrays.sort(centers);
    int prior = Arrays.binarySearch(centers, 0.5);
    widths = new double[centers.length];
    masses = new double[centers.length];
    double narrowest = 1.0 / Math.min(100, 1 + centers.length);
    for (int i = 0; i < centers.length; i++) {
      double left = centers[i] - (i == 0 ? 0 : centers[i - 1]);
      double right = (i == centers.length - 1 ? 1 : centers[i + 1]) - centers[i];
      widths[i] = i == prior ? 1 : Math.min(1, Math.max(narrowest, Math.max(left, right)));
      masses[i] = below((1 - centers[i]) / widths[i]) - below(-centers[i] / widths[i]);
    }
  }

  @Override
  public double draw(Random random) {
    int i = random.nextInt(centers.length);
    for (int attempt = 0; attempt < DRAWS; attempt++) {
      double drawn = centers[i] + widths[i] * random.nextGaussian();
      if (drawn >= 0 && drawn <= 1) {
        return drawn;
      }
    }
    return centers[i]; // At least 0.34 of each is within: this does not happen.
  }

  @Override
  public double of(double x) {
    double sum = 0;
    for (int i = 0; i < centers.length; i++) {
      double z = (x - centers[i]) / widths[i];
      sum += Math.exp(-z * z / 2) / (widths[i] * Math.sqrt(2 * Math.PI) * masses[i]);
    }
    return sum / centers.length;
  }

  /** The share of the standard normal distribution that is below z. */
  private static double below(double z) {
    return Erf.erfc(-z / Math.sqrt(2)) / 2;
  }
}
