package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.HeadSizes;

/**
 * What a multi-head attention's kernel has to know of it.
 *
 * @param keyInput name of the input with the keys
 * @param valueInput name of the input with the values
 * @param keySize channels of a key
 * @param valueSize channels of a value
 * @param heads heads of the queries
 * @param keyValueHeads heads of the keys and values, which divide those of the queries
 * @param headSize channels of a head
 * @param outputSize channels of the output
 * @param biases whether the projections have biases
 * @param causal whether a query may look at no later key
 * @param dropProbability probability that a weight is dropped in training
 */
record MultiHeadSizes(
    String keyInput,
    String valueInput,
    int keySize,
    int valueSize,
    int heads,
    int keyValueHeads,
    int headSize,
    int outputSize,
    boolean biases,
    boolean causal,
    double dropProbability) {
  /** Channels of all heads of the queries together. */
  int width() {
    return heads * headSize;
  }

  /** Channels of all heads of the keys together. */
  int keyValueWidth() {
    return keyValueHeads * headSize;
  }

  /** What the heads' attention has to know. */
  HeadSizes ofHeads() {
    return new HeadSizes(heads, keyValueHeads, headSize, headSize, dropProbability);
  }

  /** What energies are multiplied by. */
  float scale() {
    return (float) (1 / Math.sqrt(headSize));
  }
}
