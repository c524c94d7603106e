package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.multihead.HeadHook;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import io.github.dl4jattention.layers.multihead.MultiHead;
import io.github.dl4jattention.layers.position.AttentionBias;
import io.github.dl4jattention.layers.position.PositionScheme;

/**
 * The builder's methods that every multi-headed attention has.
 *
 * @param <B> the builder
 */
public interface MultiHeadSettings<B> extends WeightSettings<B> {
  /**
   * What has been set so far.
   *
   * @return the draft
   */
  @Override
  Draft draft();

  /**
   * Required: number of heads. It divides the channels of a query, unless {@link #optHeadSize} is
   * set.
   *
   * @param heads at least 1
   * @return this
   */
  default B setHeads(long heads) {
    draft().heads = Sizes.atLeastOne(draft().owner, "setHeads", heads);
    return self();
  }

  /**
   * Channels of a head; those of a query, divided among the heads, by default.
   *
   * @param size at least 1
   * @return this
   */
  default B optHeadSize(long size) {
    draft().headSize = Sizes.atLeastOne(draft().owner, "optHeadSize", size);
    return self();
  }

  /**
   * Heads of keys and values, which several heads of queries share: grouped-query attention, or
   * with 1 multi-query attention. As many as there are heads by default.
   *
   * @param heads at least 1; divides the number of heads
   * @return this
   */
  default B optKeyValueHeads(long heads) {
    draft().keyValueHeads = Sizes.atLeastOne(draft().owner, "optKeyValueHeads", heads);
    return self();
  }

  /**
   * Channels of the output; those of a query by default.
   *
   * @param size at least 1
   * @return this
   */
  default B nOut(long size) {
    draft().outputSize = Sizes.atLeastOne(draft().owner, "nOut", size);
    return self();
  }

  /**
   * Whether the four projections have biases; true by default.
   *
   * @param biases false for none
   * @return this
   */
  default B optBiases(boolean biases) {
    draft().biases = biases;
    return self();
  }

  /**
   * How attention knows where steps stand; not at all by default.
   *
   * @param position such as {@code new RotaryPosition()}
   * @return this
   */
  default B optPosition(PositionScheme position) {
    draft().position = position;
    return self();
  }

  /**
   * Numbers added to the energies, beside what the position scheme adds; none by default.
   *
   * @param bias such as {@code new AlibiPosition()}
   * @return this
   */
  default B optAttentionBias(AttentionBias bias) {
    draft().bias = bias;
    return self();
  }

  /**
   * What is done to each head's output before they are projected together; nothing by default.
   *
   * @param hook such as {@code new HeadGate()}
   * @return this
   */
  default B optHeadHook(HeadHook hook) {
    draft().headHook = hook;
    return self();
  }

  /** Settings on the way to a {@link MultiHead}. */
  class Draft extends WeightDraft {
    final String owner;
    private long heads;
    private long keyValueHeads;
    private long headSize;
    private long outputSize;
    boolean biases = true;
    private PositionScheme position;
    private AttentionBias bias;
    private HeadHook headHook;

    /** Nothing set. */
    Draft(String owner) {
      this.owner = owner;
    }

    /** The heads, if all that is required was set. */
    final MultiHead multiHead() {
      if (heads == 0) {
        throw new IllegalStateException(owner + ": setHeads is required, for example setHeads(8)");
      }
      requireDropout(owner);
      return new MultiHead(
          projections(), distribution, dropProbability, causal, position, bias, headHook);
    }

    /** The heads over another sequence, whose steps have no distance to these. */
    final MultiHead multiHeadElsewhere() {
      return new MultiHead(
          projections(), distribution, dropProbability, false, null, null, headHook);
    }

    private HeadProjections projections() {
      long ofKeys = keyValueHeads == 0 ? heads : keyValueHeads;
      try {
        return new HeadProjections(heads, ofKeys, headSize, outputSize, biases);
      } catch (IllegalStateException e) {
        throw new IllegalStateException(owner + ": " + e.getMessage(), e);
      }
    }
  }
}
