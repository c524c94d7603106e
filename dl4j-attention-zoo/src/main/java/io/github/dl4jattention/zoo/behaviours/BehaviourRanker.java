package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.TransformerLooks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells how probable it is that users act on candidates.
 *
 * <pre>{@code
 * ModelFile.Opened<BehaviourCard> opened = BehaviourCard.load(Path.of("runs/behaviours/model.zip"));
 * BehaviourRanker ranker = new BehaviourRanker(opened.card().model(opened.graph()));
 * double probability =
 *     ranker.probability(BehaviourSequence.parse("kettle:kitchen browse:pan:kitchen:7200"));
 * }</pre>
 */
public final class BehaviourRanker {
  /** Behaviours of a batch, padding included. */
  private static final int BEHAVIOURS = 4_096;

  private final BehaviourModel model;

  /**
   * Ranks by a model.
   *
   * @param model the model
   */
  public BehaviourRanker(BehaviourModel model) {
    this.model = model;
  }

  /**
   * How probable it is that the user acts on the candidate next.
   *
   * @param sequence what the user did, and the candidate
   * @return between 0 and 1
   * @throws IllegalArgumentException if an item is known to be of another category
   */
  public double probability(BehaviourSequence sequence) {
    return probabilities(List.of(encoded(sequence)))[0];
  }

  private EncodedPair encoded(BehaviourSequence sequence) {
    return new EncodedPair(
        BehaviourNumbers.numbers(sequence.latest(model.maxLength()), model.vocabulary()),
        new int[] {0});
  }

  /**
   * How well the model tells who acts.
   *
   * @param pairs of the model's vocabulary
   * @return the figures
   */
  public Ranking rank(List<EncodedPair> pairs) {
    return Ranking.of(probabilities(pairs), pairs);
  }

  /** Of pairs whose targets do not matter, in their order. */
  double[] probabilities(List<EncodedPair> pairs) {
    List<Integer> order =
        IntStream.range(0, pairs.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> pairs.get(i).source().length))
            .toList();
    double[] answers = new double[pairs.size()];
    int start = 0;
    while (start < order.size()) {
      int end = start + 1;
      while (end < order.size()
          && (end - start + 1L) * pairs.get(order.get(end)).source().length <= BEHAVIOURS) {
        end++;
      }
      List<Integer> numbers = order.subList(start, end);
      INDArray output = output(numbers.stream().map(pairs::get).toList()); // [b, 2, 1]
      for (int i = 0; i < numbers.size(); i++) {
        answers[numbers.get(i)] = output.getDouble(i, 1, 0);
      }
      start = end;
    }
    return answers;
  }

  private INDArray output(List<EncodedPair> pairs) {
    Batch batch = model.batch(pairs, model.common(pairs));
    ComputationGraph graph = model.graph();
    INDArray output = graph.output(false, batch.features(), batch.featureMasks())[0];
    graph.clearLayerMaskArrays();
    return output;
  }

  /**
   * Where the behaviours look, and where the candidate does.
   *
   * @param sequence what the user did, and the candidate
   * @return of each layer its heads, {@code [query][key]}, the oldest behaviour first; last, of a
   *     model whose candidate looks, {@value AtRank#CONTEXT}, whose one query is the candidate
   */
  public List<TransformerLooks.Layer> looks(BehaviourSequence sequence) {
    List<EncodedPair> pairs = List.of(encoded(sequence));
    List<TransformerLooks.Layer> looks = new ArrayList<>();
    Runnable pass = () -> output(pairs);
    looks.addAll(TransformerLooks.ofEncoder(model.graph(), pass));
    if (model.settings().looks()) {
      AttentionWeights context = AttentionWeights.of(model.graph(), AtRank.CONTEXT);
      context.keep(true);
      try {
        pass.run();
        looks.add(TransformerLooks.layer(AtRank.CONTEXT, context.lastWeights()));
      } finally {
        context.keep(false);
      }
    }
    int real = pairs.get(0).source().length - 1;
    return looks.stream().map(layer -> withoutPadding(layer, real)).toList();
  }

  private static TransformerLooks.Layer withoutPadding(TransformerLooks.Layer layer, int real) {
    return new TransformerLooks.Layer(
        layer.name(),
        Arrays.stream(layer.heads())
            .map(
                head ->
                    Arrays.stream(head)
                        .limit(real)
                        .map(row -> Arrays.copyOf(row, real))
                        .toArray(float[][]::new))
            .toArray(float[][][]::new));
  }
}
