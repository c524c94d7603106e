package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What a model file says about itself, as JSON inside the file: what it takes to use the model, and
 * where it comes from.
 *
 * @param name the run's name
 * @param sources characters of the sources
 * @param targets characters of the targets
 * @param maxLength longest source and longest target, in characters
 * @param provenance versions, seed, data, settings and figures
 */
public record ModelCard(
    String name, TextCodec sources, TextCodec targets, int maxLength, ObjectNode provenance) {
  /** The version of the file's form that this code writes; it reads this and all earlier ones. */
  public static final int FORMAT_VERSION = 1;

  /** The only kind of model so far. */
  public static final String KIND = "sequence-to-sequence-of-characters";

  private static final int MAX_LENGTH_LIMIT = 10_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * The card as JSON.
   *
   * @return several lines
   */
  public String toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("kind", KIND);
    json.put("name", name);
    json.put("maxLength", maxLength);
    sources.vocabulary().pieces().forEach(json.putArray("sourceCharacters")::add);
    targets.vocabulary().pieces().forEach(json.putArray("targetCharacters")::add);
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
      throw new LaterVersionException(version);
    }
    if (version < 1 || !json.path("kind").asText().equals(KIND)) {
      throw new IOException("not a model of kind " + KIND);
    }
    int maxLength = json.path("maxLength").asInt();
    if (maxLength < 1 || maxLength > MAX_LENGTH_LIMIT || !json.path("provenance").isObject()) {
      throw new IOException("maxLength or provenance is missing");
    }
    return new ModelCard(
        json.path("name").asText(),
        characters(json.path("sourceCharacters")),
        characters(json.path("targetCharacters")),
        maxLength,
        (ObjectNode) json.get("provenance"));
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
  static final class LaterVersionException extends Exception {
    private static final long serialVersionUID = 1L;

    LaterVersionException(long version) {
      super(
          "its form is version %d, this program reads up to %d".formatted(version, FORMAT_VERSION));
    }
  }
}
