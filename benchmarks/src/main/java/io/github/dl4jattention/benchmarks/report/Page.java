package io.github.dl4jattention.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page docs/benchmarks.md: prose written by hand, and between two comments, {@code <!-- NAME
 * -->} and {@code <!-- end of NAME -->}, what is written anew from the results.
 */
public final class Page {
  private Page() {}

  /**
   * Writes what was measured into the page.
   *
   * @param docs the folder of the page
   * @param results all of them
   * @param machine what they were measured on
   */
  public static void write(Path docs, Results results, String machine) {
    Path page = docs.resolve("benchmarks.md");
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("machine", "%s. Last run: %s.".formatted(machine, LocalDate.now(ZoneOffset.UTC)));
    parts.put("tables", tables(results));
    parts.put("modes", ModesReport.table(results));
    parts.put("memory", MemoryReport.memory(results));
    parts.put("allocation", MemoryReport.allocation(results));
    LengthsReport lengths = new LengthsReport(results);
    parts.put("lengths", lengths.table());
    try {
      String text = Files.readString(page);
      for (Map.Entry<String, String> part : parts.entrySet()) {
        text = replace(text, part.getKey(), part.getValue());
      }
      Files.writeString(page, text);
      lengths.draw(docs.resolve("images"));
    } catch (IOException e) {
      throw new UncheckedIOException(page.toString(), e);
    }
  }

  /** Where most threads are, and all that helps: the rest is in the table of modes. */
  private static String tables(Results results) {
    int threads = results.modes().stream().mapToInt(Mode::threads).max().orElse(1);
    return results.modes().stream()
        .filter(mode -> mode.threads() == threads && mode.kernels().equals("auto"))
        .map(mode -> "### %s\n\n%s".formatted(mode.title(), table(results, mode)))
        .collect(Collectors.joining("\n"));
  }

  private static String replace(String text, String name, String content) {
    Pattern part =
        Pattern.compile(
            "(<!-- %s -->\n).*?(<!-- end of %s -->)".formatted(name, name), Pattern.DOTALL);
    return part.matcher(text)
        .replaceFirst("$1\n" + Matcher.quoteReplacement(content.strip()) + "\n\n$2");
  }

  /**
   * The table in one mode.
   *
   * @param results what was measured
   * @param mode how the JVM computed
   * @return Markdown
   */
  public static String table(Results results, Mode mode) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| work | pass | ours, ms | PyTorch, ms | ratio | target | DL4J's own, ms | times faster"
            + " | target | as it comes, ms | times faster |\n");
    table.append("| --- | --- |" + " ---: |".repeat(9) + "\n");
    for (Row row : Row.all()) {
      line(results, mode, row).ifPresent(table::append);
    }
    return table + examplesPerSecond(results, mode);
  }

  private static String examplesPerSecond(Results results, Mode mode) {
    return Row.all().stream()
        .filter(Row::isTrainingOfModel)
        .flatMap(
            row ->
                Stream.of("ours", "pytorch")
                    .flatMap(side -> results.find(mode, row.id(), side).stream()))
        .map(one -> "%s %.0f".formatted(one.side(), Row.DATES_EXAMPLES * 1000 / one.median()))
        .reduce((one, other) -> one + ", " + other)
        .map("%nTraining of the dates model, examples a second: %s.%n"::formatted)
        .orElse("");
  }

  private static Optional<String> line(Results results, Mode mode, Row row) {
    return results
        .find(mode, row.id(), "ours")
        .map(
            ours -> {
              Optional<Measurement> torch = results.find(mode, row.id(), "pytorch");
              Optional<Measurement> own = rival(results, mode, row);
              Optional<Measurement> asItComes = results.find(mode, row.asItComes(), "dl4j");
              double aim = row.ratio(mode);
              Optional<Double> ratio = torch.map(one -> ours.median() / one.median());
              Optional<Double> faster = own.map(one -> one.median() / ours.median());
              return "| "
                  + String.join(
                      " | ",
                      List.of(
                          row.title(),
                          row.pass().toString(),
                          number(Optional.of(ours.median())),
                          number(torch.map(Measurement::median)),
                          number(ratio),
                          aim == 0
                              ? ""
                              : "<= %s %s".formatted(number(aim), met(ratio, r -> r <= aim)),
                          number(own.map(Measurement::median)),
                          number(faster),
                          row.timesFaster() == 0
                              ? ""
                              : ">= %s %s"
                                  .formatted(
                                      number(row.timesFaster()),
                                      met(faster, f -> f >= row.timesFaster())),
                          number(asItComes.map(Measurement::median)),
                          number(asItComes.map(one -> one.median() / ours.median()))))
                  + " |\n";
            });
  }

  /** What the row's time is held against beside PyTorch's. */
  private static Optional<Measurement> rival(Results results, Mode mode, Row row) {
    return row.isTrainingOfModel()
        ? results.find(mode.withoutKernels(), row.id(), "ours")
        : results.find(mode, row.id(), "dl4j");
  }

  private static String met(Optional<Double> reached, DoublePredicate aim) {
    return reached.map(value -> aim.test(value) ? "met" : "not met").orElse("");
  }

  private static String number(Optional<Double> value) {
    return value.map(Page::number).orElse("");
  }

  static String number(double value) {
    String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
