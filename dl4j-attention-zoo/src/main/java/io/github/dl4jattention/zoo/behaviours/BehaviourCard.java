package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.Card;
import io.github.dl4jattention.zoo.model.CardJson;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What the file of an {@link AtRank} says about itself: what it takes to use it, and where it comes
 * from.
 *
 * @param name the run's name
 * @param vocabulary numbers of items, categories and types of action
 * @param maxLength the latest behaviours that count
 * @param settings the model's
 * @param provenance versions, seed, data, settings and figures
 */
public record BehaviourCard(
    String name,
    BehaviourVocabulary vocabulary,
    int maxLength,
    AtRank settings,
    ObjectNode provenance)
    implements Card {
  /** The version of the file's form that this code writes. */
  public static final int FORMAT_VERSION = 1;

  private static final int MAX_LENGTH_LIMIT = 10_000;

  @Override
  public String toJson() {
    ObjectNode json = CardJson.begin(FORMAT_VERSION, AtRank.KIND, name, maxLength);
    json.set("settings", settings.toJson());
    json.set("vocabulary", vocabulary.toJson());
    return CardJson.end(json, provenance);
  }

  /** Nothing in it is believed. */
  static BehaviourCard parse(String text) throws IOException, ModelCard.LaterVersionException {
    JsonNode json =
        CardJson.read(text, FORMAT_VERSION, AtRank.KIND, "ranks by behaviours", MAX_LENGTH_LIMIT);
    return new BehaviourCard(
        json.path("name").asText(),
        BehaviourVocabulary.parse(json.path("vocabulary")),
        json.get("maxLength").asInt(),
        AtRank.parse(json.path("settings")),
        (ObjectNode) json.get("provenance"));
  }

  /**
   * The model that this is the card of.
   *
   * @param graph its graph
   * @return the model
   */
  public BehaviourModel model(ComputationGraph graph) {
    return new BehaviourModel(graph, settings, vocabulary, maxLength);
  }

  /**
   * Reads a model.
   *
   * @param file a file that {@link ModelFile#write} wrote with such a card
   * @return what it holds; of a checkpoint, the updater's state too
   * @throws UserError if it is missing, damaged, of a later version, or not such a file
   */
  public static ModelFile.Opened<BehaviourCard> load(Path file) {
    return ModelFile.open(
        file, Set.of(ModelKind.BEHAVIOURS), BehaviourCard::parse, BehaviourCard::check);
  }

  /** A graph that DL4J could build may still not be the one that the card describes. */
  private static void check(ComputationGraph graph, BehaviourCard card) throws IOException {
    BehaviourVocabulary vocabulary = card.vocabulary;
    boolean fits =
        graph.getConfiguration().getNetworkInputs().equals(AtRank.INPUTS)
            && rows(graph, SequenceToSequence.SOURCE) == vocabulary.itemRows()
            && rows(graph, AtRank.CATEGORIES) == vocabulary.categoryRows()
            && rows(graph, AtRank.ACTIONS) == vocabulary.actionRows()
            && rows(graph, AtRank.AGES) == AtRank.AGE_BUCKETS
            && (graph.getVertex(AtRank.CONTEXT) instanceof AttentionGraphVertex)
                == card.settings.looks();
    if (!fits) {
      throw new IOException("its graph does not fit its card");
    }
    // Sizes that do not fit each other show when it reads.
    int[] source = {0, 0};
    new BehaviourRanker(card.model(graph))
        .probabilities(List.of(new EncodedPair(source, new int[] {0})));
  }

  private static long rows(ComputationGraph graph, String input) {
    Layer embedding = graph.getLayer(AtRank.embedding(input));
    return embedding == null ? 0 : embedding.getParam("W").size(0);
  }
}
