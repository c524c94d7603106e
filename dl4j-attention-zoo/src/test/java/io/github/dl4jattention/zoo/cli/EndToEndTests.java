package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The commands as a user runs them, on a task that is learnt in a minute. */
@Tag("slow")
class EndToEndTests {
  private static final int PAIRS = 1_200;
  private static final int FEW_PAIRS = 200;
  private static final String EPOCHS = "8";
  private static final double EXACT_MATCH = 0.95;

  @TempDir private static Path folder;
  private static Path data;
  private static Path fewData;

  /** Day, month and year in two digits each, put in the other order. */
  @BeforeAll
  static void writePairsAndTrain() throws IOException {
    data = writePairs("pairs.tsv", PAIRS);
    fewData = writePairs("few-pairs.tsv", FEW_PAIRS);
    Answer trained = train("whole", data, "--epochs", EPOCHS);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private static Path writePairs(String name, int count) throws IOException {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String day = "%02d".formatted(1 + random.nextInt(28));
      String month = "%02d".formatted(1 + random.nextInt(12));
      String year = "%02d".formatted(random.nextInt(100));
      lines.append("%s/%s/%s\t%s-%s-%s\n".formatted(day, month, year, year, month, day));
    }
    return Files.writeString(folder.resolve(name), lines);
  }

  private static String[] trainArguments(String name, Path pairs, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "dates", "--name", name));
    arguments.addAll(List.of("--data", pairs.toString(), "--runs", folder.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private static Answer train(String name, Path pairs, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    if (!all.contains("--resume")) {
      all.addAll(List.of("--batch", "32", "--threads", "2", "--learning-rate", "0.01"));
    }
    return zoo(trainArguments(name, pairs, all.toArray(new String[0])));
  }

  private static String model(String name) {
    return folder.resolve(name).resolve("model.zip").toString();
  }

  @Test
  void theModelReachesItsExactMatchOnPairsItHasNotSeen() throws IOException {
    JsonNode figures =
        new ObjectMapper()
            .readTree(folder.resolve("whole").resolve("provenance.json").toFile())
            .path("figures");
    assertThat(figures.get(figures.size() - 1).path("heldOutExactMatch").asDouble())
        .isGreaterThanOrEqualTo(EXACT_MATCH);
  }

  @Test
  void evaluateAgreesWithTheTraining() throws IOException {
    Answer answer =
        zoo("evaluate", "whole", "--runs", folder.toString(), "--data", data.toString(), "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(answer.out());
    assertThat(json.path("examples").asInt()).isEqualTo(PAIRS);
    assertThat(json.path("exactMatch").asDouble()).isGreaterThanOrEqualTo(EXACT_MATCH);
    assertThat(json.path("characterAccuracy").asDouble())
        .isBetween(json.path("exactMatch").asDouble(), 1.0);
    assertThat(json.path("loss").asDouble()).isBetween(0.0, 0.2);
  }

  @Test
  void aFreshProcessPredictsTheSame() throws Exception {
    String[] arguments = {
      "translate", model("whole"), "--json", "--beam", "3", "31/12/99", "01/02/03"
    };
    Answer here = zoo(arguments);
    assertThat(here.code()).as(here.err()).isZero();
    Process process = ZooProcess.start(arguments);
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(there).isEqualTo(here.out());
    assertThat(here.out().lines()).hasSize(2);
    JsonNode second = new ObjectMapper().readTree(here.out().lines().toList().get(1));
    assertThat(second.path("prediction").asText()).isEqualTo("03-02-01");
    assertThat(second.path("logProbability").asDouble()).isBetween(-1.0, 0.0);
    assertThat(second.path("attention")).hasSize(9); // eight characters and the end
    assertThat(second.path("attention").get(0)).hasSize(9);
  }

  @Test
  void aBadTextIsReportedAndTheOthersAreAnswered() {
    Answer answer =
        zoo("translate", model("whole"), "31/12/99", "31/x2/99", "", "9".repeat(65), "01/02/03");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out().lines()).hasSize(5).element(4).isEqualTo("03-02-01");
    assertThat(answer.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("zoo: text 2 has the character \"x\" (U+0078)"),
            line -> assertThat(line).startsWith("zoo: text 3 is empty"),
            line -> assertThat(line).startsWith("zoo: text 4 has 65 characters"));
  }

  @Test
  void heatmapsAreWritten() throws IOException {
    Path pictures = folder.resolve("pictures");
    Answer answer = zoo("translate", model("whole"), "--heatmap", pictures.toString(), "31/12/99");
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(Files.size(pictures.resolve("001-31-12-99.png"))).isGreaterThan(1000);
  }

  @Test
  void aTrainingThatIsKilledGoesOnAndGivesWhatOneWithoutABreakGives() throws Exception {
    assertThat(train("unbroken", fewData, "--epochs", "3").code()).isZero();

    Process process =
        ZooProcess.start(
            trainArguments(
                "killed",
                fewData,
                "--epochs 3 --batch 32 --threads 2 --learning-rate 0.01".split(" ")));
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      // The checkpoint of the first epoch is there for certain once the second has ended.
      String line = err.readLine();
      while (line != null && !line.startsWith("epoch 2/3  loss")) {
        line = err.readLine();
      }
      assertThat(line).as("the second epoch ended").isNotNull();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

    Answer again = train("killed", fewData);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("--resume", "--overwrite", "--name");
    Answer changed = train("killed", fewData, "--resume", "--epochs", "9");
    assertThat(changed.code()).isEqualTo(2);
    assertThat(changed.err()).contains("--epochs is 9 and was 3, which cannot change");

    Answer resumed = train("killed", fewData, "--resume");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(parameters("killed")).isEqualTo(parameters("unbroken"));
  }

  private static INDArray parameters(String name) {
    return ModelFile.load(Path.of(model(name))).model().graph().params();
  }
}
