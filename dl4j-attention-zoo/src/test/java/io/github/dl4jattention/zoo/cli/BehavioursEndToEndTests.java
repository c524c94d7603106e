package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Behaviours from the generator's file to the last measure, as a user has it. */
@Tag("slow")
class BehavioursEndToEndTests {
  private static final String SIZES =
      " --size 8 --heads 2 --feed-forward-size 8 --dropout 0 --threads 2 --epochs 2 --batch-tokens 700";

  @TempDir private static Path folder;
  private static Answer trained;

  private static Answer train(String options, String... more) {
    List<String> arguments = new ArrayList<>(List.of(("train behaviours " + options).split(" ")));
    arguments.addAll(List.of("--runs", folder.toString()));
    arguments.addAll(List.of(more));
    return zoo(arguments.toArray(new String[0]));
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeAll
  static void train() throws IOException {
    Answer data = zoo("data", "behaviours", "--set", "held-out");
    assertThat(data.code()).isZero();
    Files.write(folder.resolve("users.tsv"), data.out().lines().limit(120).toList());
    trained = train("--name shop --ui --ui-port 0" + SIZES, "--data", file("users.tsv"));
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void aTrainingTellsTheAreaUnderTheCurve() throws IOException {
    assertThat(trained.err()).contains("held: loss        AUC").doesNotContain("misses something");
    assertThat(Files.readAllLines(folder.resolve("shop/epochs.csv")).get(0))
        .endsWith(",areaUnderCurve");
    Answer again = train("--name shop --resume" + SIZES, "--data", file("users.tsv"));
    assertThat(again.code()).as(again.err()).isZero(); // Nothing is left to do.
    Answer other = train("--name shop --resume --seed 5", "--data", file("users.tsv"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("--seed is 5 and was 1, which cannot change");
    Answer defaults = train("--name shop --resume --heads 4", "--data", file("users.tsv"));
    assertThat(defaults.err()).contains("--heads is 4 and was 2, which cannot change");
  }

  @Test
  void evaluateTellsItBesideBaselines() throws IOException {
    String model = file("shop/model.zip");
    Answer answer = zoo("evaluate", model, "--data", file("users.tsv"), "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(answer.out());
    assertThat(json.path("examples").asInt()).isEqualTo(120);
    assertThat(json.path("areaUnderCurve").asDouble()).isBetween(0.3, 1.0);
    assertThat(json.path("baselines").path("categoryCount").asDouble()).isBetween(0.5, 0.95);
    Answer people = zoo("evaluate", model, "--data", file("users.tsv"));
    assertThat(people.out()).contains("AUC of how popular").contains("of 120 of which");
    Answer wrong = zoo("classify", model, "a text");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("is a model of behaviours: use zoo evaluate " + model);
    Answer sampled = zoo("evaluate", model, "--data", file("users.tsv"), "--sample");
    assertThat(sampled.code()).isEqualTo(2);
    assertThat(sampled.err()).contains("--sample is for models that write texts");
  }

  @Test
  void aModelIsPublished() {
    Answer answer = zoo("publish", file("shop/model.zip"), "--to", file("zoo"), "--licence", "MIT");
    assertThat(answer.code()).as(answer.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'1 a:b x:a:b:1' | line 2 has no tab: write 1 or 0 TAB candidate behaviours",
        "'2\ta:b x:a:b:1' | line 2 begins with neither 0 nor 1",
        "'1\ta:b x:a:b:old' | line 2 has \"x:a:b:old\", whose age is no whole number",
        "'1\tk:c x:k:d:1' | line 2: item k is of category d, and was of c"
      })
  void aLineThatIsWrongIsNamed(String line, String message) throws IOException {
    Files.write(folder.resolve("bad.tsv"), List.of("0\tk:c x:l:c:9", line));
    Answer answer =
        train("--name mistake", "--data", file("bad.tsv"), "--valid", file("users.tsv"));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("bad.tsv " + message);
    assertThat(folder.resolve("mistake")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pooling first-token | choose attention or mean",
        "--layers 17 | --layers is 17: choose 0 to 16",
        "--item-dropout 1 | --item-dropout",
        "--max-length 0 | --max-length is 0",
        "--size 30 | 4 heads do not divide a size of 30"
      })
  void mistakesAreToldWithTheMend(String options, String message) {
    Answer answer = train("--name mistake " + options);
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains(message);
  }
}
