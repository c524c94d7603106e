package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Which cross-attention of a Transformer is shown: of one decoder layer, one head or the mean of
 * all.
 *
 * @param layer from 1; {@value #LAST} for the last
 * @param head from 1; {@value #MEAN} for the mean of all heads
 */
public record CrossLook(int layer, int head) {
  /** The last layer, whichever that is. */
  public static final int LAST = 0;

  /** The mean of all heads. */
  public static final int MEAN = 0;

  /**
   * Whether a graph has them, as a text that was read and written shows.
   *
   * @param graph a graph of a {@link ModelFamily}
   * @throws IllegalArgumentException if it has not; the message says what it has
   */
  public void requireIn(ComputationGraph graph) {
    if (!TransformerLooks.arePossible(graph)) {
      throw new IllegalArgumentException(
          "this model is no Transformer and has no layers and heads to choose of");
    }
    int[] numbers = {Vocabulary.END};
    List<TransformerLooks.Layer> cross = TransformerLooks.of(graph, numbers, numbers).cross();
    int heads = cross.get(0).heads().length;
    if (layer > cross.size() || head > heads) {
      throw new IllegalArgumentException(
          "this model has %d decoder layers of %d heads".formatted(cross.size(), heads));
    }
  }

  /** Where it looked: {@code [target symbol][source symbol]}. */
  float[][] of(ComputationGraph graph, int[] source, int[] target) {
    List<TransformerLooks.Layer> cross = TransformerLooks.of(graph, source, target).cross();
    float[][][] heads = cross.get(layer == LAST ? cross.size() - 1 : layer - 1).heads();
    return head == MEAN ? mean(heads) : heads[head - 1];
  }

  private static float[][] mean(float[][]... heads) {
    float[][] mean = new float[heads[0].length][heads[0][0].length];
    for (float[][] one : heads) {
      for (int row = 0; row < mean.length; row++) {
        for (int column = 0; column < mean[row].length; column++) {
          mean[row][column] += one[row][column] / heads.length;
        }
      }
    }
    return mean;
  }
}
