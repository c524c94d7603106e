package io.github.dl4jattention.zoo.model;

import java.util.Objects;

/** Settings of a {@link SequenceToSequence}; all have defaults. */
public final class SequenceToSequenceBuilder {
  private final FamilySettings settings = new FamilySettings();

  SequenceToSequenceBuilder() {}

  /**
   * Embedding, encoder (each direction) and decoder units, all of one size; 256 by default.
   *
   * @param size at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optSizes(int size) {
    settings.embeddingSize = size;
    settings.encoderUnits = size;
    settings.decoderUnits = size;
    return this;
  }

  /**
   * Channels of an embedded token; 256 by default.
   *
   * @param size at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optEmbeddingSize(int size) {
    settings.embeddingSize = size;
    return this;
  }

  /**
   * Cells of encoder and decoder; {@link CellKind#GRU} by default.
   *
   * @param kind the kind
   * @return this
   */
  public SequenceToSequenceBuilder optCells(CellKind kind) {
    optEncoderCell(kind);
    optDecoderCell(kind);
    return this;
  }

  /**
   * Cell of the encoder.
   *
   * @param kind the kind
   * @return this
   */
  public SequenceToSequenceBuilder optEncoderCell(CellKind kind) {
    settings.encoderCell = Objects.requireNonNull(kind, "encoderCell");
    return this;
  }

  /**
   * Units of the encoder, of each direction; 256 by default.
   *
   * @param units at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optEncoderUnits(int units) {
    settings.encoderUnits = units;
    return this;
  }

  /**
   * Layers of the encoder; 1 by default.
   *
   * @param layers at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optEncoderLayers(int layers) {
    settings.encoderLayers = layers;
    return this;
  }

  /**
   * Whether the encoder reads in both directions; true by default.
   *
   * @param on false for one direction
   * @return this
   */
  public SequenceToSequenceBuilder optBidirectional(boolean on) {
    settings.bidirectional = on;
    return this;
  }

  /**
   * Whether an encoder of one direction reads from the last token to the first (Sutskever 2014);
   * false by default. Annotations stay in the order of the source.
   *
   * @param on true to read backward
   * @return this
   */
  public SequenceToSequenceBuilder optReversedSource(boolean on) {
    settings.reversedSource = on;
    return this;
  }

  /**
   * How the decoder sees the source; {@link DecoderKind#BAHDANAU} by default.
   *
   * @param kind the kind
   * @return this
   */
  public SequenceToSequenceBuilder optDecoder(DecoderKind kind) {
    settings.decoder = Objects.requireNonNull(kind, "decoder");
    return this;
  }

  /**
   * Cell of the decoder.
   *
   * @param kind the kind
   * @return this
   */
  public SequenceToSequenceBuilder optDecoderCell(CellKind kind) {
    settings.decoderCell = Objects.requireNonNull(kind, "decoderCell");
    return this;
  }

  /**
   * Units of the decoder; 256 by default.
   *
   * @param units at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optDecoderUnits(int units) {
    settings.decoderUnits = units;
    return this;
  }

  /**
   * Layers of the decoder, of which the last looks at the source; 1 by default.
   *
   * @param layers at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optDecoderLayers(int layers) {
    settings.decoderLayers = layers;
    return this;
  }

  /**
   * Whether the decoder starts from the encoder's final states, {@code tanh(h W + b)} (Bahdanau
   * 2014, A.2.2), layer by layer if there are as many; else from zeros. True by default. An LSTM's
   * memory starts from a second such bridge.
   *
   * @param on false for zeros
   * @return this
   */
  public SequenceToSequenceBuilder optBridge(boolean on) {
    settings.bridge = on;
    return this;
  }

  /**
   * Whether a decoder without attention reads the encoder's final state at each step, beside the
   * last token (Cho 2014); false by default.
   *
   * @param on true to read it
   * @return this
   */
  public SequenceToSequenceBuilder optContextAtEachStep(boolean on) {
    settings.contextAtEachStep = on;
    return this;
  }

  /**
   * How a state is compared with an annotation; by default the decoder's own, additive for
   * Bahdanau's and general for Luong's.
   *
   * @param kind the kind
   * @return this
   */
  public SequenceToSequenceBuilder optScore(ScoreKind kind) {
    settings.score = Objects.requireNonNull(kind, "score");
    return this;
  }

  /**
   * Hidden units of an additive or concat score; those of the decoder by default.
   *
   * @param units at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optAttentionUnits(int units) {
    settings.attentionUnits = units;
    return this;
  }

  /**
   * Most tokens of a source, padding included, that {@link ScoreKind#LOCATION} can place; 200 by
   * default.
   *
   * @param tokens at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optLongestSource(int tokens) {
    settings.longestSource = tokens;
    return this;
  }

  /**
   * Which annotations a step may look at; {@link WindowKind#GLOBAL} by default.
   *
   * @param kind the kind
   * @return this
   */
  public SequenceToSequenceBuilder optWindow(WindowKind kind) {
    settings.window = Objects.requireNonNull(kind, "window");
    return this;
  }

  /**
   * D of a local window: annotations on either side; 10 by default.
   *
   * @param annotations at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optWindowHalfWidth(double annotations) {
    settings.windowHalfWidth = annotations;
    return this;
  }

  /**
   * Whether Luong's decoder is fed its attentional state of the step before; true by default.
   *
   * @param on false for a cell that reads the last token alone
   * @return this
   */
  public SequenceToSequenceBuilder optInputFeeding(boolean on) {
    settings.inputFeeding = on;
    return this;
  }

  /**
   * Whether an additive score sees what was looked at before (See 2017); false by default.
   *
   * @param on true for coverage
   * @return this
   */
  public SequenceToSequenceBuilder optCoverage(boolean on) {
    settings.coverage = on;
    return this;
  }

  /**
   * What the softmax sees; {@link ReadoutKind#STATE} by default.
   *
   * @param kind the kind
   * @return this
   */
  public SequenceToSequenceBuilder optReadout(ReadoutKind kind) {
    settings.readout = Objects.requireNonNull(kind, "readout");
    return this;
  }

  /**
   * Channels of a readout that is not the state; those of an embedding by default.
   *
   * @param size at least 1
   * @return this
   */
  public SequenceToSequenceBuilder optReadoutSize(int size) {
    settings.readoutSize = size;
    return this;
  }

  /**
   * Which embeddings are one; {@link Tying#NONE} by default.
   *
   * @param which which
   * @return this
   */
  public SequenceToSequenceBuilder optTying(Tying which) {
    settings.tying = Objects.requireNonNull(which, "tying");
    return this;
  }

  /**
   * Probability that a number is dropped in training: of embeddings, between layers, before the
   * softmax; 0 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public SequenceToSequenceBuilder optDropout(double probability) {
    settings.dropout = probability;
    return this;
  }

  /**
   * Whether the same channels are dropped at all steps of a sentence (Gal and Ghahramani 2016),
   * between layers; false by default.
   *
   * @param on true for the same
   * @return this
   */
  public SequenceToSequenceBuilder optVariationalDropout(boolean on) {
    settings.variationalDropout = on;
    return this;
  }

  /**
   * Whether layers but the first have residual connections, where their input and output have the
   * same size (Wu 2016); false by default.
   *
   * @param on true for residual connections
   * @return this
   */
  public SequenceToSequenceBuilder optResidual(boolean on) {
    settings.residual = on;
    return this;
  }

  /**
   * Share of a label that is spread over all tokens in training (Szegedy 2016); 0 by default.
   *
   * @param share 0 to below 1
   * @return this
   */
  public SequenceToSequenceBuilder optLabelSmoothing(double share) {
    settings.labelSmoothing = share;
    return this;
  }

  /**
   * The model.
   *
   * @return a new one
   * @throws IllegalArgumentException if settings do not fit each other; the message says the mend
   */
  public SequenceToSequence build() {
    return new SequenceToSequence(settings);
  }
}
