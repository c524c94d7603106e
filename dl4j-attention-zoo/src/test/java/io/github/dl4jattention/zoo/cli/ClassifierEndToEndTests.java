package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TinyModels;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Classes of own texts, from hidden tokens to the last measure, as a user has it. */
@Tag("slow")
class ClassifierEndToEndTests {
  private static final String SIZES = " --size 16 --heads 2 --layers 1 --tokens words --threads 2";
  private static final List<String> WHAT = List.of("a dog", "a cat", "the dog", "two dogs", "cats");
  private static final List<String> WHERE = List.of("runs", "sleeps", "is here", "is there");

  @TempDir private static Path folder;

  private static Answer train(String what, String... more) {
    List<String> arguments = new ArrayList<>(List.of(("train " + what).split(" ")));
    arguments.addAll(List.of("--runs", folder.toString()));
    arguments.addAll(List.of(more));
    return zoo(arguments.toArray(new String[0]));
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeAll
  static void train() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String what : WHAT) {
      for (String where : WHERE) {
        lines.add((what.contains("dog") ? "dog" : "cat") + "\t" + what + " " + where);
        texts.add(what + " " + where);
      }
    }
    Files.write(folder.resolve("animals.tsv"), lines);
    Files.write(folder.resolve("animals.txt"), texts);
    Answer hidden =
        train(
            "masked-language-model --name language --epochs 2 --vocabulary 300 --ui --ui-port 0"
                + SIZES,
            "--data",
            file("animals.txt"));
    assertThat(hidden.code()).as(hidden.err()).isZero();
    Answer trained =
        train(
            "classifier --name animals --start-from language --epochs 20 --learning-rate 0.01"
                + " --warm-up 0 --patience 0 --threads 2 --ui --ui-port 0",
            "--data",
            file("animals.tsv"),
            "--valid",
            file("animals.tsv"));
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("accuracy");
  }

  @Test
  void evaluateCountsRightOnes() throws IOException {
    Answer answer =
        zoo("evaluate", file("animals/model.zip"), "--data", file("animals.tsv"), "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(answer.out());
    assertThat(json.path("accuracy").asDouble()).isEqualTo(1);
    assertThat(json.path("classes").path("dog").path("f1").asDouble()).isEqualTo(1);
    assertThat(json.path("confusion").path("cat").toString()).isEqualTo("[8,0]");
    Answer people = zoo("evaluate", file("animals/model.zip"), "--data", file("animals.tsv"));
    assertThat(people.out()).contains("accuracy 100.00% of 20");
  }

  @Test
  void classifyAnswersEachTextByItself() throws IOException {
    Answer answer =
        zoo("classify", file("animals/model.zip"), "--json", "the dog sleeps", " ", "cats is here");
    assertThat(answer.code()).isEqualTo(2);
    String[] lines = answer.out().split("\n");
    assertThat(lines).hasSize(3);
    JsonNode first = new ObjectMapper().readTree(lines[0]).path("classes").path(0);
    assertThat(first.path("class").asText()).isEqualTo("dog");
    assertThat(first.path("probabilities").path("dog").asDouble()).isGreaterThan(0.5);
    assertThat(lines[1]).contains("\"error\":\"is empty");
    assertThat(lines[2]).contains("\"class\":\"cat\"");
    Answer plain = zoo("classify", file("animals/model.zip"), "--probabilities", "the dog sleeps");
    assertThat(plain.out()).matches("dog\tcat\t0\\.\\d{4}\tdog\t[01]\\.\\d{4}\\R");
  }

  @Test
  void whatWasStoppedGoesOnAsItWouldHave() throws IOException {
    String settings = "classifier --name %s --epochs %d --learning-rate 0.01 --average 1" + SIZES;
    String data = file("animals.tsv");
    Answer whole = train(settings.formatted("whole", 2), "--data", data, "--token-dropout", "0.2");
    assertThat(whole.code()).as(whole.err()).isZero();
    Answer again = train("classifier --name whole --resume", "--data", data);
    assertThat(again.code()).as(again.err()).isZero(); // Nothing is left to do.
    Answer other = train("classifier --name whole --resume", "--data", file("others.tsv"));
    assertThat(other.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--data animals.txt | has no tab: write class TAB text",
        "--pooling most | --pooling is most: choose of mean, max",
        "--start-from nowhere | there is no model nowhere",
        "--start-from language --convolution 3 | --convolution is decided by --start-from, and",
        "--start-from language --size 32 | --size is decided by --start-from, and language has 16",
        "--start-from language --vocabulary 99 | --vocabulary is decided by --start-from, and",
        "--start-from language --tokens bpe | --tokens is decided by --start-from, and language has words",
        "--start-from language --lower-case | --lower-case is decided by --start-from, and language",
        "--start-from language --post-norm | --post-norm is decided by --start-from, and language",
        "--start-from language --position rotary | and language has sinusoidal: leave it out",
        "--start-from language --tokenizer t.json | --tokenizer is decided by --start-from",
        "--size 30 | 4 heads do not divide a size of 30",
        "--token-dropout 1 | --token-dropout"
      })
  void mistakesAreToldWithTheMend(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
    if (!options.startsWith("--data")) {
      arguments.addAll(List.of("--data", file("animals.tsv")));
    } else {
      arguments.set(1, file(arguments.get(1)));
    }
    Answer answer = train("classifier --name mistake --epochs 1", arguments.toArray(new String[0]));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains(message);
  }

  @Test
  void aModelOfHiddenTokensHasNoClasses() {
    Answer answer = zoo("classify", file("language/model.zip"), "a dog");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--start-from");
    Answer translate = zoo("translate", file("animals/model.zip"), "a dog");
    assertThat(translate.code()).isEqualTo(2);
    assertThat(translate.err())
        .contains("is a classifier: use zoo classify " + file("animals/model.zip"));
    Answer hidden = zoo("translate", file("language/model.zip"), "a dog");
    assertThat(hidden.err()).contains("is a masked language model: use zoo train classifier");
    Answer both =
        zoo(
            "evaluate",
            file("animals/model.zip"),
            file("language/model.zip"),
            "--data",
            file("animals.tsv"));
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("a classifier and", "a masked language model: measure them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--chart q.svg",
        "--beam 5",
        "--replace-unknown",
        "--bleu-tokens char",
        "--bleu-lower-case",
        "--sample"
      })
  void whatOnlyTextsHaveIsNotAskedOfAClassifier(String options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("evaluate", file("animals/model.zip"), "--data", file("animals.tsv")));
    arguments.addAll(List.of(options.split(" ")));
    Answer answer = zoo(arguments.toArray(new String[0]));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains(
            options.replaceFirst(" .*", "") + " is for models that write texts", "is a classifier");
  }

  @Test
  void whatAClassifierStartedAsIsWrittenDown() throws IOException {
    JsonNode settings =
        new ObjectMapper().readTree(folder.resolve("animals/provenance.json").toFile());
    settings = settings.path("settings");
    assertThat(settings.path("startedFrom").asText()).isEqualTo("language");
    assertThat(settings.path("size").asInt()).isEqualTo(16);
    assertThat(settings.path("tokens").asText()).isEqualTo("words");
    assertThat(settings.path("vocabulary").asInt()).isEqualTo(300);
    Answer same =
        train(
            "classifier --name same --start-from language --epochs 1 --vocabulary 300" + SIZES,
            "--data",
            file("animals.tsv"));
    assertThat(same.code()).as(same.err()).isZero();
  }

  @Test
  void aClassifierStartsAsAnEncoderOnly() {
    String tiny = file("tiny.zip");
    ModelFile.write(Path.of(tiny), TinyModels.untrained(1).graph(), TinyModels.card(), null);
    Answer answer =
        train("classifier --name mistake", "--start-from", tiny, "--data", file("animals.tsv"));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("--start-from: " + tiny + " is a model of characters: give a masked language");
  }

  @Test
  void aModelThatHidesNothingIsNotTrained() {
    Answer answer =
        train(
            "masked-language-model --name mistake --token-dropout 0",
            "--data",
            file("animals.txt"));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--token-dropout is 0, so that no token would be hidden");
  }

  @Test
  void aRunGoesOnByItsOwnCommand() {
    Answer answer = train("classifier --name language --resume", "--data", file("animals.tsv"));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "holds the training of a masked language model: go on with zoo train"
                + " masked-language-model --resume --name language");
  }
}
