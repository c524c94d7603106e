package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.DecoderBuilder;
import io.github.dl4jattention.layers.LuongDecoder;
import io.github.dl4jattention.layers.Readout;
import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Lays out a decoder: layers over the target's embedding, the last of which looks, and a readout.
 */
final class DecoderPlan {
  private static final int PIECES_OF_MAXOUT = 2;

  private final GraphPlan plan;
  private final FamilySettings settings;
  private final EncoderPlan encoder;

  DecoderPlan(GraphPlan plan, EncoderPlan encoder) {
    this.plan = plan;
    this.settings = plan.settings;
    this.encoder = encoder;
  }

  /**
   * Adds it.
   *
   * @return name of what the softmax sees
   */
  String add() {
    String word = plan.dropped("target", SequenceToSequence.TARGET_EMBEDDING);
    List<String> known = new ArrayList<>(List.of(word));
    int size = settings.embeddingSize;
    if (settings.contextAtEachStep) {
      plan.graph.addVertex(
          "context",
          new DuplicateToTimeSeriesVertex(SequenceToSequence.TARGET),
          encoder.finalState(settings.encoderLayers));
      known.add("context");
      size += settings.annotationSize();
    }
    String read = merged("decoderInput", known);
    for (int i = 1; i < settings.decoderLayers; i++) {
      String layer = SequenceToSequence.DECODER + i;
      addPlain(layer, i, read);
      String sum = i == 1 ? layer : plan.residual(layer, size, settings.decoderUnits, read);
      read = plan.dropped(layer, sum);
      size = settings.decoderUnits;
    }
    if (settings.decoder == DecoderKind.PLAIN) {
      addPlain(SequenceToSequence.DECODER, settings.decoderLayers, read);
    } else {
      addLooking(read);
    }
    if (settings.readout == ReadoutKind.STATE) {
      return SequenceToSequence.DECODER;
    }
    known.add(0, SequenceToSequence.DECODER);
    plan.graph.addLayer(
        "readout",
        Readout.builder()
            .nOut(settings.readoutSizeOrDefault())
            .optPieces(settings.readout == ReadoutKind.MAXOUT ? PIECES_OF_MAXOUT : 1)
            .build(),
        merged("readoutInput", known));
    return "readout";
  }

  private String merged(String name, List<String> vertices) {
    if (vertices.size() == 1) {
      return vertices.get(0);
    }
    plan.graph.addVertex(name, new MergeVertex(), vertices.toArray(new String[0]));
    return name;
  }

  private void addPlain(String name, int layer, String input) {
    add(
        name,
        RecurrentVertex.builder()
            .setStateSize(settings.decoderUnits)
            .optCell(settings.decoderCell.cell())
            .optInitialState(settings.bridge)
            .build(),
        layer,
        List.of(input));
  }

  private void addLooking(String input) {
    GraphVertex vertex =
        settings.decoder == DecoderKind.BAHDANAU
            ? looking(BahdanauDecoder.builder())
                .optContextOutput(settings.readout != ReadoutKind.STATE)
                .build()
            : looking(LuongDecoder.builder()).optInputFeeding(settings.inputFeeding).build();
    add(
        SequenceToSequence.DECODER,
        vertex,
        settings.decoderLayers,
        List.of(input, SequenceToSequence.ANNOTATIONS));
  }

  private <B extends DecoderBuilder<B>> B looking(B builder) {
    builder
        .setStateSize(settings.decoderUnits)
        .optCell(settings.decoderCell.cell())
        .optInitialState(settings.bridge)
        .optScore(score());
    return switch (settings.window) {
      case GLOBAL -> builder;
      case LOCAL_M -> builder.optWindow(new MonotonicWindow(Math.round(settings.windowHalfWidth)));
      case LOCAL_P -> builder.optWindow(new PredictiveWindow(settings.windowHalfWidth));
    };
  }

  private Score score() {
    int units = settings.attentionUnitsOrDefault();
    return switch (settings.scoreOrDefault()) {
      case ADDITIVE ->
          settings.coverage ? new AdditiveScore(units).withCoverage() : new AdditiveScore(units);
      case CONCAT -> new ConcatScore(units);
      case DOT -> new DotScore();
      case GENERAL -> new GeneralScore();
      case LOCATION -> new LocationScore(settings.longestSource);
    };
  }

  /** Adds a decoder's layer with its first states. */
  private void add(String name, GraphVertex vertex, int layer, List<String> inputs) {
    List<String> all = new ArrayList<>(inputs);
    if (settings.bridge) {
      all.add(bridge(name + "Bridge", layer));
      if (settings.decoderCell == CellKind.LSTM) {
        all.add(bridge(name + "CellBridge", layer));
      }
    }
    plan.graph.addVertex(name, vertex, all.toArray(new String[0]));
  }

  /** From the encoder's layer of the same height; from the last where there are not as many. */
  private String bridge(String name, int layer) {
    boolean paired = settings.encoderLayers == settings.decoderLayers;
    plan.graph.addLayer(
        name,
        new DenseLayer.Builder().nOut(settings.decoderUnits).activation(Activation.TANH).build(),
        encoder.finalState(paired ? layer : settings.encoderLayers));
    return name;
  }
}
