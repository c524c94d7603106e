package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Pairs that no model can be trained on, and pairs that look as if. */
class BadPairsTests {
  @TempDir private Path folder;

  private record Answer(int code, String out, String err) {}

  private static Answer zoo(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Zoo.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(new String[0]));
    return new Answer(code, out.toString(), err.toString());
  }

  private Answer train(String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "translation", "--name", "bad"));
    arguments.addAll(List.of("--runs", folder.resolve("runs").toString()));
    String small = "--epochs 1 --units 8 --embedding-size 8 --threads 1 --average 1";
    arguments.addAll(List.of(small.split(" ")));
    arguments.addAll(List.of(more));
    return zoo(arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void assertRefused(Answer answer, String message) throws IOException {
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith("zoo: ").contains(message).hasLineCount(1);
    assertThat(answer.out()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).doesNotContain(folder.resolve("runs"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | pairs.tsv is empty: write lines source TAB target",
        "'a\\tb\\n\\nc\\td\\n' | pairs.tsv line 2 has no tab: write source TAB target",
        "'a\\tb\\n\\td\\n' | pairs.tsv line 2 has an empty side: fill it or take",
        "'a\\tb\\nc\\td\\te\\n' | pairs.tsv line 2 has more than one tab",
        "'a\\tb\\nc\u0007\\td\\n' | pairs.tsv line 2 has the control character U+0007, at position 2",
        "'a\\tb\\na\\tc\\n' | pairs.tsv has one source only: give more",
        "'a\\tb\\na a\\tb b\\na a a\\tb\\n' | all texts are the one token \"a\"",
      })
  void oneFileIsRefusedByItsLine(String text, String message) throws IOException {
    assertRefused(
        train("--data", file("pairs.tsv", text.replace("\\t", "\t").replace("\\n", "\n"))),
        message);
  }

  @Test
  void twoFilesAreRefusedByBothTheirCounts() throws IOException {
    String sources = file("a.en", "One.\nTwo.\nThree.\n");
    Answer unequal = train("--source", sources, "--target", file("a.fr", "Un.\nDeux.\n"));
    assertRefused(unequal, "a.en has 3 lines, but " + folder.resolve("a.fr") + " has 2");
    assertRefused(train("--source", sources, "--target", sources), "is given for both sides");
  }

  @Test
  void bytesThatAreNoUtf8AreNamedByTheirOffset() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("a\tb\ncaf".getBytes(StandardCharsets.UTF_8));
    bytes.write(0xE9);
    bytes.write("\tb\n".getBytes(StandardCharsets.UTF_8));
    Path latin = Files.write(folder.resolve("latin.tsv"), bytes.toByteArray());
    assertRefused(
        train("--data", latin.toString()), "line 2 is not UTF-8: byte 7 of the file is 0xE9");
  }

  @Test
  void aTokenizerThatIsNoneIsRefused() throws IOException {
    String pairs = file("pairs.tsv", "a b\tc d\ne f\tg h\ni j\tk l\n");
    Answer answer = train("--data", pairs, "--tokenizer", file("tokenizer.json", "{}"));
    assertRefused(answer, "tokenizer.json is no tokenizer.json that can be used");
  }

  @Test
  void pairsThatAreAllTooLongAreCountedByTheirPart() throws IOException {
    String pairs = file("long.tsv", "a b\tc d\ne f\tg h\ni j\tk l\n");
    assertRefused(
        train("--data", pairs, "--tokens", "words", "--max-length", "1"),
        "all 2 pairs to train on of %s have more than 1 tokens on a side: raise the training's"
                .formatted(pairs)
            + " --max-length");
  }

  @Test
  void vectorsThatDoNotFitAreRefusedAndThoseThatChangeNothingAreNamed() throws IOException {
    String pairs = file("pairs.tsv", "a b\tc d\ne f\tg h\ni j\tk l\n");
    String small = file("small.txt", "a 1 2\n");
    assertRefused(
        train("--data", pairs, "--target-embeddings", small),
        "--target-embeddings %s: the pretrained vectors have 2 numbers, the embedding 8: choose an"
                .formatted(small)
            + " embedding size of 2 (--embedding-size)");
    String others = file("others.txt", "other 1 2 3 4 5 6 7 8\n");
    Answer answer = train("--data", pairs, "--source-embeddings", others);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.err())
        .contains(others + ": 0 of ")
        .contains("zoo: --source-embeddings %s changes nothing: it has none of".formatted(others));
  }

  /** Right to left, without spaces, composed of several code points: all is text. */
  @Test
  void everyScriptIsLearntFromAndTheTooLongIsCountedAndNamed() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      lines.add("שלום עולם " + i + "\tمرحبا بالعالم " + i);
      lines.add("你好，世界。" + i + "\tこんにちは世界 " + i);
      lines.add(
          "I love you \uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC67 " + i + "\tJe t’aime ❤️ " + i);
      lines.add("e\u0301te\u0301 " + i + "\tété " + i);
    }
    lines.add(5, "word ".repeat(10_000).strip() + "\tbeaucoup");
    String pairs = file("scripts.tsv", String.join("\n", lines) + "\n");
    Answer trained = train("--data", pairs, "--held-out", "0.2");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err())
        .contains("1 of 33 pairs of " + pairs)
        .contains("have more than 100 tokens on a side and are left out: line 6")
        .contains(" held out, 1 thread, run ");

    String model = folder.resolve("runs").resolve("bad").resolve("model.zip").toString();
    Path pictures = folder.resolve("pictures");
    String[] texts = {"שלום עולם 3", "word ".repeat(10_000), "你好 \uD83D\uDE00", "ẞ unseen \u202E"};
    List<String> arguments =
        new ArrayList<>(List.of("translate", model, "--json", "--heatmap", pictures.toString()));
    arguments.addAll(List.of(texts));
    Answer answer = zoo(arguments);
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith("zoo: text 2 has ")
        .contains("tokens, over the model's limit of 100: shorten it")
        .hasLineCount(1);
    List<String> out = answer.out().lines().toList();
    assertThat(out).hasSize(4);
    for (int i = 0; i < 4; i++) {
      JsonNode json = new ObjectMapper().readTree(out.get(i));
      assertThat(json.path("source").asText()).isEqualTo(texts[i]);
      assertThat(json.has("error")).isEqualTo(i == 1);
    }
    try (Stream<Path> files = Files.list(pictures)) {
      assertThat(files).hasSize(3);
    }
  }
}
