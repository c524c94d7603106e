package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.model.TransformerTranslator;

/**
 * Texts to texts by a Transformer: {@link TransformerTranslator}. Trained models are those that you
 * train or that a zoo has: none comes with the library.
 *
 * <pre>{@code
 * ComputationGraph fresh =
 *     TransformerTranslation.builder().optModel(TransformerTranslator.builder().optLayers(3).build()).build().init();
 * ComputationGraph trained =
 *     TransformerTranslation.builder().optPretrained("mine").build().initPretrained();
 * }</pre>
 *
 * <p>{@link io.github.dl4jattention.zoo.model.Translator} is the same for texts. The inputs are
 * source and target, with vocabularies of {@value ZooModelBuilder#VOCABULARY} where no input shape
 * is given.
 */
public final class TransformerTranslation extends TextToText {
  private TransformerTranslation(Builder builder) {
    super(builder, builder.model, ZooModelBuilder.VOCABULARY, ZooModelBuilder.VOCABULARY);
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Its settings. */
  public static final class Builder extends ZooModelBuilder<TransformerTranslation, Builder> {
    private TransformerTranslator model = TransformerTranslator.builder().build();

    private Builder() {}

    /**
     * What a new graph is like.
     *
     * @param settings by default those of {@code TransformerTranslator.builder()}
     * @return this
     */
    public Builder optModel(TransformerTranslator settings) {
      model = settings;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public TransformerTranslation build() {
      return new TransformerTranslation(this);
    }
  }
}
