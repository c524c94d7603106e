package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What a model file says about itself, as JSON inside the file: what it takes to use the model, and
 * where it comes from.
 *
 * <p>Its kind says which {@link ModelFamily} it is of. The form has two versions. 1 is that of
 * models of characters without settings, such as the dates: it is what earlier programs read. 2 has
 * the settings and the whole codecs.
 *
 * @param name the run's name
 * @param sources numbers of the sources' texts
 * @param targets numbers of the targets' texts; the same object for a joint vocabulary
 * @param maxLength longest source and longest target, in tokens
 * @param lengthAllowance {@link SearchOptions#lengthAllowance} of its outputs
 * @param settings the family's; null for a model of form 1
 * @param provenance versions, seed, data, settings and figures
 */
public record ModelCard(
    String name,
    TextCodec sources,
    TextCodec targets,
    int maxLength,
    int lengthAllowance,
    ModelFamily settings,
    ObjectNode provenance)
    implements Card {
  /** The version of the file's form that this code writes; it reads this and all earlier ones. */
  public static final int FORMAT_VERSION = 2;

  /** The kind of form 1. */
  public static final String KIND_OF_CHARACTERS = "sequence-to-sequence-of-characters";

  private static final int MAX_LENGTH_LIMIT = 10_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * The card of a model of characters, of form 1.
   *
   * @param name the run's name
   * @param sources characters of the sources
   * @param targets characters of the targets
   * @param maxLength longest source and longest target, in characters
   * @param provenance versions, seed, data, settings and figures
   */
  public ModelCard(
      String name, TextCodec sources, TextCodec targets, int maxLength, ObjectNode provenance) {
    this(name, sources, targets, maxLength, SearchOptions.UNBOUNDED, null, provenance);
  }

  @Override
  public String toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("formatVersion", settings == null ? 1 : FORMAT_VERSION);
    json.put("kind", settings == null ? KIND_OF_CHARACTERS : settings.kind());
    json.put("name", name);
    json.put("maxLength", maxLength);
    if (settings == null) {
      sources.vocabulary().pieces().forEach(json.putArray("sourceCharacters")::add);
      targets.vocabulary().pieces().forEach(json.putArray("targetCharacters")::add);
    } else {
      if (lengthAllowance != SearchOptions.UNBOUNDED) {
        json.put("lengthAllowance", lengthAllowance);
      }
      json.set("settings", settings.toJson());
      json.put("jointTokens", sources == targets);
      json.set("sourceTokens", sources.toJson());
      if (sources != targets) {
        json.set("targetTokens", targets.toJson());
      }
    }
    json.set("provenance", provenance);
    return json.toPrettyString() + "\n";
  }

  /**
   * Reads a card.
   *
   * @param text JSON
   * @return the card
   * @throws LaterVersionException if the form is a later one
   * @throws IOException if it is not a card
   */
  static ModelCard parse(String text) throws IOException, LaterVersionException {
    JsonNode json = MAPPER.readTree(text);
    // By way of a double: a number too large for a long is a later version, too.
    long version = json == null ? 0 : (long) json.path("formatVersion").asDouble();
    if (version > FORMAT_VERSION) {
      throw new LaterVersionException(version, FORMAT_VERSION);
    }
    String kind = json == null ? "" : json.path("kind").asText();
    if (version < 1 || (version == 1 && !kind.equals(KIND_OF_CHARACTERS))) {
      throw new IOException("not a model of kind " + KIND_OF_CHARACTERS);
    }
    int maxLength = json.path("maxLength").asInt();
    if (maxLength < 1 || maxLength > MAX_LENGTH_LIMIT || !json.path("provenance").isObject()) {
      throw new IOException("maxLength or provenance is missing");
    }
    String name = json.path("name").asText();
    ObjectNode provenance = (ObjectNode) json.get("provenance");
    if (version == 1) {
      return new ModelCard(
          name,
          characters(json.path("sourceCharacters")),
          characters(json.path("targetCharacters")),
          maxLength,
          provenance);
    }
    if (!json.path("jointTokens").isBoolean()) {
      throw new IOException("jointTokens is missing");
    }
    TextCodec sources = TextCodec.parse(json.path("sourceTokens"));
    TextCodec targets =
        json.path("jointTokens").asBoolean() ? sources : TextCodec.parse(json.path("targetTokens"));
    ModelFamily settings = ModelFamily.parse(kind, json.path("settings"));
    return new ModelCard(name, sources, targets, maxLength, allowance(json), settings, provenance);
  }

  private static int allowance(JsonNode json) throws IOException {
    if (!json.has("lengthAllowance")) {
      return SearchOptions.UNBOUNDED;
    }
    JsonNode allowance = json.get("lengthAllowance");
    if (!allowance.isInt() || allowance.asInt() < 0) {
      throw new IOException("lengthAllowance is no length");
    }
    return allowance.asInt();
  }

  /**
   * The model that this is the card of.
   *
   * @param graph its graph
   * @return what it takes to use it on texts
   */
  public TranslationModel model(ComputationGraph graph) {
    return new TranslationModel(graph, sources, targets, maxLength, lengthAllowance);
  }

  private static TextCodec characters(JsonNode node) throws IOException {
    if (!(node instanceof ArrayNode) || node.size() == 0) {
      throw new IOException("the vocabulary is missing");
    }
    List<String> characters = new ArrayList<>();
    node.forEach(character -> characters.add(character.asText()));
    try {
      return TextCodec.ofCharacters(characters);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The file was written by a later version of this program. */
  public static final class LaterVersionException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * An exception.
     *
     * @param version of the file's form
     * @param known the latest that this program reads
     */
    public LaterVersionException(long version, long known) {
      super("its form is version %d, this program reads up to %d".formatted(version, known));
    }
  }
}
