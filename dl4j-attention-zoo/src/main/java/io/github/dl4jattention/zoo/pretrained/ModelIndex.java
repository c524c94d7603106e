package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.files.Checksum;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The models of a zoo: {@value #FILE} in its folder, beside their files.
 *
 * <pre>{@code
 * {
 *   "kind": "dl4j-attention-zoo",
 *   "formatVersion": 1,
 *   "models": [
 *     {
 *       "name": "dates",
 *       "version": 1,
 *       "task": "dates to ISO 8601",
 *       "description": "...",
 *       "kind": "sequence-to-sequence-of-characters",
 *       "modelFormat": 1,
 *       "file": "dates-0123456789ab.zip",
 *       "bytes": 1000000,
 *       "sha256": "0123...",
 *       "data": "50,000 generated dates",
 *       "licence": "Apache-2.0",
 *       "attribution": "",
 *       "figures": {"exact match": 0.9998},
 *       "command": "zoo train dates"
 *     }
 *   ]
 * }
 * }</pre>
 *
 * <p>Keys that are not known are passed over: what earlier programs need not understand may be
 * added without a later {@code formatVersion}.
 *
 * @param models each name once, whatever its capitals
 */
public record ModelIndex(List<ModelEntry> models) {
  /** Name of the index in a zoo's folder. */
  public static final String FILE = "index.json";

  /** The version of the form that this code writes; it reads this and all earlier ones. */
  public static final int FORMAT_VERSION = 1;

  /** Most bytes of an index. */
  public static final int MAX_BYTES = 4 << 20;

  private static final String KIND = "dl4j-attention-zoo";
  private static final int MAX_MODELS = 10_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * An index.
   *
   * @param models each name once
   * @throws IllegalArgumentException if a name is there twice
   */
  public ModelIndex {
    models = List.copyOf(models);
    Set<String> names = new HashSet<>();
    for (ModelEntry model : models) {
      if (!names.add(model.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("%s is there twice".formatted(model.name()));
      }
    }
  }

  /**
   * Looks up a model.
   *
   * @param name its name
   * @return the model; nothing if there is none
   */
  public Optional<ModelEntry> find(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /**
   * Reads an index. Nothing in it is believed.
   *
   * @param text JSON
   * @return the index
   * @throws IOException if it is none; the message says what is wrong, and of a later version what
   *     to do
   */
  public static ModelIndex parse(String text) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (IOException e) {
      throw new IOException("it is not JSON", e);
    }
    if (!json.path("kind").asText().equals(KIND) || !json.path("formatVersion").isNumber()) {
      throw new IOException("it is no index of a zoo");
    }
    if (json.path("formatVersion").asDouble() > FORMAT_VERSION) {
      throw new IOException(
          "its form is version %s, this program reads up to %d: update this program"
              .formatted(json.path("formatVersion").asText(), FORMAT_VERSION));
    }
    JsonNode all = json.path("models");
    if (!all.isArray() || all.size() > MAX_MODELS) {
      throw new IOException("its models are missing or too many");
    }
    List<ModelEntry> models = new ArrayList<>();
    for (JsonNode model : all) {
      models.add(entry(model, models.size() + 1));
    }
    try {
      return new ModelIndex(models);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ModelEntry entry(JsonNode json, int number) throws IOException {
    try {
      return new ModelEntry(
          text(json, "name"),
          json.path("version").asInt(),
          text(json, "task"),
          text(json, "description"),
          text(json, "kind"),
          json.path("modelFormat").asInt(),
          text(json, "file"),
          json.path("bytes").asLong(),
          new Checksum(Checksum.Algorithm.SHA_256, text(json, "sha256")),
          text(json, "data"),
          text(json, "licence"),
          text(json, "attribution"),
          figures(json.path("figures")),
          text(json, "command"));
    } catch (IllegalArgumentException e) {
      throw new IOException("of its model %d: %s".formatted(number, e.getMessage()), e);
    }
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value.asText();
  }

  private static Map<String, Double> figures(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("figures are missing");
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    json.fields()
        .forEachRemaining(
            figure ->
                figures.put(
                    figure.getKey(),
                    figure.getValue().isNumber() ? figure.getValue().asDouble() : Double.NaN));
    return figures;
  }

  /**
   * The index as JSON.
   *
   * @return several lines
   */
  public String toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("kind", KIND).put("formatVersion", FORMAT_VERSION);
    var all = json.putArray("models");
    models.forEach(model -> all.add(toJson(model)));
    return json.toPrettyString() + "\n";
  }

  /**
   * A model as JSON.
   *
   * @param model the model
   * @return an object, as in the index
   */
  public static ObjectNode toJson(ModelEntry model) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("name", model.name())
            .put("version", model.version())
            .put("task", model.task())
            .put("description", model.description())
            .put("kind", model.kind())
            .put("modelFormat", model.modelFormat())
            .put("file", model.file())
            .put("bytes", model.bytes())
            .put("sha256", model.checksum().hex())
            .put("data", model.data())
            .put("licence", model.licence())
            .put("attribution", model.attribution());
    model.figures().forEach(json.putObject("figures")::put);
    return json.put("command", model.command());
  }
}
