package io.github.dl4jattention.zoo.evaluation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Figures computed by sacreBLEU itself. Another folder than the test resources is read with {@code
 * -Dgolden.dir=DIR}, absolute or relative to the project's root.
 */
class BleuGoldenTests {
  private static final double TOLERANCE = 1e-6;

  /** A line of a file, with the texts that it points to. */
  private record Case(String name, JsonNode json, List<List<String>> texts) {
    List<String> outputs() {
      return texts.get(json.path("hypotheses").asInt());
    }

    List<List<String>> references() {
      List<List<String>> references = new ArrayList<>();
      json.path("references").forEach(index -> references.add(texts.get(index.asInt())));
      return references;
    }

    Bleu bleu() {
      return Bleu.builder()
          .optTokens(BleuTokens.of(json.path("tokenize").asText()))
          .optSmoothing(smoothing())
          .optLowerCase(json.path("lowercase").asBoolean())
          .optEffectiveOrder(json.path("signature").asText().contains("eff:yes"))
          .build();
    }

    private Smoothing smoothing() {
      JsonNode value = json.path("smooth_value");
      return switch (json.path("smooth").asText()) {
        case "none" -> Smoothing.NONE;
        case "exp" -> Smoothing.EXP;
        case "floor" -> Smoothing.floor(value.isNumber() ? value.asDouble() : 0.1);
        case "add-k" -> Smoothing.addK(value.isNumber() ? value.asDouble() : 1);
        default -> throw new AssertionError(json.path("smooth") + " is no smoothing");
      };
    }

    @Override
    public String toString() {
      return name + " " + json.path("signature").asText() + " " + json.path("lang").asText();
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        List<List<String>> texts = new ArrayList<>();
        for (JsonNode node : root.path("texts")) {
          List<String> lines = new ArrayList<>();
          node.forEach(line -> lines.add(line.asText()));
          texts.add(lines);
        }
        for (JsonNode node : root.path("cases")) {
          cases.add(new Case(file.getFileName() + " #" + cases.size(), node, texts));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(cases).as("cases in %s", folder()).isNotEmpty();
    return cases;
  }

  private static Path folder() {
    Path given = Path.of(System.getProperty("golden.dir", "src/test/resources/golden/bleu"));
    if (given.isAbsolute() || System.getProperty("golden.dir") == null) {
      return given;
    }
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    return root.resolve(given);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsSacreBleu(Case golden) {
    BleuScore found = golden.bleu().corpus(golden.outputs(), golden.references());
    JsonNode json = golden.json();
    SoftAssertions softly = new SoftAssertions();
    softly
        .assertThat(found.score())
        .as("score")
        .isCloseTo(json.path("score").asDouble(Double.NaN), within(TOLERANCE));
    softly.assertThat(json.path("precisions")).as("precisions").hasSize(4);
    for (int i = 0; i < json.path("precisions").size(); i++) {
      softly
          .assertThat(found.precisions().get(i))
          .as("precision of order " + (i + 1))
          .isCloseTo(json.path("precisions").get(i).asDouble(), within(TOLERANCE));
    }
    softly
        .assertThat(found.brevityPenalty())
        .as("brevity penalty")
        .isCloseTo(json.path("bp").asDouble(Double.NaN), within(TOLERANCE));
    softly.assertThat(found.outputLength()).isEqualTo(json.path("sys_len").asLong());
    softly.assertThat(found.referenceLength()).isEqualTo(json.path("ref_len").asLong());
    softly
        .assertThat(golden.bleu().signature(golden.references().size()))
        .isEqualTo(json.path("signature").asText());
    softly.assertAll();
  }
}
