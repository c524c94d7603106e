package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.List;

/**
 * Dates as people write them, to ISO form, character by character: {@link
 * SequenceToSequence#dates()}, of which a trained model is at hand without a network.
 *
 * <pre>{@code
 * ComputationGraph graph = Dates.builder().build().initPretrained();
 * }</pre>
 *
 * <p>{@link DateReader} is the same for texts and dates. The page docs/models/dates.md has the
 * graph's inputs and outputs.
 */
public final class Dates extends TextToText {
  /** What the store calls the trained model. */
  public static final String PRETRAINED = "dates";

  private static final int SOURCES = codec(DateGenerator.ALPHABET).size();
  private static final int TARGETS = codec("-0123456789").size();

  private Dates(Builder builder) {
    super(builder, SequenceToSequence.dates(), SOURCES, TARGETS);
  }

  private static TextCodec codec(String characters) {
    return TextCodec.ofCharactersIn(List.of(characters));
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
  public static final class Builder extends ZooModelBuilder<Dates, Builder> {
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    public Dates build() {
      return new Dates(this);
    }
  }
}
