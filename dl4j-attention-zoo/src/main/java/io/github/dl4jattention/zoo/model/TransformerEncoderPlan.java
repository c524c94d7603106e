package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.AttentionPooling;
import io.github.dl4jattention.layers.FinalState;
import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.TemporalConvolution;
import io.github.dl4jattention.layers.TiedEmbedding;
import io.github.dl4jattention.layers.TransformerStack;
import io.github.dl4jattention.layers.score.AdditiveScore;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/** Lays out the graph of a {@link TransformerEncoder}. */
final class TransformerEncoderPlan {
  /** After the side: neighbouring tokens, seen together. */
  static final String CONVOLUTION = "Convolution";

  private static final String POOLED = "pooled";

  private final TransformerEncoderSettings settings;
  private final GraphBuilder graph;
  private final TransformerParts parts;

  private TransformerEncoderPlan(TransformerEncoderSettings settings, GraphBuilder graph) {
    this.settings = settings;
    this.graph = graph;
    parts = new TransformerParts(settings, graph);
  }

  static ComputationGraphConfiguration of(
      TransformerEncoderSettings settings,
      int vocabulary,
      int classes,
      Optimizer optimizer,
      long seed) {
    GraphBuilder graph = GraphPlan.begin(optimizer, seed, SequenceToSequence.SOURCE);
    return new TransformerEncoderPlan(settings, graph).build(vocabulary, classes);
  }

  private ComputationGraphConfiguration build(int vocabulary, int classes) {
    embed(vocabulary);
    TransformerStack.encoder(settings.layers, parts.encoderLayer())
        .addTo(
            graph,
            SequenceToSequence.ENCODER,
            convolved(
                parts.placed(SequenceToSequence.SOURCE, SequenceToSequence.SOURCE_EMBEDDING)));
    String seen =
        settings.task == EncoderTask.CLASS
            ? pooled(SequenceToSequence.ENCODER)
            : SequenceToSequence.ENCODER;
    if (settings.outputDropout > 0) {
      graph.addVertex("outputDropout", new SequenceDropout(settings.outputDropout), seen);
      seen = "outputDropout";
    }
    return graph
        .addLayer(
            SequenceToSequence.OUTPUT,
            WordLayers.softmax(settings.size, classes, settings.labelSmoothing),
            seen)
        .setOutputs(SequenceToSequence.OUTPUT)
        .build();
  }

  private void embed(int vocabulary) {
    if (settings.task == EncoderTask.HIDDEN_TOKENS) {
      graph.addVertex(
          SequenceToSequence.SOURCE_EMBEDDING,
          new TiedEmbedding(SequenceToSequence.OUTPUT, settings.size),
          SequenceToSequence.SOURCE);
      return;
    }
    graph.addLayer(
        SequenceToSequence.SOURCE_EMBEDDING,
        WordLayers.embedding(vocabulary, settings.size, parts.deviation()),
        SequenceToSequence.SOURCE);
  }

  /** With what stands beside each token, if that is to be seen. */
  private String convolved(String steps) {
    if (settings.convolution == 0) {
      return steps;
    }
    graph.addLayer(
        SequenceToSequence.SOURCE + CONVOLUTION,
        TemporalConvolution.builder()
            .setWidth(settings.convolution)
            .optPreNorm(settings.preNorm)
            .optRmsNorm(settings.rmsNorm)
            .optDropout(settings.dropout)
            .build(),
        steps);
    return SequenceToSequence.SOURCE + CONVOLUTION;
  }

  /** One vector of all steps, as a sequence of one step. */
  private String pooled(String steps) {
    switch (settings.pooling) {
      case MEAN -> graph.addLayer(POOLED, new GlobalPoolingLayer(PoolingType.AVG), steps);
      case MAX -> graph.addLayer(POOLED, new GlobalPoolingLayer(PoolingType.MAX), steps);
      case FIRST_TOKEN -> graph.addVertex(POOLED, new FinalState(0), steps);
      default ->
          graph.addLayer(
              POOLED,
              AttentionPooling.builder().setScore(new AdditiveScore(settings.size)).build(),
              steps);
    }
    graph.addVertex(POOLED + "Step", new ReshapeVertex(-1, settings.size, 1), POOLED);
    return POOLED + "Step";
  }
}
