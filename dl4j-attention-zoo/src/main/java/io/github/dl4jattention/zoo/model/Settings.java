package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Settings of a {@link ModelFamily}, as its builder collects them and its file holds them. */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
abstract class Settings {
  static final int MAX_SIZE = 100_000;
  static final int MAX_LAYERS = 16;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  final ObjectNode toJson() {
    return MAPPER.valueToTree(this);
  }

  /** Refuses what does not fit; the message says the mend. */
  abstract void check();

  /** The same settings in an object of their own. */
  static <S extends Settings> S copy(S settings, Class<S> type) {
    return MAPPER.convertValue(settings.toJson(), type);
  }

  /**
   * Reads settings. Nothing in them is believed: what is unknown, missing or does not fit is
   * refused.
   *
   * @param defaults of the same type
   */
  static <S extends Settings> S parse(JsonNode json, S defaults, Class<S> type) throws IOException {
    if (json == null || !json.isObject() || json.size() != defaults.toJson().size()) {
      throw new IOException("its settings are missing or incomplete");
    }
    try {
      S settings = MAPPER.convertValue(json, type);
      settings.check();
      return settings;
    } catch (IllegalArgumentException e) {
      throw new IOException("its settings are damaged: " + e.getMessage(), e);
    }
  }

  static void size(String name, int value, int least, int most) {
    require(
        value >= least && value <= most,
        "%s is %d: choose %d to %d".formatted(name, value, least, most));
  }

  static void share(String name, double value) {
    require(value >= 0 && value < 1, "%s is %s: choose 0 to below 1".formatted(name, value));
  }

  static void require(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
