package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.Bidirectional;
import io.github.dl4jattention.layers.FinalState;
import io.github.dl4jattention.layers.GRU;
import io.github.dl4jattention.layers.LSTM;
import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.ReverseSequence;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;

/**
 * Lays out an encoder: layers over the source's embedding, read backward if it is reversed, and
 * what each of them has made of the whole source.
 */
final class EncoderPlan {
  private final GraphPlan plan;
  private final FamilySettings settings;

  EncoderPlan(GraphPlan plan) {
    this.plan = plan;
    settings = plan.settings;
  }

  void add() {
    String read = plan.dropped("source", SequenceToSequence.SOURCE_EMBEDDING);
    if (settings.reversedSource) {
      plan.graph.addVertex("reversedSource", new ReverseSequence(), read);
      read = "reversedSource";
    }
    int inputSize = settings.embeddingSize;
    for (int i = 1; i <= settings.encoderLayers; i++) {
      String layer = SequenceToSequence.ENCODER + i;
      add(layer, inputSize, i == 1 ? read : plan.dropped(SequenceToSequence.ENCODER + i, read));
      boolean last = i == settings.encoderLayers;
      boolean alone = i == 1 || (last && settings.decoder == DecoderKind.PLAIN);
      read = alone ? layer : plan.residual(layer, inputSize, settings.annotationSize(), read);
      inputSize = settings.annotationSize();
    }
    if (settings.decoder == DecoderKind.PLAIN) {
      return; // Nobody looks at annotations.
    }
    // By a name of its own, whatever comes before it.
    if (settings.reversedSource) {
      plan.graph.addVertex(SequenceToSequence.ANNOTATIONS, new ReverseSequence(), read);
    } else {
      plan.graph.addVertex(SequenceToSequence.ANNOTATIONS, new ScaleVertex(1), read);
    }
  }

  private void add(String name, int inputSize, String input) {
    switch (settings.encoderCell) {
      case RNN -> addSimple(name, input);
      case GRU -> addLayer(name, new GRU.Builder(), inputSize, input);
      case LSTM -> addLayer(name, new LSTM.Builder(), inputSize, input);
    }
  }

  private void addLayer(
      String name, BaseRecurrentLayer.Builder<?> builder, int inputSize, String input) {
    builder.nIn(inputSize).nOut(settings.encoderUnits);
    BaseRecurrentLayer layer = builder.build();
    plan.graph.addLayer(
        name,
        settings.bidirectional ? new Bidirectional(Bidirectional.Mode.CONCAT, layer) : layer,
        input);
  }

  private void addSimple(String name, String input) {
    if (!settings.bidirectional) {
      plan.graph.addVertex(name, simple(), input);
      return;
    }
    plan.graph
        .addVertex(name + "Forward", simple(), input)
        .addVertex(name + "Reversed", new ReverseSequence(), input)
        .addVertex(name + "BackwardReversed", simple(), name + "Reversed")
        .addVertex(name + "Backward", new ReverseSequence(), name + "BackwardReversed")
        .addVertex(name, new MergeVertex(), name + "Forward", name + "Backward");
  }

  private RecurrentVertex simple() {
    return RecurrentVertex.builder()
        .setStateSize(settings.encoderUnits)
        .optCell(CellKind.RNN.cell())
        .build();
  }

  /**
   * What a layer has made of the whole source, {@code [batch, annotationSize]}.
   *
   * @param layer from 1
   * @return name of the vertex
   */
  String finalState(int layer) {
    String name = SequenceToSequence.ENCODER + layer + "Final";
    if (!plan.graph.getVertices().containsKey(name)) {
      plan.graph.addVertex(
          name, new FinalState(settings.encoderUnits), SequenceToSequence.ENCODER + layer);
    }
    return name;
  }
}
