package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.assertMendable;
import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.model.DecoderKind;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TinyModels;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class ZooTests {
  private static final String HUNDRED_CHARACTERS =
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  private static final TranslationModel MODEL = TinyModels.decided(3);

  @TempDir private Path folder;
  private Path runs;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    runs = Files.createDirectory(folder.resolve("runs"));
    model = folder.resolve("tiny.zip");
    ModelFile.write(model, MODEL.graph(), TinyModels.card(), null);
  }

  @Test
  void showsHelpWhereThereIsNoCommand() {
    Answer result = zoo();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("Usage: zoo").contains("zoo train dates");
  }

  @Test
  void proposesCommandThatIsSpeltNearly() {
    Answer result = zoo("trian", "dates");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("zoo: ").contains("Did you mean ", "train?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helps(String option) {
    Answer result = zoo(option);
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("Usage: zoo ")
        .contains("train", "translate", "evaluate", "data", "Examples:");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "translate", "evaluate", "data"})
  void helpsWithEachCommand(String command) {
    Answer result = zoo(command, "--help");
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("Usage: zoo " + command + " ").contains("zoo " + command);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void tellsItsVersion() {
    Answer result = zoo("--version");
    assertThat(result.code()).isZero();
    assertThat(result.out()).matches("zoo \\S.*\\R?Java \\d.*\\R?");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "destroy, destroy",
    "--loud, --loud",
    "train dates --loud, --loud",
    "train dates --epochs many, many",
    "train dates --epochs 99999999999, 99999999999",
    "train translation --data a --units 3 --data b, --data is given twice: give it once",
    "train translation --data a --units 3 --units=4, --units is given twice: give it once",
    "train dates --epochs 1 --epochs 2, --epochs is given twice: give it once",
    "train, MODEL",
    "train dates flowers, flowers",
    "translate, MODEL",
    "evaluate dates, --data",
    "evaluate dates --source a, --reference",
    "evaluate --data pairs.tsv, MODEL",
    "data, MODEL"
  })
  void namesArgumentThatIsWrongOrMissing(String arguments, String named) throws IOException {
    Answer result = zoo(arguments.split(" "));
    assertMendable(result, "zoo: ");
    assertThat(result.err()).contains(named).contains("(see --help)").doesNotContain("Error:");
    assertNothingWritten();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --epochs 3 dates | --epochs comes before the model's name: write zoo train MODEL --epochs",
        "train tulips | there is no model \"tulips\" to train: there are dates, translation, transformer, classifier",
        "train dates --epochs 0 | --epochs is 0: choose 1 to",
        "train dates --epochs -3 | --epochs is -3: choose 1 to",
        "train dates --batch 0 | --batch is 0: choose 1 to",
        "train dates --threads 0 | --threads is 0: choose 1 to",
        "train dates --seed -1 | --seed is -1: choose 0 to",
        "train dates --max-length 3 | --max-length is 3: choose 40 to",
        "train dates --learning-rate 0 | --learning-rate is 0.0: choose one above 0",
        "train dates --learning-rate 2 | --learning-rate is 2.0: choose one above 0",
        "train dates --learning-rate NaN | --learning-rate is NaN: choose one above 0",
        "train dates --resume --overwrite | --resume and --overwrite exclude each other: choose",
        "train dates --resume | there is nothing to resume in",
        "train dates --resume --epochs 4 | there is nothing to resume in",
        "train translation | there are no pairs to train on: give --data FILE.tsv, or --source FILE",
        "train translation --source a | --source is given without --target: give both",
        "train translation --data a --source b --target c | --data and --source exclude each other",
        "train translation --data a --source b | --data and --source exclude each other: choose one",
        "train translation --data a --valid-target c | --valid-target is given without --valid-source",
        "train translation --data a --held-out 0 | --held-out is 0.0: choose one above 0, at most 0.5",
        "train translation --data a --tokens syllables | --tokens: there are no tokens of kind",
        "train translation --data a --vocabulary 1 | --vocabulary is 1: choose 2 to",
        "train translation --data a --normalize nfd | --normalize is nfd: choose of none, nfc, nfkc",
        "train translation --data a --units 3 --held-out 9 --cell gru | --held-out is 9.0: choose",
        "train translation --data a --cell tgru | --cell is tgru: choose of rnn, gru, lstm",
        "train translation --data a --attention dot | --attention is dot: choose of",
        "train translation --data a --tie all | --tie all needs --joint-vocabulary: give it too",
        "train translation --data a --attention none --score dot | these settings make no model: a",
        "train translation --data a --dropout 1 | --dropout is 1.0: choose one from 0 to below 1",
        "train translation --data a --schedule steep | --schedule is steep: choose of constant, linear",
        "train translation --data a --warm-up -1 | --warm-up is -1: choose 0 to",
        "train translation --data a --schedule inverse-square-root | --schedule inverse-square-root begins with a warm-up: add",
        "train translation --data a --scheduled-sampling 0 | --scheduled-sampling is 0.0: choose",
        "train translation --data a --batch-tokens 0 | --batch-tokens is 0: choose 1 to",
        "train translation --data a --max-length 0 | --max-length is 0: choose 1 to",
        "train translation --data a --resume | there is nothing to resume in",
        "train translation --data /no/such.tsv | /no/such.tsv does not exist: check the path",
        "data tulips | there is no data for \"tulips\": there is dates",
        "data dates --set all | --set is all: choose of training, held-out, test",
        "data dates --seed -1 | --seed is -1: choose at least 0"
      })
  void namesValueThatIsWrongAndTheMend(String arguments, String message) throws IOException {
    String[] given =
        (arguments + (arguments.startsWith("train") ? " --runs " + runs : "")).split(" ");
    assertMendable(zoo(given), "zoo: " + message);
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "", "/x", "a/b", ".hidden", "a b", "-", "..", "a\nb", HUNDRED_CHARACTERS})
  void refusesBadNameOfRun(String name) throws IOException {
    assertMendable(zoo("train", "dates", "--runs", runs.toString(), "--name=" + name), "zoo: \"");
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "", "a b", HUNDRED_CHARACTERS})
  void refusesBadNameOfModel(String name) throws IOException {
    Answer result = zoo("translate", "--runs", runs.toString(), name, "a");
    assertMendable(result, "zoo: \"");
    assertThat(result.err()).contains("is no name for a run: use ");
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101"})
  void refusesBadBeam(String beam) throws IOException {
    String message = "zoo: --beam is " + beam + ": choose 1 to 100";
    assertMendable(zoo("translate", model.toString(), "a", "--beam", beam), message);
    assertMendable(
        zoo("evaluate", model.toString(), "--data", pairs("a\tx\n"), "--beam", beam), message);
  }

  @Test
  void saysThatThereIsNoSuchRun() throws IOException {
    assertMendable(
        zoo("translate", "mine", "a", "--runs", runs.toString()),
        "zoo: there is no model mine (looked for "
            + runs.resolve("mine").resolve("model.zip")
            + ", and for fetched and bundled ones): train one, e.g. zoo train dates, fetch one"
            + " with zoo pull, or check the name (zoo list)");
    assertNothingWritten();
  }

  @Test
  void saysThatRunHasNoWholeEpochYet() throws IOException {
    Files.createDirectory(runs.resolve("mine"));
    Files.writeString(runs.resolve("mine/checkpoint.zip"), "begun");
    assertMendable(
        zoo("translate", "mine", "a", "--runs", runs.toString()),
        "zoo: the run " + runs.resolve("mine") + " has no whole epoch yet: go on with");
  }

  @Test
  void saysThatModelFileIsNotThere() {
    Path missing = folder.resolve("missing.zip");
    assertMendable(zoo("translate", missing.toString(), "a"), "zoo: " + missing + " is not there");
  }

  @Test
  void saysThatDataAreNotThere() {
    Path missing = folder.resolve("missing.tsv");
    assertMendable(
        zoo("evaluate", model.toString(), "--data", missing.toString()),
        "zoo: " + missing + " does not exist: check the path");
  }

  @Test
  void namesLineOfDataThatTheModelCannotRead() throws IOException {
    String pairs = pairs("a\tx\nq\tx\n");
    assertMendable(
        zoo("evaluate", model.toString(), "--data", pairs),
        "zoo: " + pairs + " line 2 has a character \"q\" (U+0071)");
  }

  @Test
  void showsStackTraceOnlyWithDebug() {
    String[] wrong = {"translate", "mine", "a", "--runs", runs.toString()};
    assertThat(zoo(wrong).err()).doesNotContain("\tat ");
    Answer debugged =
        zoo(Stream.concat(Stream.of("--debug"), Stream.of(wrong)).toArray(String[]::new));
    assertThat(debugged.code()).isEqualTo(2);
    assertThat(debugged.err())
        .startsWith("zoo: there is no model mine")
        .contains("UserError", "\tat " + RunsOption.class.getName());
  }

  @Test
  void translatesTextsLineByLine() {
    List<String> texts = List.of("abc", "d");
    Answer result = zoo("translate", model.toString(), texts.get(0), texts.get(1));
    List<String> expected =
        new Translator(MODEL, 1).translate(texts).stream().map(p -> p.prediction()).toList();
    assertThat(result.code()).isZero();
    assertThat(result.out().split("\\R", -1))
        .startsWith(expected.toArray(new String[0]))
        .hasSize(3);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void answersGoodTextsBesideBadOnes() {
    Answer result = zoo("translate", model.toString(), "abc", "q", "", "abcdabcd", "d");
    assertThat(result.code()).isEqualTo(2);
    assertThat(List.of(result.out().split("\\R", -1))).hasSize(6).element(1).isEqualTo("");
    assertThat(result.err().lines().map(line -> line.substring(0, 17)))
        .containsExactly("zoo: text 2 has t", "zoo: text 3 is em", "zoo: text 4 has 8");
  }

  @Test
  void writesLineOfJsonOfEachText() throws IOException {
    Answer result = zoo("translate", model.toString(), "--json", "abc", "q");
    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode good = new ObjectMapper().readTree(lines.get(0));
    assertThat(good.path("source").asText()).isEqualTo("abc");
    assertThat(good.path("sourceSymbols")).hasSize(4);
    assertThat(good.path("attention")).hasSameSizeAs(good.path("targetSymbols"));
    assertThat(good.path("logProbability").asDouble()).isNegative();
    JsonNode bad = new ObjectMapper().readTree(lines.get(1));
    assertThat(bad.path("line").asInt()).isEqualTo(2);
    assertThat(bad.path("error").asText()).startsWith("has the character \"q\"");
  }

  @Test
  void drawsPictureOfEachText() throws IOException {
    Path pictures = folder.resolve("new/pictures");
    Answer result =
        zoo("translate", model.toString(), "abc", "d", "--heatmap", pictures.toString());
    assertThat(result.code()).isZero();
    try (Stream<Path> files = Files.list(pictures)) {
      assertThat(files).hasSize(2).allMatch(file -> file.toString().endsWith(".png"));
    }
  }

  @Test
  void drawsNothingOfModelWithoutAttentionAndAnswersNothing() {
    SequenceToSequence blind =
        SequenceToSequence.builder()
            .optEmbeddingSize(3)
            .optEncoderUnits(4)
            .optDecoderUnits(5)
            .optDecoder(DecoderKind.PLAIN)
            .build();
    TextCodec sources = TinyModels.SOURCES;
    TextCodec targets = TinyModels.TARGETS;
    ModelFile.write(
        model,
        blind.newGraph(sources.size(), targets.size(), Optimizer.falling(0.01, 10, 1.0), 1),
        TinyModels.card(),
        null);
    Path pictures = folder.resolve("pictures");
    assertMendable(
        zoo("translate", model.toString(), "abc", "d", "--heatmap", pictures.toString()),
        "zoo: this model has no attention to draw: leave --heatmap out");
    assertThat(pictures).doesNotExist();
    assertThat(zoo("translate", model.toString(), "abc").code()).isZero();
  }

  @Test
  void saysWhatAModelOfAnotherKindIsFor() {
    for (String command : List.of("classify", "caption")) {
      assertMendable(
          zoo(command, model.toString(), "abc"),
          "zoo: %s is a model of characters: use zoo translate %s".formatted(model, model));
    }
  }

  @Test
  void saysThatFileIsInTheWayOfPictures() {
    assertMendable(
        zoo("translate", model.toString(), "abc", "--heatmap", model.resolve("x").toString()),
        "zoo: cannot write " + model.resolve("x") + " (");
  }

  private void assertNothingWritten() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).containsExactlyInAnyOrder(folder, runs, model);
    }
  }

  private String pairs(String text) throws IOException {
    return Files.writeString(folder.resolve("pairs.tsv"), text).toString();
  }
}
