package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.records.TrialRecord;
import io.github.dl4jattention.ui.storage.StorageFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchCommandTests {
  @TempDir private Path folder;
  private Path pairs;
  private Path testPairs;
  private Path space;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void files() throws IOException {
    pairs = folder.resolve("pairs.tsv");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add("a".repeat(1 + i % 7) + "b".repeat(1 + i / 7) + "\t" + "c".repeat(1 + i % 7));
    }
    Files.write(pairs, lines);
    testPairs = Files.writeString(folder.resolve("test.tsv"), "aab\tcc\nab\tc\nbaa\tccc\n");
    space = folder.resolve("space.yaml");
    Files.writeString(
        space,
        """
        learning-rate: {from: 0.001, to: 0.05, scale: log}
        units: [3, 4]
        embedding-size: 4
        """);
  }

  private int search(String... more) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> arguments =
        new ArrayList<>(
            List.of("search", "dates", "--runs", folder.resolve("runs").toString(), "--space"));
    arguments.addAll(List.of(space.toString(), "--data", pairs.toString(), "--threads", "1"));
    arguments.addAll(List.of(more));
    return Zoo.run(
        new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
  }

  private static final String[] SHORT = {
    "--epochs", "2", "--batch", "8", "--strategy", "random", "--ui", "--ui-port", "0"
  };

  private int shortSearch(String... more) {
    List<String> arguments = new ArrayList<>(List.of(SHORT));
    arguments.addAll(List.of("--test", testPairs.toString()));
    arguments.addAll(List.of(more));
    return search(arguments.toArray(String[]::new));
  }

  @Test
  void aSearchLeavesTheBestModelATableItsTestAndTheWinnersCommand() throws IOException {
    assertThat(shortSearch("--trials", "4")).as(err.toString()).isZero();
    Path run = folder.resolve("runs").resolve("search-dates");
    List<String> table = Files.readAllLines(run.resolve("trials.csv"));
    assertThat(table).hasSize(5);
    assertThat(table.get(0))
        .isEqualTo("trial,state,score,seconds,attempts,learning-rate,units,embedding-size,cause");
    double best =
        table.subList(1, 5).stream()
            .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[2]))
            .min()
            .orElseThrow();
    assertThat(out.toString())
        .contains("4 trials: 4 finished, 0 ended early, 0 failed")
        .contains("train it again with: zoo train dates --data " + pairs + " --epochs 2");
    assertThat(run.resolve("trials")).isDirectoryContaining("glob:**/trial-*");
    try (var left = Files.list(run.resolve("trials"))) {
      assertThat(left).hasSize(1);
    }
    assertShown(run, 4);
    assertTested(run);
    // Without the test set the command gives the same model: no trial saw it.
    assertThat(trainedAgain()).contains("loss %.4f".formatted(best));

    // Going on adds trials, and runs none again.
    assertThat(shortSearch("--trials", "6", "--resume")).as(err.toString()).isZero();
    List<String> longer = Files.readAllLines(run.resolve("trials.csv"));
    assertThat(longer).hasSize(7).startsWith(table.toArray(String[]::new));
    assertThat(err.toString().lines().filter(line -> line.startsWith("trial "))).hasSize(2);
    assertShown(run, 6);
  }

  private void assertShown(Path run, int trials) throws IOException {
    assertThat(err.toString()).contains("the dashboard is http://127.0.0.1:");
    StatsStorage storage = StorageFile.open(run.resolve("dashboard.db"));
    assertThat(storage.getAllUpdatesAfter("search-dates", TrialRecord.TYPE, -1)).hasSize(trials);
    storage.close();
  }

  /** The figures are those that the user would get by measuring the model. */
  private void assertTested(Path run) throws IOException {
    StringWriter measured = new StringWriter();
    String model = run.resolve("model.zip").toString();
    String[] evaluate = {"evaluate", model, "--data", testPairs.toString(), "--json"};
    assertThat(Zoo.run(new PrintWriter(measured, true), new PrintWriter(err, true), evaluate))
        .isZero();
    assertThat(Files.readString(run.resolve("test.json")).strip())
        .isEqualTo(measured.toString().strip())
        .contains("\"examples\":3,");
    assertThat(out.toString())
        .contains(
            "the best model on " + testPairs + ", which no trial has seen: examples 3, exact");
  }

  private String trainedAgain() {
    String start = "train it again with: zoo ";
    String command =
        out.toString()
            .lines()
            .filter(line -> line.startsWith(start))
            .findFirst()
            .orElseThrow()
            .substring(start.length());
    List<String> words =
        new ArrayList<>(List.of(command.replace("--name NAME", "--name again").split(" ", -1)));
    words.addAll(List.of("--runs", folder.resolve("runs").toString()));
    StringWriter again = new StringWriter();
    assertThat(
            Zoo.run(
                new PrintWriter(out, true),
                new PrintWriter(again, true),
                words.toArray(String[]::new)))
        .as(again.toString())
        .isZero();
    return again.toString();
  }

  @Test
  void aTrialThatFailsIsInTheTableWithItsCause() throws IOException {
    assertThat(search("--no-such-option", "--trials", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("no trial came to its end");
    assertThat(
            Files.readString(folder.resolve("runs").resolve("search-dates").resolve("trials.csv")))
        .contains("failed")
        .contains("--no-such-option");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --strategy clever    | --strategy is clever: choose of random, grid, genetic, bayes
          --trials 0           | --trials is 0: choose 1 to 100000
          --time soon          | --time is soon: write such as 90s, 30m or 2h
          --prune=axe          | --prune is axe: choose of halving, median
          --by luck            | --by is luck: choose of loss, exact-match, bleu
          --resume             | there is nothing to resume in
          --units 0            | --units is 0: choose one from 1 to 8192
          --ui-port 70000      | --ui-port is 70000: choose 0 to 65535
          --test nowhere.tsv   | there is no file nowhere.tsv to test on: check the name
          """)
  void aSlipIsToldBeforeAnythingRuns(String options, String message) {
    assertThat(search(options.trim().split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).startsWith("zoo: ").contains(message);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void testingOnWhatTheTrialsSeeIsRefused() {
    assertThat(search("--test", folder.resolve(".").resolve("pairs.tsv").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("pairs.tsv, which the trials see: give what they do not");
  }

  @Test
  void classifiersAreComparedByTheShareThatIsRight() throws IOException {
    Path texts = folder.resolve("texts.tsv");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add(i % 2 == 0 ? "red\tan apple " + i : "blue\tthe sea " + i);
    }
    Files.write(texts, lines);
    err = new StringWriter();
    String[] words = {
      "search",
      "classifier",
      "--data",
      texts.toString(),
      "--runs",
      folder.toString(),
      "--threads",
      "1",
      "--trials",
      "1",
      "--epochs",
      "1",
      "--average",
      "1",
      "--size",
      "8",
      "--heads",
      "2"
    };
    assertThat(Zoo.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), words))
        .as(err.toString())
        .isZero();
    String[] trial =
        Files.readAllLines(folder.resolve("search-classifier").resolve("trials.csv"))
            .get(1)
            .split(",", -1);
    assertThat(trial[1]).isEqualTo("finished");
    assertThat(Double.parseDouble(trial[2])).isBetween(0.0, 1.0);
  }

  @Test
  void anUnknownModelIsRefused() {
    StringWriter told = new StringWriter();
    assertThat(
            Zoo.run(new PrintWriter(told, true), new PrintWriter(told, true), "search", "weather"))
        .isEqualTo(2);
    assertThat(told.toString()).contains("there is no model \"weather\" to search", "captioner");
  }
}
