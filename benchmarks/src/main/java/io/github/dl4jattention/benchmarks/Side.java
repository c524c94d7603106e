package io.github.dl4jattention.benchmarks;

/** Who computes a work. */
public enum Side {
  /** This library. */
  OURS,

  /** libtorch. */
  PYTORCH,

  /** Deeplearning4j's own nearest layer. */
  DL4J
}
