package io.github.dl4jattention.benchmarks.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Bytes: of a pass over long sequences, and those that training leaves to the garbage collector.
 */
final class MemoryReport {
  private static final String MEMORY = "memory/.*";
  private static final String ALLOCATION = "allocation/.*";

  private MemoryReport() {}

  static String memory(Results results) {
    String head =
        """
        | mode | steps | pass | ours, heap | ours, outside | PyTorch, outside |
        | --- | ---: | --- | ---: | ---: | ---: |
        """;
    return head
        + lines(
            results,
            MEMORY,
            List.of("oursHeap", "oursNative", "pytorchNative"),
            bytes -> "%.1f MB".formatted(bytes / 1e6));
  }

  static String allocation(Results results) {
    String head =
        """
        | mode | work | bytes an iteration |
        | --- | --- | ---: |
        """;
    return head
        + lines(
            results, ALLOCATION, List.of("gc.alloc.rate.norm"), bytes -> "%,.0f".formatted(bytes));
  }

  /** A line a subject and mode: the subject's parts, then the sides. */
  private static String lines(
      Results results, String subjects, List<String> sides, Function<Double, String> format) {
    return results
        .of(subjects)
        .filter(one -> one.side().equals(sides.get(0)))
        .map(
            one ->
                sides.stream()
                    .map(side -> results.find(one.mode(), one.subject(), side))
                    .map(found -> found.map(Measurement::median).map(format).orElse(""))
                    .collect(
                        Collectors.joining(
                            " | ",
                            "| %s | %s | "
                                .formatted(
                                    one.mode().title(),
                                    one.subject().replaceFirst("\\w+/", "").replace("/", " | ")),
                            " |\n")))
        .collect(Collectors.joining());
  }
}
