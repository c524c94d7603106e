package io.github.dl4jattention.benchmarks.works;

import java.util.Optional;

/** Something that this library and PyTorch both compute, from the same numbers. */
public interface Work {
  /**
   * This library's side.
   *
   * @return a new contender
   */
  Contender ours();

  /**
   * PyTorch's side, with the same parameters and data.
   *
   * @return a new contender
   */
  Contender torch();

  /**
   * Deeplearning4j's own nearest layer, with parameters of its own.
   *
   * @return a new contender; empty if there is no such layer
   */
  default Optional<Contender> dl4j() {
    return Optional.empty();
  }
}
