package io.github.dl4jattention.zoo.search.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;

/** The values of one hyperparameter, and how Arbiter's spaces draw them. */
public sealed interface Range {
  /**
   * A new space of Arbiter's that draws from the range.
   *
   * @return a leaf
   */
  ParameterSpace<?> leaf();

  /**
   * What a value that {@link #leaf} drew is on the command line.
   *
   * @param drawn the value
   * @return its text
   */
  String text(Object drawn);

  /**
   * Whether its values are numbers.
   *
   * @return false if they are words
   */
  boolean isNumeric();

  /**
   * Whether multiples and not differences of its values are alike, so that they are best drawn on a
   * logarithmic axis.
   *
   * @return false of words, too
   */
  boolean isLogarithmic();

  /**
   * Numbers between two, both included.
   *
   * @param from the least
   * @param to the largest, above {@code from}
   * @param logarithmic whether each power of ten is as likely as another
   */
  record Real(double from, double to, boolean logarithmic) implements Range {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    @Override
    public ParameterSpace<?> leaf() {
      return logarithmic
          ? new ContinuousParameterSpace(new LogUniformDistribution(from, to))
          : new ContinuousParameterSpace(from, to);
    }

    /** With four digits, so that a person can type the command; never outside of the range. */
    @Override
    public String text(Object drawn) {
      double rounded = BigDecimal.valueOf((Double) drawn).round(FOUR_DIGITS).doubleValue();
      return String.valueOf(Math.min(to, Math.max(from, rounded)));
    }

    @Override
    public boolean isNumeric() {
      return true;
    }

    @Override
    public boolean isLogarithmic() {
      return logarithmic;
    }
  }

  /**
   * Whole numbers from one to another, both included.
   *
   * @param from the least
   * @param to the largest, above {@code from}
   * @param step between neighbours; 1 where the scale is logarithmic
   * @param logarithmic whether each doubling is as likely as another
   */
  record Whole(int from, int to, int step, boolean logarithmic) implements Range {
    @Override
    public ParameterSpace<?> leaf() {
      return logarithmic
          ? new ContinuousParameterSpace(new LogUniformDistribution(from, to + 1.0))
          : new IntegerParameterSpace(0, (to - from) / step);
    }

    @Override
    public String text(Object drawn) {
      return String.valueOf(
          logarithmic
              ? Math.max(from, Math.min(to, (int) Math.floor((Double) drawn)))
              : from + step * (Integer) drawn);
    }

    @Override
    public boolean isNumeric() {
      return true;
    }

    @Override
    public boolean isLogarithmic() {
      return logarithmic;
    }
  }

  /**
   * One of some words or numbers, none nearer to one than to another.
   *
   * @param values at least one
   */
  record Choice(List<String> values) implements Range {
    /**
     * Copies the values.
     *
     * @param values at least one
     */
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("there must be a value to choose");
      }
    }

    /** A single value has no dimension: Arbiter's grid mistakes one that has. */
    @Override
    public ParameterSpace<?> leaf() {
      return values.size() == 1
          ? new FixedValue<>(values.get(0))
          : new DiscreteParameterSpace<>(values);
    }

    @Override
    public String text(Object drawn) {
      return (String) drawn;
    }

    @Override
    public boolean isNumeric() {
      return numbers().length == values.size();
    }

    /** Such as 32, 64, 128: each the same multiple of the one before. */
    @Override
    public boolean isLogarithmic() {
      double[] numbers = numbers();
      if (numbers.length < values.size() || numbers.length < 3 || numbers[0] <= 0) {
        return false;
      }
      double ratio = numbers[1] / numbers[0];
      for (int i = 1; i < numbers.length; i++) {
        if (ratio <= 1 || Math.abs(numbers[i] - numbers[i - 1] * ratio) > 1e-9 * numbers[i]) {
          return false;
        }
      }
      return true;
    }

    /** Those of the values that are numbers. */
    private double[] numbers() {
      return values.stream()
          .filter(value -> value.matches("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?"))
          .mapToDouble(Double::parseDouble)
          .toArray();
    }
  }
}
