package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.layers.runtime.Reward;
import io.github.dl4jattention.layers.runtime.Rewards;
import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.model.GraphStepModel;
import io.github.dl4jattention.zoo.model.Learner;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A captioner with the photos that it reads. The source of a pair is the number of a photo.
 *
 * @param graph made by {@link ShowAttendTell}
 * @param settings of what kind it is
 * @param targets numbers of the captions' words
 * @param maxLength longest caption, in words
 * @param photos what is known of the photos
 */
public record CaptionModel(
    ComputationGraph graph,
    ShowAttendTell settings,
    TextCodec targets,
    int maxLength,
    AnnotationSource photos)
    implements Learner {
  /**
   * Checks that photos and graph belong together.
   *
   * @param graph made by {@link ShowAttendTell}
   * @param settings of what kind it is
   * @param targets numbers of the captions' words
   * @param maxLength longest caption, in words
   * @param photos what is known of the photos
   * @throws IllegalArgumentException if the graph reads others
   */
  public CaptionModel {
    if (photos.channels() != settings.channels()
        || photos.rows() != settings.rows()
        || photos.columns() != settings.columns()) {
      throw new IllegalArgumentException(
          "the model reads photos of %d channels at %d x %d places, these have %d at %d x %d"
              .formatted(
                  settings.channels(),
                  settings.rows(),
                  settings.columns(),
                  photos.channels(),
                  photos.rows(),
                  photos.columns()));
    }
  }

  /**
   * The same model with a replica of its graph.
   *
   * @param replica a graph with the same parameters
   * @return a model for another thread
   */
  public CaptionModel withGraph(ComputationGraph replica) {
    return new CaptionModel(replica, settings, targets, maxLength, photos);
  }

  /**
   * The same model for other photos.
   *
   * @param others what is known of them
   * @return a model that shares the graph
   */
  public CaptionModel withPhotos(AnnotationSource others) {
    return new CaptionModel(graph, settings, targets, maxLength, others);
  }

  @Override
  public Batch batch(List<EncodedPair> pairs, Batch.Targets common) {
    return Batch.of(read(numbers(pairs)), pairs, common);
  }

  private static int[] numbers(List<EncodedPair> pairs) {
    return pairs.stream().mapToInt(pair -> pair.source()[0]).toArray();
  }

  private Batch.Padded read(int... numbers) {
    int places = settings.rows() * settings.columns();
    float[] values = new float[Math.multiplyExact(numbers.length, settings.channels() * places)];
    photos.fill(numbers, values);
    // Nd4j.create(values, shape, type) would copy them one by one.
    return new Batch.Padded(
        Nd4j.createFromArray(values).reshape('c', numbers.length, settings.channels(), places),
        null);
  }

  @Override
  public StepModel<?> steps(ComputationGraph replica, List<EncodedPair> pairs) {
    return steps(replica, numbers(pairs));
  }

  /**
   * The model, started on some photos.
   *
   * @param replica a graph with the same parameters
   * @param numbers of the photos, at least one
   * @return a model that takes steps
   */
  GraphStepModel steps(ComputationGraph replica, int... numbers) {
    int[] lengths = new int[numbers.length];
    Arrays.fill(lengths, settings.rows() * settings.columns());
    return new GraphStepModel(replica, read(numbers), lengths);
  }

  @Override
  public String describe(EncodedPair pair) {
    return "photo %d, %s".formatted(pair.source()[0] + 1, targets.decode(pair.target()));
  }

  @Override
  public void prepare(ComputationGraph replica) {
    if (draws()) {
      rewards(replica).set(Reward.logLikelihood(replica, SequenceToSequence.OUTPUT));
    }
  }

  @Override
  public OptionalDouble rewardBaseline(ComputationGraph replica) {
    return draws() ? rewards(replica).baseline() : OptionalDouble.empty();
  }

  @Override
  public void setRewardBaseline(ComputationGraph replica, double baseline) {
    if (draws()) {
      rewards(replica).setBaseline(baseline);
    }
  }

  private boolean draws() {
    return settings.attention() == AttentionKind.HARD;
  }

  private static Rewards rewards(ComputationGraph replica) {
    return Rewards.of(replica, SequenceToSequence.DECODER);
  }
}
