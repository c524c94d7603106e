package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The settings of a {@link SequenceToSequence}, as its builder collects them and its file holds
 * them.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
final class FamilySettings {
  private static final int MAX_SIZE = 100_000;
  private static final int MAX_LAYERS = 16;
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  int embeddingSize = 256;
  CellKind encoderCell = CellKind.GRU;
  int encoderUnits = 256;
  int encoderLayers = 1;
  boolean bidirectional = true;
  boolean reversedSource;
  DecoderKind decoder = DecoderKind.BAHDANAU;
  CellKind decoderCell = CellKind.GRU;
  int decoderUnits = 256;
  int decoderLayers = 1;
  boolean bridge = true;
  boolean contextAtEachStep;
  ScoreKind score;
  int attentionUnits;
  int longestSource = 200;
  WindowKind window = WindowKind.GLOBAL;
  double windowHalfWidth = 10;
  boolean inputFeeding = true;
  boolean coverage;
  ReadoutKind readout = ReadoutKind.STATE;
  int readoutSize;
  Tying tying = Tying.NONE;
  double dropout;
  boolean variationalDropout;
  boolean residual;
  double labelSmoothing;

  FamilySettings copy() {
    return MAPPER.convertValue(toJson(), FamilySettings.class);
  }

  ObjectNode toJson() {
    return MAPPER.valueToTree(this);
  }

  /** Nothing in it is believed: what is unknown, missing or does not fit is refused. */
  static FamilySettings parse(JsonNode json) throws IOException {
    if (json == null || !json.isObject() || json.size() != new FamilySettings().toJson().size()) {
      throw new IOException("its settings are missing or incomplete");
    }
    try {
      FamilySettings settings = MAPPER.convertValue(json, FamilySettings.class);
      settings.check();
      return settings;
    } catch (IllegalArgumentException e) {
      throw new IOException("its settings are damaged: " + e.getMessage(), e);
    }
  }

  /** Channels of an annotation. */
  int annotationSize() {
    return bidirectional ? 2 * encoderUnits : encoderUnits;
  }

  /** The score, or the decoder's own. */
  ScoreKind scoreOrDefault() {
    if (score != null) {
      return score;
    }
    return decoder == DecoderKind.LUONG ? ScoreKind.GENERAL : ScoreKind.ADDITIVE;
  }

  /** Hidden units of an additive or concat score. */
  int attentionUnitsOrDefault() {
    return attentionUnits == 0 ? decoderUnits : attentionUnits;
  }

  /** Channels of a readout that is not the state. */
  int readoutSizeOrDefault() {
    return readoutSize == 0 ? embeddingSize : readoutSize;
  }

  /** Channels of what the softmax sees. */
  int outputInputSize() {
    return readout == ReadoutKind.STATE ? decoderUnits : readoutSizeOrDefault();
  }

  /** Refuses what does not fit; the message says the mend. */
  void check() {
    size("embeddingSize", embeddingSize, 1, MAX_SIZE);
    size("encoderUnits", encoderUnits, 1, MAX_SIZE);
    size("decoderUnits", decoderUnits, 1, MAX_SIZE);
    size("encoderLayers", encoderLayers, 1, MAX_LAYERS);
    size("decoderLayers", decoderLayers, 1, MAX_LAYERS);
    size("attentionUnits", attentionUnits, 0, MAX_SIZE);
    size("readoutSize", readoutSize, 0, MAX_SIZE);
    size("longestSource", longestSource, 1, MAX_SIZE);
    share("dropout", dropout);
    share("labelSmoothing", labelSmoothing);
    require(
        windowHalfWidth >= 1 && windowHalfWidth <= MAX_SIZE,
        "the half width of a window is %s: choose 1 or more".formatted(windowHalfWidth));
    checkEncoder();
    checkDecoder();
    require(
        (tying != Tying.TARGET_AND_OUTPUT && tying != Tying.ALL)
            || outputInputSize() == embeddingSize,
        "an embedding of %d cannot be one with a softmax that sees %d: make them equal, or tie none"
            .formatted(embeddingSize, outputInputSize()));
  }

  private void checkEncoder() {
    require(
        !(bidirectional && reversedSource),
        "a bidirectional encoder reads both ways: leave reversedSource out");
  }

  private void checkDecoder() {
    boolean plain = decoder == DecoderKind.PLAIN;
    require(
        !plain || bridge || contextAtEachStep,
        "a decoder without attention sees nothing of the source: give it a bridge");
    require(plain || !contextAtEachStep, "contextAtEachStep is for a decoder without attention");
    require(
        !plain || (score == null && window == WindowKind.GLOBAL && !coverage),
        "a decoder without attention has no score, window or coverage");
    require(
        !coverage || scoreOrDefault() == ScoreKind.ADDITIVE,
        "coverage is a form of the additive score: choose that");
    require(
        scoreOrDefault() != ScoreKind.DOT || annotationSize() == decoderUnits,
        "a dot product compares equal sizes: decoderUnits must be %d, the encoder's output"
            .formatted(annotationSize()));
  }

  private static void size(String name, int value, int least, int most) {
    require(
        value >= least && value <= most,
        "%s is %d: choose %d to %d".formatted(name, value, least, most));
  }

  private static void share(String name, double value) {
    require(value >= 0 && value < 1, "%s is %s: choose 0 to below 1".formatted(name, value));
  }

  private static void require(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
