package io.github.dl4jattention.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ratios of our time to PyTorch's in all modes that were measured, side by side. */
final class ModesReport {
  private ModesReport() {}

  static String table(Results results) {
    List<Mode> modes =
        results.modes().stream().filter(mode -> results.isMeasured(mode, "pytorch")).toList();
    StringBuilder table = new StringBuilder("| work | pass |");
    modes.forEach(mode -> table.append(' ').append(mode.title()).append(" |"));
    table.append("\n| --- | --- |").append(" ---: |".repeat(modes.size())).append('\n');
    for (Row row : Row.all()) {
      table.append(
          modes.stream()
              .map(mode -> ratio(results, mode, row))
              .collect(
                  Collectors.joining(
                      " | ", "| %s | %s | ".formatted(row.title(), row.pass()), " |\n")));
    }
    return table.toString();
  }

  private static String ratio(Results results, Mode mode, Row row) {
    Optional<Measurement> torch = results.find(mode, row.id(), "pytorch");
    return results
        .find(mode, row.id(), "ours")
        .flatMap(ours -> torch.map(one -> ours.median() / one.median()))
        .map(Page::number)
        .orElse("");
  }
}
