package io.github.dl4jattention.benchmarks.report;

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

  /** Told apart by those who see no colours, too: Okabe and Ito's. */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

  String svg() {
    Axis x = Axis.over(points().mapToDouble(point -> point[0]).toArray(), 2, LEFT, WIDTH - RIGHT);
    Axis y = Axis.over(points().mapToDouble(point -> point[1]).toArray(), 10, HEIGHT - BOTTOM, TOP);
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(WIDTH, HEIGHT));
    svg.append(text(WIDTH / 2.0, 24, "middle", title));
    svg.append(text(WIDTH / 2.0, HEIGHT - 14, "middle", horizontal));
    svg.append(text(8, TOP - 10, "start", vertical));
    x.marks().forEach(mark -> svg.append(vertical(x.place(mark), mark)));
    y.marks().forEach(mark -> svg.append(horizontal(y.place(mark), mark)));
    int index = 0;
    for (Map.Entry<String, List<double[]>> curve : curves.entrySet()) {
      svg.append(curve(x, y, curve.getKey(), curve.getValue(), index));
      index++;
    }
    return svg.append("</svg>\n").toString();
  }

  private Stream<double[]> points() {
    return curves.values().stream().flatMap(List::stream);
  }

  private static String vertical(double place, double mark) {
    return line(place, TOP, place, HEIGHT - BOTTOM)
        + text(place, HEIGHT - BOTTOM + 18, "middle", "%.0f".formatted(mark));
  }

  private static String horizontal(double place, double mark) {
    String label = mark < 1 ? String.format(Locale.ROOT, "%.1f", mark) : "%.0f".formatted(mark);
    return line(LEFT, place, WIDTH - RIGHT, place) + text(LEFT - 8, place + 4, "end", label);
  }

  private static String curve(Axis x, Axis y, String name, List<double[]> points, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (double[] point : points) {
      String place = format("%.1f,%.1f ", x.place(point[0]), y.place(point[1]));
      path.append(place);
      dots.append(
          format(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n",
              x.place(point[0]), y.place(point[1]), colour));
    }
    int row = TOP + 18 + 20 * index;
    return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n"
            .formatted(path.toString().strip(), colour)
        + dots
        + format(
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>\n",
            LEFT + 12, row - 4, LEFT + 36, row - 4, colour)
        + text(LEFT + 44, row, "start", name);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return format(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
        x1, y1, x2, y2);
  }

  private static String text(double x, double y, String anchor, String words) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, words);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
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
