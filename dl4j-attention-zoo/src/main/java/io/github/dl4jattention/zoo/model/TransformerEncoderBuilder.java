package io.github.dl4jattention.zoo.model;

import java.util.Objects;

/** Settings of a {@link TransformerEncoder}; all have defaults. */
public final class TransformerEncoderBuilder
    extends TransformerModelBuilder<TransformerEncoderBuilder> {
  private final TransformerEncoderSettings settings = new TransformerEncoderSettings();

  TransformerEncoderBuilder() {}

  @Override
  TransformerEncoderSettings settings() {
    return settings;
  }

  @Override
  TransformerEncoderBuilder self() {
    return this;
  }

  /**
   * What is said of a text; one class by default.
   *
   * @param task the task
   * @return this
   */
  public TransformerEncoderBuilder optTask(EncoderTask task) {
    settings.task = Objects.requireNonNull(task, "task");
    return this;
  }

  /**
   * Layers; two by default.
   *
   * @param layers at least 1
   * @return this
   */
  public TransformerEncoderBuilder optLayers(int layers) {
    settings.layers = layers;
    return this;
  }

  /**
   * How many neighbouring tokens a convolution before the layers sees together; 0, which is no
   * convolution, by default. What it gives is added to the tokens, so that layers read n-grams
   * beside single tokens ({@link io.github.dl4jattention.layers.TemporalConvolution}).
   *
   * @param width 0, or such as 3 or 5
   * @return this
   */
  public TransformerEncoderBuilder optConvolution(int width) {
    settings.convolution = width;
    return this;
  }

  /**
   * How one vector is made of all steps, for {@link EncoderTask#CLASS}; their mean by default.
   *
   * @param kind the kind
   * @return this
   */
  public TransformerEncoderBuilder optPooling(Pooling kind) {
    settings.pooling = Objects.requireNonNull(kind, "pooling");
    return this;
  }

  /**
   * Probability that a number is dropped, in training, of what the classes are told from; 0 by
   * default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public TransformerEncoderBuilder optOutputDropout(double probability) {
    settings.outputDropout = probability;
    return this;
  }

  /**
   * Probability that a token is hidden in training, anew in each epoch; 0 by default. Of {@link
   * EncoderTask#HIDDEN_TOKENS} it is the share of tokens that are to be told.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public TransformerEncoderBuilder optTokenDropout(double probability) {
    settings.tokenDropout = probability;
    return this;
  }

  /**
   * Takes over all that decides which parameters the encoder has, so that it can start as another.
   *
   * @param other what was trained
   * @return this
   */
  public TransformerEncoderBuilder optLikeEncoder(TransformerEncoder other) {
    TransformerEncoderSettings of = other.settings();
    settings.size = of.size;
    settings.heads = of.heads;
    settings.convolution = of.convolution;
    settings.layers = of.layers;
    settings.feedForwardSize = of.feedForwardSize;
    settings.feedForward = of.feedForward;
    settings.preNorm = of.preNorm;
    settings.rmsNorm = of.rmsNorm;
    settings.position = of.position;
    settings.longest = of.longest;
    return this;
  }

  /**
   * The model.
   *
   * @return a new one
   * @throws IllegalArgumentException if settings do not fit each other; the message says the mend
   */
  public TransformerEncoder build() {
    return new TransformerEncoder(settings);
  }
}
