package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.Objects;

/** Settings of a {@link TransformerTranslator}; all have defaults. */
public final class TransformerTranslatorBuilder {
  private final TransformerTranslatorSettings settings = new TransformerTranslatorSettings();

  TransformerTranslatorBuilder() {}

  /**
   * Channels of a token, an encoder's and a decoder's step; 256 by default.
   *
   * @param size at least 1; a multiple of the heads
   * @return this
   */
  public TransformerTranslatorBuilder optSize(int size) {
    settings.size = size;
    return this;
  }

  /**
   * Heads of each attention; 4 by default.
   *
   * @param heads at least 1
   * @return this
   */
  public TransformerTranslatorBuilder optHeads(int heads) {
    settings.heads = heads;
    return this;
  }

  /**
   * Layers of encoder and decoder; six each by default, as the paper has.
   *
   * @param layers at least 1
   * @return this
   */
  public TransformerTranslatorBuilder optLayers(int layers) {
    settings.encoderLayers = layers;
    settings.decoderLayers = layers;
    return this;
  }

  /**
   * Layers of the encoder.
   *
   * @param layers at least 1
   * @return this
   */
  public TransformerTranslatorBuilder optEncoderLayers(int layers) {
    settings.encoderLayers = layers;
    return this;
  }

  /**
   * Layers of the decoder.
   *
   * @param layers at least 1
   * @return this
   */
  public TransformerTranslatorBuilder optDecoderLayers(int layers) {
    settings.decoderLayers = layers;
    return this;
  }

  /**
   * Inner units of the feed-forward sub-layers; four times the size by default, as in the paper.
   *
   * @param units at least 1
   * @return this
   */
  public TransformerTranslatorBuilder optFeedForwardSize(int units) {
    settings.feedForwardSize = units;
    return this;
  }

  /**
   * What these units do; {@code RELU}, as in the paper, by default.
   *
   * @param kind the kind
   * @return this
   */
  public TransformerTranslatorBuilder optFeedForward(FeedForward.Kind kind) {
    settings.feedForward = Objects.requireNonNull(kind, "feedForward");
    return this;
  }

  /**
   * Whether each sub-layer's input is normalised (Xiong 2020), and not the sum of its input and
   * output, as in the paper; true by default.
   *
   * @param on false for post-norm, which needs the warm-up of the learning rate
   * @return this
   */
  public TransformerTranslatorBuilder optPreNorm(boolean on) {
    settings.preNorm = on;
    return this;
  }

  /**
   * Whether norms are root mean square norms (Zhang and Sennrich 2019); false by default.
   *
   * @param on true for root mean square norms
   * @return this
   */
  public TransformerTranslatorBuilder optRmsNorm(boolean on) {
    settings.rmsNorm = on;
    return this;
  }

  /**
   * How the order of tokens is known; {@link PositionKind#SINUSOIDAL}, as in the paper, by default.
   *
   * @param kind the kind
   * @return this
   */
  public TransformerTranslatorBuilder optPosition(PositionKind kind) {
    settings.position = Objects.requireNonNull(kind, "position");
    return this;
  }

  /**
   * Most tokens of a side, its end included, that {@link PositionKind#LEARNED} has vectors for; 200
   * by default.
   *
   * @param tokens at least 1
   * @return this
   */
  public TransformerTranslatorBuilder optLongest(int tokens) {
    settings.longest = tokens;
    return this;
  }

  /**
   * Probability that a number is dropped in training, where the paper does (5.4): of embeddings
   * with their positions, and of what each sub-layer gives; 0.1 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public TransformerTranslatorBuilder optDropout(double probability) {
    settings.dropout = probability;
    return this;
  }

  /**
   * Probability that an attention weight is dropped in training; 0 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public TransformerTranslatorBuilder optAttentionDropout(double probability) {
    settings.attentionDropout = probability;
    return this;
  }

  /**
   * Probability that an inner unit is dropped in training; 0 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public TransformerTranslatorBuilder optFeedForwardDropout(double probability) {
    settings.feedForwardDropout = probability;
    return this;
  }

  /**
   * Share of a label that is spread over all tokens in training (Szegedy 2016); 0.1 by default, as
   * in the paper.
   *
   * @param share 0 to below 1
   * @return this
   */
  public TransformerTranslatorBuilder optLabelSmoothing(double share) {
    settings.labelSmoothing = share;
    return this;
  }

  /**
   * Which embeddings are one; {@link Tying#TARGET_AND_OUTPUT} by default. The paper's are all one,
   * {@link Tying#ALL}, of a joint vocabulary.
   *
   * @param which which
   * @return this
   */
  public TransformerTranslatorBuilder optTying(Tying which) {
    settings.tying = Objects.requireNonNull(which, "tying");
    return this;
  }

  /**
   * The model.
   *
   * @return a new one
   * @throws IllegalArgumentException if settings do not fit each other; the message says the mend
   */
  public TransformerTranslator build() {
    return new TransformerTranslator(settings);
  }
}
