package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.annotations.AnnotationSource;

/** Builds a {@link ShowAttendTell}: {@code setX} is required, {@code optX} is not. */
public final class ShowAttendTellBuilder {
  private final CaptionSettings settings = new CaptionSettings();

  ShowAttendTellBuilder() {}

  /**
   * Required, or {@link #setPatches}: the grid of annotations that an encoder gives of a photo.
   *
   * @param channels of an annotation
   * @param rows places from top to bottom
   * @param columns places from left to right
   * @return this
   */
  public ShowAttendTellBuilder setAnnotations(int channels, int rows, int columns) {
    settings.channels = channels;
    settings.rows = rows;
    settings.columns = columns;
    settings.ownNetwork = false;
    return this;
  }

  /**
   * Required, or {@link #setPatches}: the grid of annotations of some photos.
   *
   * @param source gives them
   * @return this
   */
  public ShowAttendTellBuilder setAnnotations(AnnotationSource source) {
    return setAnnotations(source.channels(), source.rows(), source.columns());
  }

  /**
   * Required, or {@link #setAnnotations}: a patch of the picture for each place. A network of two
   * layers, the same at all places (so a convolution by patches, then one of 1 x 1), makes
   * annotations of them and is trained along with the words.
   *
   * @param channels of a patch
   * @param rows places from top to bottom
   * @param columns places from left to right
   * @return this
   */
  public ShowAttendTellBuilder setPatches(int channels, int rows, int columns) {
    setAnnotations(channels, rows, columns);
    settings.ownNetwork = true;
    return this;
  }

  /**
   * Channels of the annotations that the own network makes; 48 if not given.
   *
   * @param size at least 1
   * @return this
   */
  public ShowAttendTellBuilder optOwnChannels(int size) {
    settings.ownChannels = size;
    return this;
  }

  /**
   * Trains the last block of an encoder along: annotations are then what is below it, as {@link
   * io.github.dl4jattention.zoo.encoders.LastBlock#lower} gives it, and a new graph has to be given
   * the block's weights by {@link io.github.dl4jattention.zoo.encoders.LastBlock#setWeights}.
   *
   * @param network name of an encoder's network, such as {@code squeezenet}
   * @param learningRate Adam's, for the block; small, for it is trained already
   * @return this
   */
  public ShowAttendTellBuilder optLastBlock(String network, double learningRate) {
    settings.tunedNetwork = network;
    settings.tuningRate = learningRate;
    return this;
  }

  /**
   * How it looks; {@link AttentionKind#SOFT} if not given.
   *
   * @param kind the kind
   * @return this
   */
  public ShowAttendTellBuilder optAttention(AttentionKind kind) {
    settings.attention = kind;
    return this;
  }

  /**
   * Channels of a word, and of what the softmax sees; 256 if not given.
   *
   * @param size at least 1
   * @return this
   */
  public ShowAttendTellBuilder optEmbeddingSize(int size) {
    settings.embeddingSize = size;
    return this;
  }

  /**
   * Units of the LSTM; 512 if not given.
   *
   * @param size at least 1
   * @return this
   */
  public ShowAttendTellBuilder optUnits(int size) {
    settings.units = size;
    return this;
  }

  /**
   * Hidden units of the additive score; the LSTM's if not given.
   *
   * @param size at least 1
   * @return this
   */
  public ShowAttendTellBuilder optAttentionUnits(int size) {
    settings.attentionUnits = size;
    return this;
  }

  /**
   * Whether a step decides how much of what it saw it takes (section 4.2.1); it does if not given.
   *
   * @param on whether
   * @return this
   */
  public ShowAttendTellBuilder optContextGate(boolean on) {
    settings.contextGate = on;
    return this;
  }

  /**
   * Lambda of equation (14), of soft attention alone; 1 if not given.
   *
   * @param lambda at least 0; 0 leaves it out
   * @return this
   */
  public ShowAttendTellBuilder optDoublyStochastic(double lambda) {
    settings.doublyStochastic = lambda;
    return this;
  }

  /**
   * Lambda_r of hard attention: what its reward counts; 1 if not given.
   *
   * @param lambda above 0
   * @return this
   */
  public ShowAttendTellBuilder optRewardWeight(double lambda) {
    settings.rewardWeight = lambda;
    return this;
  }

  /**
   * Lambda_e of hard attention: what keeps it from settling too early; 0.002 if not given.
   *
   * @param lambda at least 0
   * @return this
   */
  public ShowAttendTellBuilder optEntropyWeight(double lambda) {
    settings.entropyWeight = lambda;
    return this;
  }

  /**
   * Share of captions that hard attention sees the weights themselves for, in training; a half if
   * not given.
   *
   * @param share from 0 to below 1
   * @return this
   */
  public ShowAttendTellBuilder optExpectation(double share) {
    settings.expectation = share;
    return this;
  }

  /**
   * Share of numbers dropped, of words and of what the softmax sees; a half if not given.
   *
   * @param share from 0 to below 1
   * @return this
   */
  public ShowAttendTellBuilder optDropout(double share) {
    settings.dropout = share;
    return this;
  }

  /**
   * Share of a label spread over all words; none if not given.
   *
   * @param share from 0 to below 1
   * @return this
   */
  public ShowAttendTellBuilder optLabelSmoothing(double share) {
    settings.labelSmoothing = share;
    return this;
  }

  /**
   * The model.
   *
   * @return it
   * @throws IllegalArgumentException if a setting is missing or does not fit; the message says the
   *     mend
   */
  public ShowAttendTell build() {
    return new ShowAttendTell(settings);
  }
}
