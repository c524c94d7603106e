package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The kinds of models that this program reads, and the commands that each is for. */
public enum ModelKind {
  /** Texts to texts, by characters. */
  CHARACTERS(
      ModelCard.KIND_OF_CHARACTERS,
      ModelCard.FORMAT_VERSION,
      "texts to texts",
      "a model of characters",
      "translate",
      "dates"),
  /** Texts to texts, by a recurrent decoder. */
  SEQUENCE_TO_SEQUENCE(
      SequenceToSequence.KIND,
      ModelCard.FORMAT_VERSION,
      "texts to texts",
      "a recurrent translation",
      "translate",
      "translation"),
  /** Texts to texts, by a Transformer. */
  TRANSFORMER(
      TransformerTranslator.KIND,
      ModelCard.FORMAT_VERSION,
      "texts to texts",
      "a Transformer's translation",
      "translate",
      "transformer"),
  /** Texts to classes; by its id alone, any encoder of texts. */
  ENCODER(TransformerEncoder.KIND, 1, "texts to classes", "a classifier", "classify", "classifier"),
  /** Texts to hidden tokens: an encoder that has no classes. */
  HIDDEN_TOKENS(
      TransformerEncoder.KIND,
      1,
      "texts to hidden tokens",
      "a masked language model",
      "train classifier --start-from",
      "masked-language-model"),
  /** What users act on next. */
  BEHAVIOURS(
      AtRank.KIND,
      1,
      "behaviours to what comes next",
      "a model of behaviours",
      "evaluate",
      "behaviours"),
  /** Photos to sentences. */
  CAPTIONS("show-attend-tell", 1, "photos to sentences", "a captioner", "caption", "captioner");

  private final String id;
  private final int latest;
  private final String task;
  private final String noun;
  private final String command;
  private final String training;

  ModelKind(String id, int latest, String task, String noun, String command, String training) {
    this.id = id;
    this.latest = latest;
    this.task = task;
    this.noun = noun;
    this.command = command;
    this.training = training;
  }

  /**
   * The kind that a card names.
   *
   * @param id what it says
   * @return the kind; nothing if it is not known
   */
  public static Optional<ModelKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  /**
   * The kind that a file says its model is of. Nothing is checked.
   *
   * @param file any file
   * @return the kind; nothing if it is not known, or there is no card to read
   */
  public static Optional<ModelKind> of(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonNode card = new ObjectMapper().readTree(ModelFile.text(zip, ModelFile.CARD));
      Optional<ModelKind> kind = of(card.path("kind").asText());
      String told = card.path("settings").path("task").asText();
      return kind.equals(Optional.of(ENCODER)) && told.equals(EncoderTask.HIDDEN_TOKENS.name())
          ? Optional.of(HIDDEN_TOKENS)
          : kind;
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // Whoever loads it will say what is wrong.
    }
  }

  /** A {@link UserError} if a file says that its model is of another kind, which is known. */
  static void requireOneOf(Set<ModelKind> kinds, Path file) {
    of(file)
        .filter(kind -> !kinds.contains(kind))
        .ifPresent(
            kind -> {
              throw new UserError(
                  "%s is %s: use zoo %s %s".formatted(file, kind.noun, kind.command, file));
            });
  }

  /**
   * What cards call it.
   *
   * @return such as {@code transformer}
   */
  public String id() {
    return id;
  }

  /**
   * The latest version of its card's form that can be read.
   *
   * @return from 1
   */
  public int latest() {
    return latest;
  }

  /**
   * What such models do.
   *
   * @return a few words
   */
  public String task() {
    return task;
  }

  /**
   * What such a model is called.
   *
   * @return such as {@code a classifier}
   */
  public String noun() {
    return noun;
  }

  /**
   * The command that uses such models.
   *
   * @return such as {@code translate}; the model comes after it
   */
  public String command() {
    return command;
  }

  /**
   * The command that trains such models.
   *
   * @return what comes after {@code zoo train}
   */
  public String training() {
    return training;
  }
}
