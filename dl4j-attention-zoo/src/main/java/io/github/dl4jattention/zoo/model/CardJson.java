package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What the JSON of cards has in common: the version of its form, the kind of model, the run's name,
 * the longest input, and where the model comes from.
 */
public final class CardJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CardJson() {}

  /**
   * Begins a card.
   *
   * @param version of the form
   * @param kind of the model
   * @param name the run's
   * @param maxLength the longest input
   * @return takes what the kind alone has
   */
  public static ObjectNode begin(int version, String kind, String name, int maxLength) {
    return MAPPER
        .createObjectNode()
        .put("formatVersion", version)
        .put("kind", kind)
        .put("name", name)
        .put("maxLength", maxLength);
  }

  /**
   * Ends a card.
   *
   * @param json what {@link #begin} gave
   * @param provenance where the model comes from
   * @return several lines
   */
  public static String end(ObjectNode json, ObjectNode provenance) {
    json.set("provenance", provenance);
    return json.toPrettyString() + "\n";
  }

  /**
   * Reads a card as far as all are alike. Nothing in it is believed.
   *
   * @param text JSON
   * @param latest the latest version that is known
   * @param kind of the model
   * @param does what such models do, for the message
   * @param longest what {@code maxLength} may be at most
   * @return the whole, whose {@code maxLength} and {@code provenance} are right
   * @throws IOException if it is no card of this kind
   * @throws ModelCard.LaterVersionException if its form is a later one
   */
  public static JsonNode read(String text, int latest, String kind, String does, int longest)
      throws IOException, ModelCard.LaterVersionException {
    JsonNode json = MAPPER.readTree(text);
    if (json == null || !json.path("kind").asText().equals(kind)) {
      throw new IOException("not a model of kind %s, which %s".formatted(kind, does));
    }
    long version = (long) json.path("formatVersion").asDouble();
    if (version > latest) {
      throw new ModelCard.LaterVersionException(version, latest);
    }
    int maxLength = json.path("maxLength").asInt();
    if (version < 1
        || maxLength < 1
        || maxLength > longest
        || !json.path("provenance").isObject()) {
      throw new IOException("its version, maxLength or provenance is missing");
    }
    return json;
  }
}
