package io.github.dl4jattention.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/**
 * What was measured of one thing in one mode.
 *
 * @param mode how the JVM computed
 * @param subject what was measured, such as {@code lstm/forward}
 * @param side whose it is, or which part of it
 * @param unit of the numbers
 * @param median of the samples
 * @param lowerQuartile a quarter of the samples are below it
 * @param upperQuartile a quarter of the samples are above it
 * @param samples how many there are
 */
public record Measurement(
    Mode mode,
    String subject,
    String side,
    String unit,
    double median,
    double lowerQuartile,
    double upperQuartile,
    int samples) {
  /** First line of a file of measurements. */
  static final String HEADER =
      "threads,blas,kernels,subject,side,unit,median,lower_quartile,upper_quartile,samples";

  /**
   * Summarises samples.
   *
   * @param mode how the JVM computed
   * @param subject what was measured
   * @param side whose it is
   * @param unit of the samples
   * @param samples at least one
   * @return the measurement
   */
  public static Measurement of(
      Mode mode, String subject, String side, String unit, double... samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Measurement(
        mode,
        subject,
        side,
        unit,
        quantile(sorted, 0.5),
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted.length);
  }

  private static double quantile(double[] sorted, double fraction) {
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** Whether the other is of the same thing. */
  boolean replaces(Measurement other) {
    return mode.equals(other.mode) && subject.equals(other.subject) && side.equals(other.side);
  }

  @Override
  public String toString() {
    return "%-20s %,.3f %s (%,.3f to %,.3f, %d samples)"
        .formatted(side, median, unit, lowerQuartile, upperQuartile, samples);
  }

  String toLine() {
    return "%d,%s,%s,%s,%s,%s,%.4f,%.4f,%.4f,%d"
        .formatted(
            mode.threads(),
            mode.blas(),
            mode.kernels(),
            subject,
            side,
            unit,
            median,
            lowerQuartile,
            upperQuartile,
            samples);
  }

  static Measurement ofLine(String line) {
    List<String> cells = List.of(line.split(",", -1));
    return new Measurement(
        new Mode(Integer.parseInt(cells.get(0)), cells.get(1).equals("MKL"), cells.get(2)),
        cells.get(3),
        cells.get(4),
        cells.get(5),
        Double.parseDouble(cells.get(6)),
        Double.parseDouble(cells.get(7)),
        Double.parseDouble(cells.get(8)),
        Integer.parseInt(cells.get(9)));
  }
}
