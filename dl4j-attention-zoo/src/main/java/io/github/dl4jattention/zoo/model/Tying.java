package io.github.dl4jattention.zoo.model;

/** Which embeddings are one (Press and Wolf 2017). */
public enum Tying {
  /** None. */
  NONE,
  /** The target's embedding and the softmax's weights. */
  TARGET_AND_OUTPUT,
  /** The source's and the target's embedding: for a joint vocabulary. */
  SOURCE_AND_TARGET,
  /** All three: for a joint vocabulary. */
  ALL
}
