package io.github.dl4jattention.layers.fused.decoder;

/** One query and the keys it looks at; what a worker fills in for each. */
final class Look {
  /** Whose keys. */
  int example;

  /** Holds the query, once multiplied. */
  float[] q;

  /** Where it begins. */
  int qAt;

  /** The first key. */
  int first;

  /** How many keys. */
  int count;

  /** Holds what each key was given before; null unless the score wants to know. */
  float[] coverage;

  /** Where the coverage of key 0 stands. */
  int coverageAt;
}
