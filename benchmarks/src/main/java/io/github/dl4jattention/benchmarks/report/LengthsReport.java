package io.github.dl4jattention.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Cost against length: pictures and the numbers beneath them. */
final class LengthsReport {
  private static final String SUBJECT = "lengths/.*";

  /** Titles of kinds that are drawn together, by the picture's name. */
  private static final Map<String, Predicate<String>> PICTURES =
      Map.of(
          "cost-attention", kind -> kind.endsWith("attention"),
          "cost-sequence", kind -> kind.endsWith("sequence"));

  private final Map<String, List<double[]>> all;

  /** Of the first mode that has any. */
  LengthsReport(Results results) {
    Mode mode = results.of(SUBJECT).map(Measurement::mode).sorted().findFirst().orElse(null);
    all =
        results
            .of(SUBJECT)
            .filter(one -> one.mode().equals(mode))
            .collect(
                Collectors.groupingBy(
                    one -> one.subject().replaceFirst("lengths/(.*)/.*", "$1"),
                    LinkedHashMap::new,
                    Collectors.mapping(LengthsReport::point, Collectors.toList())));
    all.values().forEach(points -> points.sort(Comparator.comparingDouble(point -> point[0])));
  }

  private static double[] point(Measurement one) {
    double length = Double.parseDouble(one.subject().replaceFirst(".*/", ""));
    return new double[] {length, one.median()};
  }

  /** Writes the pictures into a folder. */
  void draw(Path images) throws IOException {
    for (Map.Entry<String, Predicate<String>> picture : PICTURES.entrySet()) {
      Map<String, List<double[]>> curves = new LinkedHashMap<>(all);
      curves.keySet().removeIf(picture.getValue().negate());
      if (!curves.isEmpty()) {
        Plot plot = new Plot("Time against length, forward", "steps", "milliseconds", curves);
        Files.writeString(images.resolve(picture.getKey() + ".svg"), plot.svg());
      }
    }
  }

  /** The numbers, in Markdown: the slope says by which power of the length the time grows. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append("| kind | milliseconds at length | power, over the last doubling |\n");
    table.append("| --- | --- | ---: |\n");
    all.forEach(
        (kind, points) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f |%n",
                    kind,
                    points.stream()
                        .map(
                            point -> String.format(Locale.ROOT, "%.2f at %.0f", point[1], point[0]))
                        .collect(Collectors.joining(", ")),
                    lastSlope(points))));
    return table.toString();
  }

  private static double lastSlope(List<double[]> points) {
    if (points.size() < 2) {
      return Double.NaN;
    }
    double[] last = points.get(points.size() - 1);
    double[] before = points.get(points.size() - 2);
    return Math.log(last[1] / before[1]) / Math.log(last[0] / before[0]);
  }
}
