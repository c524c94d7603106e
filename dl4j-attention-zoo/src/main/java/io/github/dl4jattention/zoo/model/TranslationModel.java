package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A graph with what it takes to use it on texts.
 *
 * @param graph made by {@link SequenceToSequence}
 * @param sources numbers of the sources' texts
 * @param targets numbers of the targets' texts
 * @param maxLength longest source and longest target, in tokens
 * @param lengthAllowance {@link SearchOptions#lengthAllowance} of its outputs
 */
public record TranslationModel(
    ComputationGraph graph,
    TextCodec sources,
    TextCodec targets,
    int maxLength,
    int lengthAllowance)
    implements Learner {
  /**
   * A model whose outputs may have any length up to the longest.
   *
   * @param graph made by {@link SequenceToSequence}
   * @param sources numbers of the sources' texts
   * @param targets numbers of the targets' texts
   * @param maxLength longest source and longest target, in tokens
   */
  public TranslationModel(
      ComputationGraph graph, TextCodec sources, TextCodec targets, int maxLength) {
    this(graph, sources, targets, maxLength, SearchOptions.UNBOUNDED);
  }

  /**
   * The same with a replica of its graph.
   *
   * @param replica a graph with the same parameters
   * @return a model for another thread
   */
  public TranslationModel withGraph(ComputationGraph replica) {
    return new TranslationModel(replica, sources, targets, maxLength, lengthAllowance);
  }

  /**
   * Most tokens that an output may have, its end symbol included, whatever a search is told.
   *
   * @return as many as there are learned positions; {@link Integer#MAX_VALUE} where nothing limits
   *     them
   */
  public int longestOutput() {
    return TransformerStepModel.places(graph);
  }

  /**
   * Whether its outputs have attention to show.
   *
   * @return false if no decoder of it looks at the source
   */
  public boolean attends() {
    return GraphSteps.attends(graph);
  }

  @Override
  public Batch.Targets common(List<EncodedPair> pairs) {
    return Batch.Targets.of(pairs, targets);
  }

  @Override
  public Batch batch(List<EncodedPair> pairs, Batch.Targets common) {
    return Batch.of(pairs, common);
  }

  @Override
  public StepModel<?> steps(ComputationGraph replica, List<EncodedPair> pairs) {
    return GraphSteps.of(replica, pairs.stream().map(EncodedPair::source).toList());
  }

  @Override
  public String describe(EncodedPair pair) {
    return sources.decode(pair.source());
  }
}
