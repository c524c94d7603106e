package io.github.dl4jattention.benchmarks.report;

import io.github.dl4jattention.zoo.picture.Svg;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Curves on two logarithmic axes, as an SVG picture: a straight line of slope 1 is linear growth,
 * of slope 2 quadratic.
 *
 * @param title above the picture
 * @param horizontal what the horizontal axis is
 * @param vertical what the vertical axis is
 * @param curves points by name, each a pair of positive numbers
 */
@SuppressWarnings("ArrayRecordComponent") // Points; compared nowhere.
record Plot(String title, String horizontal, String vertical, Map<String, List<double[]>> curves) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 60;
  private static final String GRID = "#ddd";

  /** Told apart by those who see no colours, too: Okabe and Ito's. */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

  String svg() {
    Axis x = Axis.over(points().mapToDouble(point -> point[0]).toArray(), 2, LEFT, WIDTH - RIGHT);
    Axis y = Axis.over(points().mapToDouble(point -> point[1]).toArray(), 10, HEIGHT - BOTTOM, TOP);
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text(WIDTH / 2.0, 24, "middle", title);
    svg.text(WIDTH / 2.0, HEIGHT - 14, "middle", horizontal);
    svg.text(8, TOP - 10, "start", vertical);
    x.marks().forEach(mark -> vertical(svg, x.place(mark), mark));
    y.marks().forEach(mark -> horizontal(svg, y.place(mark), mark));
    int index = 0;
    for (Map.Entry<String, List<double[]>> curve : curves.entrySet()) {
      String colour = COLOURS.get(index % COLOURS.size());
      List<double[]> points = curve.getValue();
      svg.curve(
          points.stream().mapToDouble(point -> x.place(point[0])).toArray(),
          points.stream().mapToDouble(point -> y.place(point[1])).toArray(),
          colour);
      int row = TOP + 18 + 20 * index;
      svg.line(LEFT + 12, row - 4, LEFT + 36, row - 4, colour, 3);
      svg.text(LEFT + 44, row, "start", curve.getKey());
      index++;
    }
    return svg.end();
  }

  private Stream<double[]> points() {
    return curves.values().stream().flatMap(List::stream);
  }

  private static void vertical(Svg svg, double place, double mark) {
    svg.line(place, TOP, place, HEIGHT - BOTTOM, GRID, 1);
    svg.text(place, HEIGHT - BOTTOM + 18, "middle", "%.0f".formatted(mark));
  }

  private static void horizontal(Svg svg, double place, double mark) {
    String label = String.format(Locale.ROOT, mark < 1 ? "%.1f" : "%.0f", mark);
    svg.line(LEFT, place, WIDTH - RIGHT, place, GRID, 1);
    svg.text(LEFT - 8, place + 4, "end", label);
  }

  /** From values to places, by their logarithms to a base, whose powers are marked. */
  private record Axis(double base, double low, double high, double from, double to) {
    static Axis over(double[] values, double base, double from, double to) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        low = Math.min(low, Math.log(value) / Math.log(base));
        high = Math.max(high, Math.log(value) / Math.log(base));
      }
      return new Axis(base, Math.floor(low + 1e-9), Math.ceil(high - 1e-9), from, to);
    }

    double place(double value) {
      return from + (Math.log(value) / Math.log(base) - low) / (high - low) * (to - from);
    }

    Stream<Double> marks() {
      return Stream.iterate(low, power -> power <= high, power -> power + 1)
          .map(power -> Math.pow(base, power));
    }
  }
}
