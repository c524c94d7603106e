package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.TiedEmbedding;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** Lays out the embeddings of both sides, some of which may be one, or the output's weights. */
final class EmbeddingPlan {
  private final GraphBuilder graph;
  private final Tying tying;
  private final int size;
  private final double deviation;

  /**
   * Embeddings.
   *
   * @param size channels of a token
   * @param deviation standard deviation of the first values of those not tied to the output
   */
  EmbeddingPlan(GraphBuilder graph, Tying tying, int size, double deviation) {
    this.graph = graph;
    this.tying = tying;
    this.size = size;
    this.deviation = deviation;
  }

  /** Adds both. */
  void add(int sourceVocabulary, int targetVocabulary) {
    boolean joint = tying == Tying.SOURCE_AND_TARGET || tying == Tying.ALL;
    if (joint && sourceVocabulary != targetVocabulary) {
      throw new IllegalArgumentException(
          "source and target can share an embedding only if they share a vocabulary; theirs have %d"
                  .formatted(sourceVocabulary)
              + " and %d numbers: train one codec on both".formatted(targetVocabulary));
    }
    if (tying == Tying.ALL) {
      tie(
          SequenceToSequence.SOURCE_EMBEDDING,
          SequenceToSequence.SOURCE,
          SequenceToSequence.OUTPUT);
    } else {
      add(SequenceToSequence.SOURCE_EMBEDDING, SequenceToSequence.SOURCE, sourceVocabulary);
    }
    switch (tying) {
      case NONE ->
          add(SequenceToSequence.TARGET_EMBEDDING, SequenceToSequence.TARGET, targetVocabulary);
      case SOURCE_AND_TARGET ->
          tie(
              SequenceToSequence.TARGET_EMBEDDING,
              SequenceToSequence.TARGET,
              SequenceToSequence.SOURCE_EMBEDDING);
      default ->
          tie(
              SequenceToSequence.TARGET_EMBEDDING,
              SequenceToSequence.TARGET,
              SequenceToSequence.OUTPUT);
    }
  }

  private void add(String name, String input, int vocabulary) {
    graph.addLayer(name, WordLayers.embedding(vocabulary, size, deviation), input);
  }

  private void tie(String name, String input, String owner) {
    graph.addVertex(name, new TiedEmbedding(owner, size), input);
  }
}
