package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.LearnedPosition;
import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.SinusoidalPosition;
import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.TransformerEncoderLayer;
import io.github.dl4jattention.layers.TransformerSettings;
import io.github.dl4jattention.layers.TransformerStack;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.zoo.data.Batch;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;

/** Lays out the graph of a {@link TransformerTranslator}. */
final class TransformerPlan {
  /** After an embedding's side: its positions, where they are added. */
  static final String PLACES = "Places";

  /** Distances that have vectors of their own (Shaw 2018). */
  private static final int FARTHEST = 16;

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
    GraphBuilder graph = GraphPlan.begin(optimizer, seed);
    return new TransformerPlan(settings, graph).build(sourceVocabulary, targetVocabulary);
  }

  private ComputationGraphConfiguration build(int sourceVocabulary, int targetVocabulary) {
    // Times the root of the size, these have a deviation of 1, as the positions nearly have.
    double deviation = 1 / Math.sqrt(settings.size);
    new EmbeddingPlan(graph, settings.tying, settings.size, deviation)
        .add(sourceVocabulary, targetVocabulary);
    TransformerStack.encoder(settings.encoderLayers, encoderLayer())
        .addTo(
            graph,
            SequenceToSequence.ENCODER,
            placed(SequenceToSequence.SOURCE, SequenceToSequence.SOURCE_EMBEDDING));
    TransformerStack.decoder(settings.decoderLayers, decoderLayer())
        .addTo(
            graph,
            SequenceToSequence.DECODER,
            placed(SequenceToSequence.TARGET, SequenceToSequence.TARGET_EMBEDDING),
            SequenceToSequence.ENCODER);
    return graph
        .addLayer(
            SequenceToSequence.OUTPUT,
            WordLayers.softmax(settings.size, targetVocabulary, settings.labelSmoothing),
            SequenceToSequence.DECODER)
        .setOutputs(SequenceToSequence.OUTPUT)
        .build();
  }

  /** What a stack reads: embeddings times the root of their size, their places, and dropout. */
  private String placed(String side, String embedding) {
    graph.addVertex(side + "Scaled", new ScaleVertex(Math.sqrt(settings.size)), embedding);
    String read = side + "Scaled";
    if (settings.position == PositionKind.SINUSOIDAL || settings.position == PositionKind.ALIBI) {
      graph.addLayer(side + PLACES, SinusoidalPosition.builder().build(), read);
      read = side + PLACES;
    } else if (settings.position == PositionKind.LEARNED) {
      graph.addLayer(
          side + PLACES,
          LearnedPosition.builder().setMaxLength(Batch.roundedUp(settings.longest)).build(),
          read);
      read = side + PLACES;
    }
    if (settings.dropout > 0) {
      graph.addVertex(side + "Dropout", new SequenceDropout(settings.dropout), read);
      read = side + "Dropout";
    }
    return read;
  }

  private TransformerEncoderLayer encoderLayer() {
    TransformerEncoderLayer.Builder layer = set(TransformerEncoderLayer.builder());
    if (settings.position == PositionKind.BUCKETS) {
      layer.optAttentionBias(new BucketBias());
    }
    return layer.build();
  }

  private TransformerDecoderLayer decoderLayer() {
    TransformerDecoderLayer.Builder layer = set(TransformerDecoderLayer.builder());
    if (settings.position == PositionKind.BUCKETS) {
      layer.optAttentionBias(new BucketBias().causal());
    }
    return layer.build();
  }

  private <B extends TransformerSettings<B>> B set(B layer) {
    layer
        .setHeads(settings.heads)
        .optFeedForwardSize(settings.feedForwardSizeOrDefault())
        .optFeedForward(settings.feedForward)
        .optPreNorm(settings.preNorm)
        .optRmsNorm(settings.rmsNorm)
        .optResidualDropout(settings.dropout)
        .optAttentionDropout(settings.attentionDropout)
        .optFeedForwardDropout(settings.feedForwardDropout);
    return switch (settings.position) {
      case ROTARY -> layer.optPosition(new RotaryPosition());
      case RELATIVE -> layer.optPosition(new RelativePosition(FARTHEST));
      case ALIBI -> layer.optAttentionBias(new AlibiPosition());
      case SINUSOIDAL, LEARNED, BUCKETS -> layer;
    };
  }
}
