package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.SequenceDropout;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Lays out the graph of a {@link SequenceToSequence}: embeddings, output and what joins them. */
final class GraphPlan {
  final FamilySettings settings;
  final GraphBuilder graph;

  private GraphPlan(FamilySettings settings, Optimizer optimizer, long seed) {
    this.settings = settings;
    graph = begin(optimizer, seed, SequenceToSequence.SOURCE, SequenceToSequence.TARGET);
  }

  /** A graph with its inputs, numbers of tokens. */
  static GraphBuilder begin(Optimizer optimizer, long seed, String... inputs) {
    InputType[] types = new InputType[inputs.length];
    Arrays.fill(types, InputType.recurrent(1));
    return begin(optimizer, seed).addInputs(inputs).setInputTypes(types);
  }

  /** A graph without inputs yet. */
  static GraphBuilder begin(Optimizer optimizer, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(optimizer.updater())
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(optimizer.gradientClip())
        .graphBuilder();
  }

  static ComputationGraphConfiguration of(
      FamilySettings settings,
      int sourceVocabulary,
      int targetVocabulary,
      Optimizer optimizer,
      long seed) {
    GraphPlan plan = new GraphPlan(settings, optimizer, seed);
    new EmbeddingPlan(plan.graph, settings.tying, settings.embeddingSize, WordLayers.DEVIATION)
        .add(sourceVocabulary, targetVocabulary);
    EncoderPlan encoder = new EncoderPlan(plan);
    encoder.add();
    String seen = new DecoderPlan(plan, encoder).add();
    plan.graph
        .addLayer(
            SequenceToSequence.OUTPUT,
            WordLayers.softmax(
                settings.outputInputSize(), targetVocabulary, settings.labelSmoothing),
            plan.dropped("output", seen))
        .setOutputs(SequenceToSequence.OUTPUT);
    return plan.graph.build();
  }

  /**
   * Dropout, where there is any.
   *
   * @param name of what is dropped from
   * @param input the vertex
   * @return the vertex to go on with
   */
  String dropped(String name, String input) {
    if (settings.dropout == 0) {
      return input;
    }
    String dropout = name + "Dropout";
    graph.addVertex(
        dropout,
        settings.variationalDropout
            ? SequenceDropout.sameAtAllSteps(settings.dropout)
            : new SequenceDropout(settings.dropout),
        input);
    return dropout;
  }

  /**
   * A residual connection, where there shall be one and sizes allow it.
   *
   * @param name of the layer
   * @param inputSize channels of what it reads
   * @param outputSize channels of what it gives
   * @param input what it reads
   * @return the vertex to go on with
   */
  String residual(String name, long inputSize, long outputSize, String input) {
    if (!settings.residual || inputSize != outputSize) {
      return name;
    }
    String sum = name + "Residual";
    graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), name, input);
    return sum;
  }
}
