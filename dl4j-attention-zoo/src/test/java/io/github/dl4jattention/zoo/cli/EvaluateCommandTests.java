package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.assertMendable;
import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TinyModels;
import io.github.dl4jattention.zoo.model.TranslationModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** {@code zoo evaluate} of models that write texts. */
class EvaluateCommandTests {
  private static final TranslationModel MODEL = TinyModels.decided(3);

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void writeModel() {
    model = folder.resolve("tiny.zip");
    ModelFile.write(model, MODEL.graph(), TinyModels.card(), null);
  }

  @Test
  void measuresModel() throws IOException {
    List<Pair> measured = List.of(new Pair("abc", "xyz"), new Pair("d", "x"));
    Answer result =
        zoo("evaluate", model.toString(), "--data", pairs("abc\txyz\nd\tx\n"), "--json");
    Evaluation expected =
        Evaluation.of(
            MODEL,
            EncodedPair.encode(measured, MODEL.sources(), MODEL.targets(), "measured pairs"),
            1);
    assertThat(result.code()).isZero();
    JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.path("examples").asInt()).isEqualTo(2);
    assertThat(json.path("exactMatch").asDouble()).isEqualTo(expected.exactMatch());
    assertThat(json.path("characterAccuracy").asDouble()).isEqualTo(expected.characterAccuracy());
    assertThat(json.path("loss").asDouble()).isCloseTo(expected.loss(), within(1e-6));
  }

  @Test
  void measuresModelInWords() throws IOException {
    Answer result = zoo("evaluate", model.toString(), "--data", pairs("abc\txyz\nd\tx\n"));
    assertThat(result.code()).isZero();
    assertThat(result.out().lines().map(line -> line.replaceAll("[0-9.]+", "N").strip()))
        .containsExactly(
            "examples            N",
            "exact match         N%",
            "character accuracy  N%",
            "loss                N nats a symbol",
            "perplexity          N",
            "BLEU                N  nrefs:N|case:mixed|eff:no|tok:Na|smooth:exp|version:N",
            "chrF                N  nrefs:N|case:mixed|eff:yes|nc:N|nw:N|space:no|version:N");
  }

  @Test
  void measuresSeveralModelsSideBySide(@TempDir Path elsewhere) throws IOException {
    Path other = Files.copy(model, elsewhere.resolve("other.zip"));
    Path chart = elsewhere.resolve("lengths.svg");
    Answer result =
        zoo(
            "evaluate",
            model.toString(),
            other.toString(),
            "--data",
            pairs("abc\txyz\nd\tx\n"),
            "--chart",
            chart.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines().filter(line -> line.endsWith(".zip")))
        .containsExactly(model.toString(), other.toString());
    assertThat(Files.readString(chart)).contains(">" + model + "<", ">" + other + "<", ">9-11<");
    Path nowhere = model.resolve("lengths.svg");
    assertMendable(
        zoo(
            "evaluate",
            model.toString(),
            "--data",
            pairs("abc\txyz\n"),
            "--chart",
            nowhere.toString()),
        "zoo: cannot write " + model + " (");
  }

  private String pairs(String text) throws IOException {
    return Files.writeString(folder.resolve("pairs.tsv"), text).toString();
  }
}
