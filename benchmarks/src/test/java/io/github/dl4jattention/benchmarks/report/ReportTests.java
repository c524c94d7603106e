package io.github.dl4jattention.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.benchmarks.works.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {
  private static final Mode MODE = new Mode(4, false, "auto");
  private static final String LSTM = "lstm/" + Pass.FORWARD;

  @TempDir private Path folder;

  @Test
  void samplesAreSummarisedByTheirQuartiles() {
    Measurement measurement = Measurement.of(MODE, LSTM, "ours", "ms", 5, 1, 4, 2, 3);
    assertThat(measurement.median()).isEqualTo(3);
    assertThat(measurement.lowerQuartile()).isEqualTo(2);
    assertThat(measurement.upperQuartile()).isEqualTo(4);
    assertThat(Measurement.of(MODE, LSTM, "ours", "ms", 1, 2).median()).isEqualTo(1.5);
  }

  @Test
  void newerResultsReplaceTheSameAndKeepTheRest() {
    Path file = folder.resolve("results.csv");
    Results first = new Results("a machine");
    first.add(List.of(ours(10), Measurement.of(MODE, LSTM, "pytorch", "ms", 5)));
    first.write(file);
    Results second = Results.read(file, "a machine");
    second.add(List.of(ours(7)));
    assertThat(second.find(MODE, LSTM, "ours").orElseThrow().median()).isEqualTo(7);
    assertThat(second.find(MODE, LSTM, "pytorch").orElseThrow().median()).isEqualTo(5);
    assertThat(Results.read(file, "another machine").modes()).isEmpty();
  }

  @Test
  void theTableTellsWhatIsMet() {
    Results results = new Results("a machine");
    results.add(
        List.of(
            ours(7),
            Measurement.of(MODE, LSTM, "pytorch", "ms", 5),
            Measurement.of(MODE, LSTM, "dl4j", "ms", 21),
            Measurement.of(MODE, LSTM + "/as it comes", "dl4j", "ms", 70)));
    assertThat(Page.table(results, MODE))
        .contains(
            "| 7.00 | 5.00 | 1.40 | <= 1.50 met | 21.0 | 3.00 | >= 4.00 not met | 70.0 | 10.0 |");
  }

  @Test
  void withMklTheTargetIsNotEased() {
    Mode mkl = new Mode(4, true, "auto");
    Results results = new Results("a machine");
    results.add(
        List.of(
            Measurement.of(mkl, LSTM, "ours", "ms", 7),
            Measurement.of(mkl, LSTM, "pytorch", "ms", 5)));
    assertThat(Page.table(results, mkl)).contains("| 1.40 | <= 1.00 not met |");
  }

  @Test
  void aTransformersLayerHasOneTargetWithEveryBlas() {
    String layer = "transformer-layer/forward";
    Results results = new Results("a machine");
    results.add(
        List.of(
            Measurement.of(MODE, layer, "ours", "ms", 7),
            Measurement.of(MODE, layer, "pytorch", "ms", 5)));
    assertThat(Page.table(results, MODE)).contains("| 7.00 | 5.00 | 1.40 | <= 1.00 not met |");
  }

  @Test
  void thePageKeepsItsProse() throws IOException {
    Path page = folder.resolve("benchmarks.md");
    Files.createDirectory(folder.resolve("images"));
    Files.writeString(
        page,
        "before\n<!-- tables -->\nold\n<!-- end of tables -->\nafter\n<!-- lengths -->\n<!-- end of lengths -->\n");
    Results results = new Results("a machine");
    results.add(List.of(ours(7), atLength(64, 1), atLength(128, 4)));
    Page.write(folder, results, "a machine");
    Page.write(folder, results, "a machine");
    assertThat(Files.readString(page))
        .startsWith("before\n<!-- tables -->\n\n### 4 threads, OpenBLAS, kernels auto\n")
        .contains("| 7.00 |", "\nafter\n", "| global attention | 1.00 at 64, 4.00 at 128 | 2.00 |")
        .doesNotContain("old");
    assertThat(Files.readString(folder.resolve("images/cost-attention.svg")))
        .contains("<polyline", "global attention");
  }

  private static Measurement ours(double milliseconds) {
    return Measurement.of(MODE, LSTM, "ours", "ms", milliseconds);
  }

  private static Measurement atLength(int length, double milliseconds) {
    return Measurement.of(MODE, "lengths/global attention/" + length, "ours", "ms", milliseconds);
  }
}
