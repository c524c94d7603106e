package io.github.dl4jattention.zoo.model;

import java.util.Objects;

/** Settings of a {@link TransformerTranslator}; all have defaults. */
public final class TransformerTranslatorBuilder
    extends TransformerModelBuilder<TransformerTranslatorBuilder> {
  private final TransformerTranslatorSettings settings = new TransformerTranslatorSettings();

  TransformerTranslatorBuilder() {}

  @Override
  TransformerTranslatorSettings settings() {
    return settings;
  }

  @Override
  TransformerTranslatorBuilder self() {
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
