package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.Objects;

/**
 * What the builders of all Transformers have in common; all settings have defaults.
 *
 * @param <B> the builder
 */
public abstract sealed class TransformerModelBuilder<B extends TransformerModelBuilder<B>>
    permits TransformerTranslatorBuilder, TransformerEncoderBuilder, AtRankBuilder {
  TransformerModelBuilder() {}

  abstract TransformerModelSettings settings();

  abstract B self();

  /**
   * Channels of a token and of each step; by default 256 for translations, 128 for texts, 64 for
   * behaviours.
   *
   * @param size at least 1; a multiple of the heads
   * @return this
   */
  public B optSize(int size) {
    settings().size = size;
    return self();
  }

  /**
   * Heads of each attention; 4 by default.
   *
   * @param heads at least 1
   * @return this
   */
  public B optHeads(int heads) {
    settings().heads = heads;
    return self();
  }

  /**
   * Inner units of the feed-forward sub-layers; four times the size by default, as in the paper.
   *
   * @param units at least 1
   * @return this
   */
  public B optFeedForwardSize(int units) {
    settings().feedForwardSize = units;
    return self();
  }

  /**
   * What these units do; {@code RELU}, as in the paper, by default.
   *
   * @param kind the kind
   * @return this
   */
  public B optFeedForward(FeedForward.Kind kind) {
    settings().feedForward = Objects.requireNonNull(kind, "feedForward");
    return self();
  }

  /**
   * Whether each sub-layer's input is normalised (Xiong 2020), and not the sum of its input and
   * output, as in the paper; true by default.
   *
   * @param on false for post-norm, which needs the warm-up of the learning rate
   * @return this
   */
  public B optPreNorm(boolean on) {
    settings().preNorm = on;
    return self();
  }

  /**
   * Whether norms are root mean square norms (Zhang and Sennrich 2019); false by default.
   *
   * @param on true for root mean square norms
   * @return this
   */
  public B optRmsNorm(boolean on) {
    settings().rmsNorm = on;
    return self();
  }

  /**
   * How the order of tokens is known; by default {@link PositionKind#SINUSOIDAL}, as in the paper,
   * and {@link PositionKind#NONE} of behaviours, which have their time.
   *
   * @param kind the kind
   * @return this
   */
  public B optPosition(PositionKind kind) {
    settings().position = Objects.requireNonNull(kind, "position");
    return self();
  }

  /**
   * Most tokens of a side, its start or end included, that {@link PositionKind#LEARNED} has vectors
   * for; 200 by default.
   *
   * @param tokens at least 1
   * @return this
   */
  public B optLongest(int tokens) {
    settings().longest = tokens;
    return self();
  }

  /**
   * Probability that a number is dropped in training, where the paper does (5.4): of embeddings
   * with their positions, and of what each sub-layer gives; 0.1 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public B optDropout(double probability) {
    settings().dropout = probability;
    return self();
  }

  /**
   * Probability that an attention weight is dropped in training; 0 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public B optAttentionDropout(double probability) {
    settings().attentionDropout = probability;
    return self();
  }

  /**
   * Probability that an inner unit is dropped in training; 0 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public B optFeedForwardDropout(double probability) {
    settings().feedForwardDropout = probability;
    return self();
  }

  /**
   * Share of a label that is spread over all of them in training (Szegedy 2016); 0.1 by default for
   * translations, as in Vaswani 2017, and 0 otherwise.
   *
   * @param share 0 to below 1
   * @return this
   */
  public B optLabelSmoothing(double share) {
    settings().labelSmoothing = share;
    return self();
  }
}
