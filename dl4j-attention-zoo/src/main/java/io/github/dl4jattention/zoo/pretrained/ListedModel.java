package io.github.dl4jattention.zoo.pretrained;

/**
 * A model, and where it is.
 *
 * @param entry the model
 * @param place where it is
 */
public record ListedModel(ModelEntry entry, Place place) {
  /** Where a model is. */
  public enum Place {
    /** In the cache: it was fetched. */
    HERE,
    /** In the cache, and the zoo has another version. */
    OUTDATED,
    /** On the class path: a jar brings it. */
    BUNDLED,
    /** In the zoo at the base address alone. */
    TO_DOWNLOAD
  }
}
