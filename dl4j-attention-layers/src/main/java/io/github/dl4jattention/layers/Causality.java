package io.github.dl4jattention.layers;

/** The one refusal of a causal mask where it has no meaning. */
final class Causality {
  /** Why pooling has none. */
  static final String OF_LEARNED_QUERIES =
      "its queries have no place in the sequence, so none of its steps comes after them";

  private Causality() {}

  static void refuse(boolean causal, String owner, String why) {
    if (causal) {
      throw new IllegalStateException("%s: %s; leave optCausal out".formatted(owner, why));
    }
  }
}
