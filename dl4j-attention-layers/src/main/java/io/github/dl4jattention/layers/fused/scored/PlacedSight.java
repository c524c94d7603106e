package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.Sight;

/** A window's part of the kernel: where each query's stands. */
interface PlacedSight extends Sight, Part {
  @Override
  default boolean local() {
    return true;
  }
}
