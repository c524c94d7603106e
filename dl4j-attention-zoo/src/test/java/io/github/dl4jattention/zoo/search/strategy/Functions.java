package io.github.dl4jattention.zoo.search.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.AbstractParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;

/** Known functions with known minima, and spaces of Arbiter's for them. */
final class Functions {
  private static final double[] C = {1.0, 1.2, 3.0, 3.2};
  private static final double[][] A = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] P = {
    {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
    {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
    {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
    {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
  };

  private Functions() {}

  /** Branin: x in [-5, 10] x [0, 15]; its minimum is 0.397887. */
  static double branin(double[] x) {
    double bowl = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
    return bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
  }

  /** Hartmann's function of six variables in [0, 1]; its minimum is -3.32237. */
  static double hartmann6(double[] x) {
    double sum = 0;
    for (int i = 0; i < C.length; i++) {
      double exponent = 0;
      for (int j = 0; j < 6; j++) {
        exponent += A[i][j] * (x[j] - P[i][j]) * (x[j] - P[i][j]);
      }
      sum += C[i] * Math.exp(-exponent);
    }
    return -sum;
  }

  static ParameterSpace<double[]> braninSpace() {
    return new Box(new double[][] {{-5, 10}, {0, 15}});
  }

  static ParameterSpace<double[]> hartmannSpace() {
    double[][] bounds = new double[6][];
    java.util.Arrays.fill(bounds, new double[] {0, 1});
    return new Box(bounds);
  }

  /** A box of numbers. */
  @SuppressWarnings("rawtypes")
  static final class Box extends AbstractParameterSpace<double[]> {
    private final List<ParameterSpace> leaves = new ArrayList<>();

    Box(double[][] bounds) {
      for (double[] bound : bounds) {
        leaves.add(new ContinuousParameterSpace(bound[0], bound[1]));
      }
    }

    @Override
    public double[] getValue(double[] at) {
      return leaves.stream().mapToDouble(leaf -> (Double) leaf.getValue(at)).toArray();
    }

    @Override
    public int numParameters() {
      return leaves.size();
    }

    @Override
    public List<ParameterSpace> collectLeaves() {
      return leaves;
    }

    @Override
    public Map<String, ParameterSpace> getNestedSpaces() {
      return Map.of();
    }

    @Override
    public boolean isLeaf() {
      return false;
    }

    @Override
    public void setIndices(int... indices) {
      throw new UnsupportedOperationException();
    }
  }
}
