package io.github.dl4jattention.zoo.captions;

import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** The settings of a {@link ShowAttendTell}, as its builder collects them and its file has them. */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
final class CaptionSettings {
  private static final int MAX_SIZE = 100_000;
  private static final int MAX_SIDE = 1_024;

  /** Numbers of a photo: what is read from a file may not ask for more memory. */
  private static final long MAX_NUMBERS = 1L << 24;

  /** What the first files do not have. */
  private static final Set<String> ADDED = Set.of("tunedNetwork", "tuningRate");

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  int channels;
  int rows;
  int columns;
  boolean ownNetwork;
  int ownChannels = 48;
  String tunedNetwork = "";
  double tuningRate;
  AttentionKind attention = AttentionKind.SOFT;
  int embeddingSize = 256;
  int units = 512;
  int attentionUnits;
  boolean contextGate = true;
  double doublyStochastic = 1;
  double rewardWeight = 1;
  double entropyWeight = 0.002;
  double expectation = 0.5;
  double dropout = 0.5;
  double labelSmoothing;

  CaptionSettings copy() {
    return MAPPER.convertValue(toJson(), CaptionSettings.class);
  }

  ObjectNode toJson() {
    return MAPPER.valueToTree(this);
  }

  /** Nothing in it is believed: what is unknown, missing or does not fit is refused. */
  static CaptionSettings parse(JsonNode json) throws IOException {
    if (json == null || !json.isObject() || !isComplete(json)) {
      throw new IOException("its settings are missing or incomplete");
    }
    try {
      CaptionSettings settings = MAPPER.convertValue(json, CaptionSettings.class);
      settings.check();
      return settings;
    } catch (IllegalArgumentException e) {
      throw new IOException("its settings are damaged: " + e.getMessage(), e);
    }
  }

  private static boolean isComplete(JsonNode json) {
    Iterator<String> names = new CaptionSettings().toJson().fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!json.has(name) && !ADDED.contains(name)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the last block of an encoder is part of the graph. */
  boolean tunes() {
    return !tunedNetwork.isEmpty();
  }

  /** Hidden units of the additive score. */
  int attentionUnitsOrDefault() {
    return attentionUnits == 0 ? units : attentionUnits;
  }

  /** Refuses what does not fit; the message says the mend. */
  void check() {
    within("channels", channels, 1, MAX_SIZE);
    within("rows", rows, 1, MAX_SIDE);
    within("columns", columns, 1, MAX_SIDE);
    require(
        (long) channels * rows * columns <= MAX_NUMBERS,
        "a photo of %d x %d x %d numbers is too large".formatted(channels, rows, columns));
    within("ownChannels", ownChannels, 1, MAX_SIZE);
    weight("tuningRate", tuningRate, 0);
    require(
        tunedNetwork != null && !(ownNetwork && tunes()),
        "patches and the last block of an encoder exclude each other: choose one");
    within("embeddingSize", embeddingSize, 1, MAX_SIZE);
    within("units", units, 1, MAX_SIZE);
    within("attentionUnits", attentionUnits, 0, MAX_SIZE);
    share("dropout", dropout);
    share("labelSmoothing", labelSmoothing);
    share("expectation", expectation);
    weight("doublyStochastic", doublyStochastic, 0);
    weight("entropyWeight", entropyWeight, 0);
    weight("rewardWeight", rewardWeight, Double.MIN_VALUE);
    require(attention != null, "attention is missing: choose SOFT, HARD or NONE");
  }

  private static void within(String name, int value, int least, int most) {
    require(
        value >= least && value <= most,
        "%s is %d: choose %d to %d".formatted(name, value, least, most));
  }

  private static void share(String name, double value) {
    require(value >= 0 && value < 1, "%s is %s: choose 0 to below 1".formatted(name, value));
  }

  private static void weight(String name, double value, double least) {
    require(
        value >= least && value <= MAX_SIZE,
        "%s is %s: choose %s to %d".formatted(name, value, least == 0 ? "0" : "above 0", MAX_SIZE));
  }

  private static void require(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
