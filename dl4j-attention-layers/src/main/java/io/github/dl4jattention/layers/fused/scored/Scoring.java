package io.github.dl4jattention.layers.fused.scored;

import io.github.dl4jattention.layers.fused.Energies;

/** A score's part of the kernel. */
interface Scoring extends Part {
  /**
   * Energies of queries and keys as {@link #forward} left them.
   *
   * @return always the same
   */
  Energies energies();
}
