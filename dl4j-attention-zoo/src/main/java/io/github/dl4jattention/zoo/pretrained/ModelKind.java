package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.model.TransformerTranslator;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of models that this program reads. */
public enum ModelKind {
  /** Texts to texts, by characters. */
  CHARACTERS(ModelCard.KIND_OF_CHARACTERS, ModelCard.FORMAT_VERSION, "texts to texts", "translate"),
  /** Texts to texts, by a recurrent decoder. */
  SEQUENCE_TO_SEQUENCE(
      SequenceToSequence.KIND, ModelCard.FORMAT_VERSION, "texts to texts", "translate"),
  /** Texts to texts, by a Transformer. */
  TRANSFORMER(TransformerTranslator.KIND, ModelCard.FORMAT_VERSION, "texts to texts", "translate"),
  /** Texts to classes, or to hidden tokens. */
  ENCODER(TransformerEncoder.KIND, 1, "texts to classes", "classify"),
  /** What users act on next. */
  BEHAVIOURS(AtRank.KIND, 1, "behaviours to what comes next", "evaluate"),
  /** Photos to sentences. */
  CAPTIONS("show-attend-tell", 1, "photos to sentences", "caption");

  private final String id;
  private final int latest;
  private final String task;
  private final String command;

  ModelKind(String id, int latest, String task, String command) {
    this.id = id;
    this.latest = latest;
    this.task = task;
    this.command = command;
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
   * The command that uses such models.
   *
   * @return such as {@code translate}
   */
  public String command() {
    return command;
  }
}
