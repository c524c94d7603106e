package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a model makes of texts: the probability of each class, wherever one is asked for. */
final class ClassProbabilities {
  /** Of a batch, padding included. */
  private static final int TOKENS = 2_048;

  private ClassProbabilities() {}

  /**
   * Asks a model.
   *
   * @param model the model
   * @param pairs texts, with targets that say where a class is asked for
   * @return of each pair, in their order, {@code [asked][class]}
   */
  static List<float[][]> of(ClassifierModel model, List<EncodedPair> pairs) {
    List<Integer> order =
        IntStream.range(0, pairs.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> pairs.get(i).source().length))
            .toList();
    float[][][] answers = new float[pairs.size()][][];
    int start = 0;
    while (start < order.size()) {
      int end = start + 1;
      while (end < order.size()
          && (end - start + 1L) * pairs.get(order.get(end)).source().length <= TOKENS) {
        end++;
      }
      List<Integer> numbers = order.subList(start, end);
      List<EncodedPair> batch = numbers.stream().map(pairs::get).toList();
      List<float[][]> told = told(model, batch);
      for (int i = 0; i < batch.size(); i++) {
        answers[numbers.get(i)] = told.get(i);
      }
      start = end;
    }
    return Arrays.asList(answers);
  }

  private static List<float[][]> told(ClassifierModel model, List<EncodedPair> pairs) {
    Batch batch = Batch.ofClasses(pairs, model.tellsTokens());
    ComputationGraph graph = model.graph();
    INDArray output = graph.output(false, batch.features(), batch.featureMasks())[0]; // [b, C, T]
    graph.clearLayerMaskArrays();
    int classes = (int) output.size(1);
    int time = (int) output.size(2);
    float[] all = output.dup('c').data().asFloat();
    List<float[][]> told = new ArrayList<>();
    for (int row = 0; row < pairs.size(); row++) {
      int[] target = pairs.get(row).target();
      float[][] asked = new float[pairs.get(row).symbols()][classes];
      int next = 0;
      for (int t = 0; t < target.length; t++) {
        if (target[t] != EncodedPair.NOT_ASKED) {
          for (int k = 0; k < classes; k++) {
            asked[next][k] = all[(row * classes + k) * time + t];
          }
          next++;
        }
      }
      told.add(asked);
    }
    return told;
  }

  /** The most probable class. */
  static int best(float[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return best;
  }
}
