package io.github.dl4jattention.layers;

/** The one check of a builder's sizes. */
final class Sizes {
  private Sizes() {}

  static long atLeastOne(String owner, String setter, long size) {
    if (size < 1) {
      throw new IllegalStateException(
          "%s: %s needs a size of at least 1, got %d".formatted(owner, setter, size));
    }
    return size;
  }
}
