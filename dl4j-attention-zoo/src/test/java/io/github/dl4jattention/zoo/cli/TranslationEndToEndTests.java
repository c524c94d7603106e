package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Own pairs from the first update to the last measure, as a user does it, in seconds. */
@Tag("slow")
class TranslationEndToEndTests {
  private static final double BLEU = 80;
  private static final List<Pair> HELD_OUT = ToyLanguage.pairs(60, 2);

  @TempDir private static Path folder;
  private static Path data;
  private static Answer trained;

  @BeforeAll
  static void writePairsAndTrain() throws IOException {
    data = ToyLanguage.write(folder.resolve("pairs.tsv"), ToyLanguage.pairs(500, 1));
    trained = zoo(training("whole", "--epochs", "12", "--patience", "0"));
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private static String[] training(String name, String... more) {
    List<String> all = new ArrayList<>(resuming(name));
    all.remove("--resume");
    String sizes =
        "--embedding-size 24 --encoder-units 24 --decoder-units 48 --attention-units 24"
            + " --vocabulary 400 --learning-rate 0.01"
            + " --warm-up 10 --average 2 --threads 2";
    all.addAll(List.of(sizes.split(" ")));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private static List<String> resuming(String name) {
    return List.of(
        "train",
        "translation",
        "--name",
        name,
        "--runs",
        folder.toString(),
        "--data",
        data.toString(),
        "--held-out",
        "0.1",
        "--resume");
  }

  private static Path run(String name, String file) {
    return folder.resolve(name).resolve(file);
  }

  private static String model(String name) {
    return run(name, "model.zip").toString();
  }

  @Test
  void theModelReachesItsBleuOnPairsItHasNotSeen() throws IOException {
    JsonNode figures =
        new ObjectMapper().readTree(run("whole", "provenance.json").toFile()).path("figures");
    double best = 0;
    for (JsonNode epoch : figures) {
      best = Math.max(best, epoch.path("bleu").asDouble());
    }
    assertThat(best).isGreaterThanOrEqualTo(BLEU);
    assertThat(figures.get(0).path("bleu").asDouble()).isLessThan(best);
  }

  @Test
  void theTableIsShownAndIsInTheFolder() throws IOException {
    assertThat(trained.err())
        .contains("tokens/s", "500 pairs".substring(4), "mean of the last 2 models: BLEU")
        .contains("the model is " + model("whole"));
    assertThat(Files.readAllLines(run("whole", "epochs.csv"))).hasSize(13);
    assertThat(Files.readAllLines(run("whole", "samples.csv"))).hasSize(1 + 3 * 12);
    try (Stream<Path> files = Files.list(folder.resolve("whole"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.zip",
              "checkpoint.zip",
              "provenance.json",
              "epochs.csv",
              "samples.csv",
              "epoch-11.zip",
              "epoch-12.zip");
    }
  }

  @Test
  void aFreshProcessTranslatesAFileAsThisOneDoes() throws Exception {
    Path sources = lines("sources.gz", HELD_OUT.stream().map(Pair::source).toList(), true);
    String[] arguments = {
      "translate", model("whole"), "--file", sources.toString(), "--beam", "3", "--json"
    };
    Answer here = zoo(arguments);
    assertThat(here.code()).as(here.err()).isZero();
    Process process = ZooProcess.start(arguments);
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(there).isEqualTo(here.out());
    assertThat(here.out().lines()).hasSize(60);
  }

  @Test
  void evaluateMeasuresWhatTranslateWrites() throws IOException {
    Path sources = lines("sources", HELD_OUT.stream().map(Pair::source).toList(), false);
    List<String> targets = HELD_OUT.stream().map(Pair::target).toList();
    Path references = lines("references", targets, true);
    Answer outputs = zoo("translate", model("whole"), "--beam", "2", "--file", sources.toString());
    Answer figures =
        zoo(
            "evaluate",
            model("whole"),
            "--beam",
            "2",
            "--json",
            "--source",
            sources.toString(),
            "--reference",
            references.toString());
    assertThat(figures.code()).as(figures.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(figures.out());
    List<String> written = outputs.out().lines().toList();
    double bleu = Bleu.builder().build().corpus(written, List.of(targets)).score();
    assertThat(json.path("bleu").path("score").asDouble()).isCloseTo(bleu, within(1e-9));
    assertThat(bleu).isGreaterThan(BLEU - 10);
    assertThat(json.path("bleu").path("signature").asText())
        .isEqualTo("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.5.1");
    assertThat(json.path("perplexity").asDouble())
        .isCloseTo(Math.exp(json.path("loss").asDouble()), within(1e-9));
    assertThat(json.path("exactMatch").asDouble()).isBetween(0.1, 1.0);
    assertThat(json.path("chrf").path("score").asDouble()).isBetween(bleu / 2, 100.0);
    assertThat(json.path("bleuBySourceLength")).hasSize(5);
    // All sentences have seven words and marks.
    JsonNode shortest = json.path("bleuBySourceLength").get(0);
    assertThat(shortest.path("length").asText()).isEqualTo("<= 8");
    assertThat(shortest.path("examples").asInt()).isEqualTo(60);
    assertThat(shortest.path("bleu").asDouble()).isCloseTo(bleu, within(1e-9));

    String[] twice = {"evaluate", model("whole"), "--source", sources.toString(), "--reference"};
    Answer words = zoo(with(twice, references.toString(), "--reference", references.toString()));
    assertThat(words.out())
        .contains("BLEU  ", "nrefs:2|", "perplexity  ", "chrF  ", "  >= 19             -  of 0");
  }

  @Test
  void nBestOutputsAreInOrderAndSamplesAreDrawnBySeed() {
    String source = HELD_OUT.get(0).source();
    Answer best = zoo("translate", model("whole"), "--beam", "4", "--n-best", "3", source);
    List<String[]> rows = best.out().lines().map(line -> line.split("\t")).toList();
    assertThat(rows).hasSize(3).allMatch(row -> row.length == 3 && row[0].equals("1"));
    assertThat(rows.stream().map(row -> -Double.parseDouble(row[1]))).isSorted();
    String[] hot = {
      "translate", model("whole"), "--sample", "--temperature", "3", source, "--seed"
    };
    Answer first = zoo(with(hot, "1"));
    assertThat(first.code()).isZero();
    assertThat(zoo(with(hot, "1")).out()).isEqualTo(first.out());
    assertThat(zoo(with(hot, "2")).out()).isNotEqualTo(first.out());
  }

  private static String[] with(String[] arguments, String... last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void aTrainingThatIsKilledGoesOnAndGivesWhatOneWithoutABreakGives() throws Exception {
    String[] few = {"--epochs", "4", "--scheduled-sampling", "0.8", "--schedule", "linear"};
    assertThat(zoo(training("unbroken", few)).code()).isZero();
    trainUntilTheSecondEpochHasEnded("killed", few);

    Answer again = zoo(training("killed"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("--resume", "--overwrite", "--name");
    Answer changed = zoo(with(resuming("killed").toArray(new String[0]), "--lower-case"));
    assertThat(changed.code()).isEqualTo(2);
    assertThat(changed.err()).contains("--lower-case is true and was false, which cannot");

    Answer elsewhere = zoo(asTransformer(resuming("killed")));
    assertThat(elsewhere.code()).isEqualTo(2);
    assertThat(elsewhere.err())
        .contains("a recurrent translation: go on with zoo train translation --resume --name");

    Answer resumed = zoo(with(training("killed", few), "--resume")); // As it began, word for word.
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(parameters("killed", "checkpoint.zip"))
        .isEqualTo(parameters("unbroken", "checkpoint.zip"));
    assertThat(parameters("killed", "model.zip")).isEqualTo(parameters("unbroken", "model.zip"));
    assertThat(Files.readString(run("killed", "samples.csv")))
        .isEqualTo(Files.readString(run("unbroken", "samples.csv")));
  }

  private static String[] asTransformer(List<String> command) {
    List<String> other = new ArrayList<>(command);
    other.set(1, "transformer");
    return other.toArray(new String[0]);
  }

  /** A limit on the size of files, which the system enforces, stands for a disk that is full. */
  @Test
  void aDiskThatFillsDuringACheckpointLeavesThePreviousOneWhole() throws Exception {
    assumeThat(Path.of("/bin/bash")).exists();
    trainUntilTheSecondEpochHasEnded("full", "--epochs", "3");
    byte[] checkpoint = Files.readAllBytes(run("full", "checkpoint.zip"));
    byte[] model = Files.readAllBytes(run("full", "model.zip"));
    assertThat(model.length).isGreaterThan(20_000);

    // As a kill in the middle of writing leaves it.
    Files.writeString(run("full", ".model.zip.00000000-0000-0000-0000-000000000000.tmp"), "half");

    List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 16; exec \"$@\""));
    command.add("zoo");
    command.addAll(
        ZooProcess.command(
            List.of("-XX:-UsePerfData"), // a file, which a limit on files would forbid
            resuming("full").toArray(new String[0])));
    Process process = new ProcessBuilder(command).start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(err).isEqualTo(2);
    assertThat(err.lines().filter(line -> line.startsWith("zoo: ")))
        .singleElement()
        .asString()
        .startsWith("zoo: cannot write " + folder.resolve("full"))
        .contains("with room left");
    assertThat(Files.readAllBytes(run("full", "checkpoint.zip"))).isEqualTo(checkpoint);
    assertThat(Files.readAllBytes(run("full", "model.zip"))).isEqualTo(model);
    try (Stream<Path> files = Files.list(folder.resolve("full"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
    assertThat(zoo(resuming("full").toArray(new String[0])).code()).isZero();
  }

  private static void trainUntilTheSecondEpochHasEnded(String name, String... more)
      throws Exception {
    Process process = ZooProcess.start(training(name, more));
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      // The checkpoint of the first epoch is there for certain once the second has ended.
      String line = err.readLine();
      while (line != null && !line.startsWith("    2 ")) {
        line = err.readLine();
      }
      assertThat(line).as("the second epoch ended").isNotNull();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    // Whatever the process was about to write, it did not: what is there is whole.
    assertThat(ModelFile.load(run(name, "checkpoint.zip")).trainingState()).isNotNull();
  }

  private static INDArray parameters(String name, String file) {
    return ModelFile.load(run(name, file)).model().graph().params();
  }

  private static Path lines(String name, List<String> lines, boolean packed) throws IOException {
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (packed) {
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(text);
      }
    } else {
      bytes.write(text);
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }
}
