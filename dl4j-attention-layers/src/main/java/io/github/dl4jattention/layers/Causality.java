package io.github.dl4jattention.layers;

/** The one refusal of causal masks and positions where they have no meaning. */
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

  static IllegalStateException noPlace(String owner, String setter) {
    return new IllegalStateException(
        "%s: its queries have no place in the sequence, so there is no distance to them;"
                .formatted(owner)
            + " leave %s out, or put SinusoidalPosition or LearnedPosition before the layer"
                .formatted(setter));
  }
}
