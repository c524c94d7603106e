package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.Card;
import io.github.dl4jattention.zoo.model.CardJson;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What an encoder's file says about itself: what it takes to use it, and where it comes from.
 *
 * @param name the run's name
 * @param tokens numbers of the texts
 * @param classes what it tells apart; empty, if that is the tokens
 * @param maxLength longest text, in tokens
 * @param settings the model's
 * @param provenance versions, seed, data, settings and figures
 */
public record ClassifierCard(
    String name,
    TextCodec tokens,
    Vocabulary classes,
    int maxLength,
    TransformerEncoder settings,
    ObjectNode provenance)
    implements Card {
  /** The version of the file's form that this code writes. */
  public static final int FORMAT_VERSION = 1;

  private static final int MAX_LENGTH_LIMIT = 10_000;
  private static final int MAX_CLASSES = 10_000;
  private static final int MAX_CLASS_LENGTH = 1_000;

  @Override
  public String toJson() {
    ObjectNode json = CardJson.begin(FORMAT_VERSION, TransformerEncoder.KIND, name, maxLength);
    classes.pieces().forEach(json.putArray("classes")::add);
    json.set("settings", settings.toJson());
    json.set("tokens", tokens.toJson());
    return CardJson.end(json, provenance);
  }

  /** Nothing in it is believed. */
  static ClassifierCard parse(String text) throws IOException, ModelCard.LaterVersionException {
    JsonNode json =
        CardJson.read(
            text,
            FORMAT_VERSION,
            TransformerEncoder.KIND,
            "tells classes of texts",
            MAX_LENGTH_LIMIT);
    TransformerEncoder settings = TransformerEncoder.parse(json.path("settings"));
    return new ClassifierCard(
        json.path("name").asText(),
        TextCodec.parse(json.path("tokens")),
        classes(json.path("classes"), settings),
        json.get("maxLength").asInt(),
        settings,
        (ObjectNode) json.get("provenance"));
  }

  private static Vocabulary classes(JsonNode json, TransformerEncoder settings) throws IOException {
    boolean none = settings.task() == EncoderTask.HIDDEN_TOKENS;
    if (!json.isArray() || json.size() > MAX_CLASSES || json.isEmpty() != none) {
      throw new IOException("its classes are missing");
    }
    List<String> classes = new ArrayList<>();
    for (JsonNode name : json) {
      if (!name.isTextual() || name.asText().length() > MAX_CLASS_LENGTH) {
        throw new IOException("its classes are damaged");
      }
      classes.add(name.asText());
    }
    try {
      return new Vocabulary(classes, false);
    } catch (IllegalArgumentException e) {
      throw new IOException("its classes are damaged: " + e.getMessage(), e);
    }
  }

  /**
   * The model that this is the card of.
   *
   * @param graph its graph
   * @return what it takes to use it
   */
  public ClassifierModel model(ComputationGraph graph) {
    return new ClassifierModel(graph, settings, tokens, classes, maxLength);
  }

  /**
   * Reads an encoder's file.
   *
   * @param file a file that {@link ModelFile#write} wrote with such a card
   * @return what it holds; of a checkpoint, the updater's state too
   * @throws UserError if it is missing, damaged, of a later version, or not such a file
   */
  public static ModelFile.Opened<ClassifierCard> load(Path file) {
    return ModelFile.open(
        file,
        Set.of(ModelKind.ENCODER, ModelKind.HIDDEN_TOKENS),
        ClassifierCard::parse,
        ClassifierCard::check);
  }

  private static void check(ComputationGraph graph, ClassifierCard card) throws IOException {
    ModelFile.checkClasses(
        graph,
        card.tokens.size(),
        ClassifierModel.outputs(card.settings, card.tokens, card.classes));
    // Sizes that do not fit each other show when it reads.
    int[] source = {Vocabulary.START, Vocabulary.END};
    int[] target = card.settings.task() == EncoderTask.CLASS ? new int[] {0} : new int[] {0, 0};
    ClassProbabilities.of(card.model(graph), List.of(new EncodedPair(source, target)));
  }
}
