package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Model files of any kind as they are handed on: without what only a training needs, with a page
 * for people.
 */
public final class ModelPackage {
  /** Of every entry: the same model gives the same bytes. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ModelPackage() {}

  /**
   * What a file says about its model.
   *
   * @param kind of its card, such as {@code sequence-to-sequence}
   * @param formatVersion of its card's form
   * @param name the run's name
   * @param provenance versions, seed, data, settings and figures
   * @param page Markdown for people; empty if there is none
   */
  public record Contents(
      String kind, int formatVersion, String name, ObjectNode provenance, String page) {}

  /**
   * Reads what a file says about its model, which is not built: only the file's form and its card
   * are checked.
   *
   * @param file a model file
   * @return what it says
   * @throws UserError if it is not such a file
   */
  public static Contents read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ModelFile.checkEntries(zip);
      JsonNode card = card(zip);
      String page = zip.getEntry(ModelFile.PAGE) == null ? "" : ModelFile.text(zip, ModelFile.PAGE);
      return new Contents(
          card.path("kind").asText(),
          card.path("formatVersion").asInt(),
          card.path("name").asText(),
          (ObjectNode) card.path("provenance"),
          page);
    } catch (IOException | RuntimeException e) {
      throw notOne(file, e);
    }
  }

  private static ObjectNode card(ZipFile zip) throws IOException {
    JsonNode card = new ObjectMapper().readTree(ModelFile.text(zip, ModelFile.CARD));
    if (card instanceof ObjectNode object && object.path("provenance").isObject()) {
      return object;
    }
    throw new IOException("its card is none");
  }

  private static UserError notOne(Path file, Exception e) {
    return new UserError(
        "%s cannot be read as a model (%s): fetch or train it again"
            .formatted(file, ModelFile.reason(e)),
        e);
  }

  /**
   * Writes a model as it is handed on: its configuration, parameters and card, and the page. Left
   * out are the state of a training, and the samples of its data among its figures. The same model
   * and page give the same bytes.
   *
   * @param from a model file that {@link ModelFile#open} has read
   * @param to where
   * @param page Markdown for people
   * @throws UserError if the one cannot be read or the other not be written
   */
  public static void write(Path from, Path to, String page) {
    AtomicFiles.write(
        to,
        temporary -> {
          try (ZipFile source = new ZipFile(from.toFile());
              ZipOutputStream zip =
                  new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
            ModelFile.checkEntries(source);
            copy(source, ModelFile.CONFIGURATION, zip);
            copy(source, ModelFile.COEFFICIENTS, zip);
            ObjectNode card = card(source);
            for (JsonNode epoch : card.path("provenance").path("figures")) {
              if (epoch instanceof ObjectNode figures) {
                figures.remove("samples");
              }
            }
            put(zip, ModelFile.CARD, card.toPrettyString() + "\n");
            put(zip, ModelFile.PAGE, page);
          }
        });
  }

  private static void copy(ZipFile source, String name, ZipOutputStream zip) throws IOException {
    begin(zip, name);
    try (InputStream in = source.getInputStream(source.getEntry(name))) {
      in.transferTo(zip);
    }
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    begin(zip, name);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
  }
}
