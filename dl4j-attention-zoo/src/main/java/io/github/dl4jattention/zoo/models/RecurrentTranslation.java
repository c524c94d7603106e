package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.model.SequenceToSequence;

/**
 * Texts to texts by a recurrent encoder and decoder: {@link SequenceToSequence}. A small trained
 * model of English and French is at hand without a network.
 *
 * <pre>{@code
 * ComputationGraph fresh =
 *     RecurrentTranslation.builder().optModel(SequenceToSequence.builder().optSizes(128).build()).build().init();
 * ComputationGraph trained = RecurrentTranslation.builder().build().initPretrained();
 * }</pre>
 *
 * <p>{@link io.github.dl4jattention.zoo.model.Translator} is the same for texts. The inputs are
 * source and target, with vocabularies of {@value ZooModelBuilder#VOCABULARY} where no input shape
 * is given.
 */
public final class RecurrentTranslation extends TextToText {
  /** What the store calls the trained model. */
  public static final String PRETRAINED = "english-french";

  private RecurrentTranslation(Builder builder) {
    super(builder, builder.model, ZooModelBuilder.VOCABULARY, ZooModelBuilder.VOCABULARY);
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder().optPretrained(PRETRAINED);
  }

  /** Its settings. */
  public static final class Builder extends ZooModelBuilder<RecurrentTranslation, Builder> {
    private SequenceToSequence model = SequenceToSequence.builder().build();

    private Builder() {}

    /**
     * What a new graph is like.
     *
     * @param settings by default those of {@code SequenceToSequence.builder()}
     * @return this
     */
    public Builder optModel(SequenceToSequence settings) {
      model = settings;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public RecurrentTranslation build() {
      return new RecurrentTranslation(this);
    }
  }
}
