package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.TransformerStack;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** Lays out the graph of a {@link TransformerTranslator}. */
final class TransformerPlan {
  private final TransformerTranslatorSettings settings;
  private final GraphBuilder graph;

  private TransformerPlan(TransformerTranslatorSettings settings, GraphBuilder graph) {
    this.settings = settings;
    this.graph = graph;
  }

  static ComputationGraphConfiguration of(
      TransformerTranslatorSettings settings,
      int sourceVocabulary,
      int targetVocabulary,
      Optimizer optimizer,
      long seed) {
    GraphBuilder graph =
        GraphPlan.begin(optimizer, seed, SequenceToSequence.SOURCE, SequenceToSequence.TARGET);
    return new TransformerPlan(settings, graph).build(sourceVocabulary, targetVocabulary);
  }

  private ComputationGraphConfiguration build(int sourceVocabulary, int targetVocabulary) {
    TransformerParts parts = new TransformerParts(settings, graph);
    new EmbeddingPlan(graph, settings.tying, settings.size, parts.deviation())
        .add(sourceVocabulary, targetVocabulary);
    TransformerStack.encoder(settings.encoderLayers, parts.encoderLayer())
        .addTo(
            graph,
            SequenceToSequence.ENCODER,
            parts.placed(SequenceToSequence.SOURCE, SequenceToSequence.SOURCE_EMBEDDING));
    TransformerStack.decoder(settings.decoderLayers, parts.decoderLayer())
        .addTo(
            graph,
            SequenceToSequence.DECODER,
            parts.placed(SequenceToSequence.TARGET, SequenceToSequence.TARGET_EMBEDDING),
            SequenceToSequence.ENCODER);
    return graph
        .addLayer(
            SequenceToSequence.OUTPUT,
            WordLayers.softmax(settings.size, targetVocabulary, settings.labelSmoothing),
            SequenceToSequence.DECODER)
        .setOutputs(SequenceToSequence.OUTPUT)
        .build();
  }
}
