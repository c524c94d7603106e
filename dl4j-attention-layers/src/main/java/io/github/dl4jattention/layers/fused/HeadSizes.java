package io.github.dl4jattention.layers.fused;

/**
 * What the attention of heads has to know of them.
 *
 * @param heads heads of the queries
 * @param keyValueHeads heads of the keys and values, which divide those of the queries
 * @param headSize channels of a head's queries and keys
 * @param valueSize channels of a head's values
 * @param dropProbability probability that a weight is dropped in training
 */
public record HeadSizes(
    int heads, int keyValueHeads, int headSize, int valueSize, double dropProbability) {
  /**
   * One head.
   *
   * @param headSize channels of a query and of a key
   * @param valueSize channels of a value
   * @param dropProbability probability that a weight is dropped in training
   * @return its sizes
   */
  public static HeadSizes single(int headSize, int valueSize, double dropProbability) {
    return new HeadSizes(1, 1, headSize, valueSize, dropProbability);
  }

  /**
   * The keys' head that a head of the queries looks at.
   *
   * @param head which head of the queries
   * @return which head of the keys
   */
  public int keyValueHead(int head) {
    return head / (heads / keyValueHeads);
  }
}
