package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.SoftmaxOutput;
import io.github.dl4jattention.layers.TokenEmbedding;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The layers that have a row for each word: what a model reads words with and what it says them by.
 *
 * <p>Neither starts with Xavier's weights, DL4J's default: these are smaller the larger the
 * vocabulary, 0.018 for 6,000 words, and a model then spends its first epoch on making them larger.
 */
public final class WordLayers {
  /** The standard deviation of an embedding's first values, where a paper has no other. */
  public static final double DEVIATION = 0.1;

  private WordLayers() {}

  /**
   * An embedding of words, whose first values deviate by {@link #DEVIATION}.
   *
   * @param vocabulary how many words
   * @param size channels of a word
   * @return a layer: {@code [batch, 1, time]} to {@code [batch, size, time]}
   */
  public static TokenEmbedding embedding(int vocabulary, int size) {
    return embedding(vocabulary, size, DEVIATION);
  }

  /**
   * An embedding of words.
   *
   * @param vocabulary how many words
   * @param size channels of a word
   * @param deviation standard deviation of its first values, such as {@link #DEVIATION}
   * @return a layer: {@code [batch, 1, time]} to {@code [batch, size, time]}
   */
  public static TokenEmbedding embedding(int vocabulary, int size, double deviation) {
    return new TokenEmbedding.Builder()
        .nIn(vocabulary)
        .nOut(size)
        .weightInit(new NormalDistribution(0, deviation))
        .build();
  }

  /**
   * The softmax over all words. The standard deviation of its first weights is one over the root of
   * {@code inputSize}.
   *
   * @param inputSize channels of what it reads
   * @param vocabulary how many words
   * @param labelSmoothing share of a label that is spread over all words
   * @return an output layer: {@code [batch, inputSize, time]} to {@code [batch, vocabulary, time]}
   */
  public static SoftmaxOutput softmax(int inputSize, int vocabulary, double labelSmoothing) {
    return new SoftmaxOutput.Builder()
        .nIn(inputSize)
        .nOut(vocabulary)
        .weightInit(WeightInit.LECUN_NORMAL)
        .labelSmoothing(labelSmoothing)
        .build();
  }
}
