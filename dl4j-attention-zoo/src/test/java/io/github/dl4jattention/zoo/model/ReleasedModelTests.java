package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.decoding.SearchOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A model of each released format loads for ever and predicts what it predicted when it was
 * written. {@link #main} writes one: run it once a format, and never again for that version.
 */
class ReleasedModelTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tiny-0.1.0", "tiny-checkpoint-0.1.0"})
  void loadsAndPredictsAsItDid(String name) throws IOException {
    Path file = folder.resolve(name + ".zip");
    try (InputStream in = resource(name + ".zip")) {
      Files.copy(in, file);
    }
    ModelFile.Loaded loaded = ModelFile.load(file);
    assertThat(loaded.trainingState() != null).isEqualTo(name.contains("checkpoint"));
    Translator translator = translator(loaded.model());
    int lines = 0;
    try (InputStream in = resource("tiny-0.1.0.json")) {
      for (JsonNode expected : new ObjectMapper().readTree(in)) {
        Prediction prediction =
            translator.translate(List.of(expected.path("source").asText())).get(0);
        assertThat(prediction.prediction()).isEqualTo(expected.path("prediction").asText());
        assertThat(prediction.logProbability())
            .isCloseTo(expected.path("logProbability").asDouble(), within(1e-4));
        lines++;
      }
    }
    assertThat(lines).isEqualTo(10);
  }

  /** Of 0.1.0, which forbade no symbols: this model, which was never trained, writes padding. */
  private static Translator translator(TranslationModel model) {
    SearchOptions options = Translator.searchOf(model).optBeam(2).optForbidden(List.of()).build();
    return new Translator(model, options, null, false);
  }

  private static InputStream resource(String name) {
    return ReleasedModelTests.class.getResourceAsStream("/released/" + name);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    String version = arguments[1];
    TranslationModel model = TinyModels.decided(7);
    Path file = folder.resolve("tiny-" + version + ".zip");
    ModelFile.write(file, model.graph(), TinyModels.card(), null);
    ModelFile.write(
        folder.resolve("tiny-checkpoint-" + version + ".zip"),
        model.graph(),
        TinyModels.card(),
        "{\"epoch\": 0, \"nextBatch\": 0}");
    var json = new ObjectMapper().createArrayNode();
    for (Prediction prediction : translator(model).translate(TinyModels.texts(10, 3))) {
      json.addObject()
          .put("source", prediction.source())
          .put("prediction", prediction.prediction())
          .put("logProbability", prediction.logProbability());
    }
    Files.writeString(folder.resolve("tiny-" + version + ".json"), json.toPrettyString() + "\n");
  }
}
