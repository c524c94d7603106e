package io.github.dl4jattention.layers.runtime;

/** A runtime whose attention weights can be seen. */
interface HasAttentionWeights {
  /** The weights; null if the formula has none. */
  AttentionWeights attentionWeights();
}
