package io.github.dl4jattention.zoo.model;

import java.util.Objects;

/** Settings of an {@link AtRank}; all have defaults. */
public final class AtRankBuilder extends TransformerModelBuilder<AtRankBuilder> {
  private final AtRankSettings settings = new AtRankSettings();

  AtRankBuilder() {}

  @Override
  AtRankSettings settings() {
    return settings;
  }

  @Override
  AtRankBuilder self() {
    return this;
  }

  /**
   * Layers of self-attention between the behaviours; one by default.
   *
   * @param layers at least 0; with none, no behaviour knows of another
   * @return this
   */
  public AtRankBuilder optLayers(int layers) {
    settings.layers = layers;
    return this;
  }

  /**
   * How one vector is made of all behaviours: {@link Pooling#ATTENTION}, by the candidate, as in
   * the paper and by default, or their {@link Pooling#MEAN}.
   *
   * @param kind one of the two
   * @return this
   */
  public AtRankBuilder optPooling(Pooling kind) {
    settings.pooling = Objects.requireNonNull(kind, "pooling");
    return this;
  }

  /**
   * Probability that a number is dropped, in training, of what the answer is told from; 0 by
   * default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public AtRankBuilder optOutputDropout(double probability) {
    settings.outputDropout = probability;
    return this;
  }

  /**
   * Probability that an item is hidden in training, anew in each epoch: what is left of it is its
   * category, as of an item that nobody has seen; 0 by default.
   *
   * @param probability 0 to below 1
   * @return this
   */
  public AtRankBuilder optItemDropout(double probability) {
    settings.itemDropout = probability;
    return this;
  }

  /**
   * The model.
   *
   * @return a new one
   * @throws IllegalArgumentException if settings do not fit each other; the message says the mend
   */
  public AtRank build() {
    return new AtRank(settings);
  }
}
