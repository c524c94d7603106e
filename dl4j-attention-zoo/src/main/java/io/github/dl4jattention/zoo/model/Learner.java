package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model as its training sees it: a graph that writes texts, and how pairs become what it reads.
 * What a pair's source is, only the model knows: tokens of a text, or the number of a photo.
 */
public interface Learner {
  /**
   * The graph that is trained, in place.
   *
   * @return its layers have the names of {@link SequenceToSequence}'s constants
   */
  ComputationGraph graph();

  /**
   * Numbers of the targets' texts.
   *
   * @return the codec
   */
  TextCodec targets();

  /**
   * What the graph reads of some pairs. Called by several threads at a time.
   *
   * @param pairs at least one
   * @param targets what the targets of the whole data set have in common
   * @return the arrays
   */
  Batch batch(List<EncodedPair> pairs, Batch.Targets targets);

  /**
   * The model, started on the sources of some pairs.
   *
   * @param replica a graph with the same parameters
   * @param pairs at least one
   * @return a model that takes steps
   */
  StepModel<?> steps(ComputationGraph replica, List<EncodedPair> pairs);

  /**
   * What a pair is about, for messages.
   *
   * @param pair a pair
   * @return text for people
   */
  String describe(EncodedPair pair);

  /**
   * Makes a graph ready to be trained, such as with a reward for its draws; nothing if not told
   * otherwise.
   *
   * @param replica the graph, or one that shares its parameters
   */
  default void prepare(ComputationGraph replica) {}

  /**
   * The moving average of the rewards of a graph's draws, with which a training goes on after a
   * break.
   *
   * @param replica the graph, or one that shares its parameters
   * @return nothing if it draws nothing, or has not yet
   */
  default OptionalDouble rewardBaseline(ComputationGraph replica) {
    return OptionalDouble.empty();
  }

  /**
   * Sets what {@link #rewardBaseline} gave; nothing if the graph draws nothing.
   *
   * @param replica the graph, or one that shares its parameters
   * @param baseline a finite number
   */
  default void setRewardBaseline(ComputationGraph replica, double baseline) {}
}
