package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.LearnedPosition;
import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.SinusoidalPosition;
import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.TransformerEncoderLayer;
import io.github.dl4jattention.layers.TransformerSettings;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.zoo.data.Batch;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;

/** What the graphs of all Transformers are made of. */
final class TransformerParts {
  /** After an embedding's side: its positions, where they are added. */
  static final String PLACES = "Places";

  /** Distances that have vectors of their own (Shaw 2018). */
  private static final int FARTHEST = 16;

  private final TransformerModelSettings settings;
  private final GraphBuilder graph;

  TransformerParts(TransformerModelSettings settings, GraphBuilder graph) {
    this.settings = settings;
    this.graph = graph;
  }

  /**
   * Standard deviation of embeddings at the start: times the root of the size they have one of 1,
   * as the positions nearly have.
   */
  double deviation() {
    return 1 / Math.sqrt(settings.size);
  }

  /** What a stack reads: embeddings times the root of their size, their places, and dropout. */
  String placed(String side, String embedding) {
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

  TransformerEncoderLayer encoderLayer() {
    TransformerEncoderLayer.Builder layer = set(TransformerEncoderLayer.builder());
    if (settings.position == PositionKind.BUCKETS) {
      layer.optAttentionBias(new BucketBias());
    }
    return layer.build();
  }

  TransformerDecoderLayer decoderLayer() {
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
      case SINUSOIDAL, LEARNED, BUCKETS, NONE -> layer;
    };
  }
}
