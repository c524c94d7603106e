package io.github.dl4jattention.zoo.model;

/** How a Transformer knows the order of tokens. */
public enum PositionKind {
  /** Sines and cosines, added to the embeddings (Vaswani 2017, 3.5). */
  SINUSOIDAL,
  /** Learned vectors, added to the embeddings (Gehring 2017). */
  LEARNED,
  /** Queries and keys are turned by an angle of their place (Su 2021). */
  ROTARY,
  /** Learned vectors by distance, added to keys and values (Shaw 2018). */
  RELATIVE,
  /**
   * Sines and cosines, and keys count less the farther they are (Press 2022), which alone does not
   * tell an encoder left from right.
   */
  ALIBI,
  /** Learned numbers by distance, added to energies (Raffel 2020). */
  BUCKETS,
  /** Not at all: a set of tokens, but for a decoder, which sees those before it only. */
  NONE
}
