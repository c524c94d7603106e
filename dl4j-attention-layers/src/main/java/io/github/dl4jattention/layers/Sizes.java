package io.github.dl4jattention.layers;

/** The one check of a builder's sizes, and whose they are. */
final class Sizes {
  private Sizes() {}

  static long atLeastOne(String owner, String setter, long size) {
    if (size < 1) {
      throw new IllegalStateException(
          "%s: %s needs a size of at least 1, got %d".formatted(owner, setter, size));
    }
    return size;
  }

  /** The layer or vertex that a builder, a class inside of it, is for. */
  static String ownerOf(Object builder) {
    return builder.getClass().getEnclosingClass().getSimpleName();
  }
}
