package io.github.dl4jattention.zoo.model;

/** The settings of a {@link SequenceToSequence}. */
final class FamilySettings extends Settings {
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

  @Override
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
        "windowHalfWidth is %s: choose 1 or more".formatted(windowHalfWidth));
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
}
