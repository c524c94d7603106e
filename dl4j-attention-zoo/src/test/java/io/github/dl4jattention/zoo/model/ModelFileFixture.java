package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model's file, and ways to alter it. */
abstract class ModelFileFixture {
  static final TranslationModel MODEL = TinyModels.decided(3);
  static final String CONFIGURATION = "configuration.json";
  static final String COEFFICIENTS = "coefficients.bin";
  static final String PREPROCESSOR = "preprocessor.bin";
  static final List<String> TEXTS = TinyModels.texts(10, 1);

  @TempDir Path folder;
  Path file;

  @BeforeEach
  void writeModel() {
    file = folder.resolve("model.zip");
    ModelFile.write(file, MODEL.graph(), TinyModels.card(), null);
  }

  void assertRefused(Path refused, String message) {
    assertThatThrownBy(() -> ModelFile.load(refused))
        .isInstanceOf(UserError.class)
        .message()
        .startsWith(refused + " ")
        .contains(message)
        .containsPattern("train a model first|fetch or train it again|update this program")
        .doesNotContainPattern("\\p{Cntrl}|: null|\\(null")
        .hasSizeLessThan(refused.toString().length() + 400);
  }

  static void assertSamePredictions(TranslationModel model) {
    List<Prediction> expected = new Translator(MODEL, 2).translate(TEXTS);
    List<Prediction> actual = new Translator(model, 2).translate(TEXTS);
    assertThat(actual)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(expected);
  }

  /** Replaces an entry, or adds it. */
  void alter(String entry, UnaryOperator<byte[]> change) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Path path = zip.getPath(entry);
      Files.write(path, change.apply(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]));
    }
  }

  void alterCard(UnaryOperator<String> change) throws IOException {
    alterText(ModelFile.CARD, change);
  }

  void alterConfiguration(UnaryOperator<String> change) throws IOException {
    alterText(
        CONFIGURATION,
        json -> {
          String altered = change.apply(json);
          assertThat(altered).isNotEqualTo(json);
          return altered;
        });
  }

  void alterText(String entry, UnaryOperator<String> change) throws IOException {
    alter(
        entry,
        old ->
            change.apply(new String(old, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytes(Output content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      content.write(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  interface Output {
    void write(DataOutputStream out) throws IOException;
  }
}
