package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.Learner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An {@link AtRank} with what it takes to use it.
 *
 * @param graph made by {@link AtRank}
 * @param settings of what kind it is
 * @param vocabulary numbers of items, categories and types of action
 * @param maxLength the latest behaviours that count
 */
public record BehaviourModel(
    ComputationGraph graph, AtRank settings, BehaviourVocabulary vocabulary, int maxLength)
    implements Learner {
  /**
   * The same model with a replica of its graph.
   *
   * @param replica a graph with the same parameters
   * @return a model for another thread
   */
  public BehaviourModel withGraph(ComputationGraph replica) {
    return new BehaviourModel(replica, settings, vocabulary, maxLength);
  }

  @Override
  public Batch.Targets common(List<EncodedPair> pairs) {
    return new Batch.Targets(2, 1);
  }

  @Override
  public Batch batch(List<EncodedPair> pairs, Batch.Targets common) {
    List<int[]> behaviours = new ArrayList<>();
    float[] labels = new float[pairs.size()];
    float[] candidates = new float[pairs.size()];
    float[] candidateCategories = new float[pairs.size()];
    for (int row = 0; row < labels.length; row++) {
      int[] source = pairs.get(row).source();
      behaviours.add(Arrays.copyOf(source, source.length - 1));
      labels[row] = pairs.get(row).target()[0];
      int candidate = BehaviourNumbers.item(source[source.length - 1]);
      candidates[row] = candidate;
      candidateCategories[row] = vocabulary.categoryOf(candidate);
    }
    Batch.Padded items = each(behaviours, BehaviourNumbers::item);
    INDArray mask = items.mask();
    INDArray one = column(filled(labels.length)).reshape(labels.length, 1);
    return new Batch(
        items.tokens(),
        mask,
        null,
        column(labels),
        one,
        labels.length,
        List.of(
            each(behaviours, number -> vocabulary.categoryOf(BehaviourNumbers.item(number))),
            each(behaviours, BehaviourNumbers::action),
            each(behaviours, BehaviourNumbers::bucket),
            new Batch.Padded(types(behaviours, (int) mask.size(1)), mask),
            new Batch.Padded(column(candidates), one),
            new Batch.Padded(column(candidateCategories), one)));
  }

  private static float[] filled(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static INDArray column(float[] values) {
    return Nd4j.create(values, new long[] {values.length, 1, 1}, DataType.FLOAT);
  }

  /** One of the numbers that a behaviour is made of. */
  private static Batch.Padded each(List<int[]> behaviours, IntUnaryOperator number) {
    return Batch.Padded.of(
        behaviours.stream().map(row -> Arrays.stream(row).map(number).toArray()).toList());
  }

  /** Ones in the channels of each behaviour's type. */
  private INDArray types(List<int[]> behaviours, int time) {
    int size = settings.size();
    int channels = vocabulary.actionRows() * size;
    float[] values = new float[Math.multiplyExact(behaviours.size(), channels * time)];
    for (int row = 0; row < behaviours.size(); row++) {
      int[] numbers = behaviours.get(row);
      for (int t = 0; t < numbers.length; t++) {
        int first = row * channels + BehaviourNumbers.action(numbers[t]) * size;
        for (int channel = first; channel < first + size; channel++) {
          values[channel * time + t] = 1;
        }
      }
    }
    return Nd4j.createFromArray(values).reshape('c', behaviours.size(), channels, time);
  }

  @Override
  public List<EncodedPair> seen(List<EncodedPair> pairs, long seed) {
    double share = settings.itemDropout();
    if (share == 0) {
      return pairs;
    }
    SplittableRandom random = new SplittableRandom(seed);
    return pairs.stream()
        .map(
            pair -> {
              int[] source = pair.source().clone();
              for (int i = 0; i < source.length; i++) {
                if (random.nextDouble() < share) {
                  int unknown = vocabulary.categoryOf(BehaviourNumbers.item(source[i]));
                  source[i] = BehaviourNumbers.withItem(source[i], unknown);
                }
              }
              return new EncodedPair(source, pair.target());
            })
        .toList();
  }

  @Override
  public String describe(EncodedPair pair) {
    return "%d behaviours".formatted(pair.source().length - 1);
  }
}
