package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.TiedEmbedding;
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
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(optimizer.updater())
            .gradientNormalization(GradientNormalization.ClipL2PerLayer)
            .gradientNormalizationThreshold(optimizer.gradientClip())
            .graphBuilder()
            .addInputs(SequenceToSequence.SOURCE, SequenceToSequence.TARGET)
            .setInputTypes(InputType.recurrent(1), InputType.recurrent(1));
  }

  static ComputationGraphConfiguration of(
      FamilySettings settings,
      int sourceVocabulary,
      int targetVocabulary,
      Optimizer optimizer,
      long seed) {
    GraphPlan plan = new GraphPlan(settings, optimizer, seed);
    plan.addEmbeddings(sourceVocabulary, targetVocabulary);
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

  private void addEmbeddings(int sourceVocabulary, int targetVocabulary) {
    boolean joint = settings.tying == Tying.SOURCE_AND_TARGET || settings.tying == Tying.ALL;
    if (joint && sourceVocabulary != targetVocabulary) {
      throw new IllegalArgumentException(
          "source and target can share an embedding only if they share a vocabulary; theirs have %d"
                  .formatted(sourceVocabulary)
              + " and %d numbers: train one codec on both".formatted(targetVocabulary));
    }
    switch (settings.tying) {
      case NONE -> {
        add(SequenceToSequence.SOURCE_EMBEDDING, SequenceToSequence.SOURCE, sourceVocabulary);
        add(SequenceToSequence.TARGET_EMBEDDING, SequenceToSequence.TARGET, targetVocabulary);
      }
      case TARGET_AND_OUTPUT -> {
        add(SequenceToSequence.SOURCE_EMBEDDING, SequenceToSequence.SOURCE, sourceVocabulary);
        tie(
            SequenceToSequence.TARGET_EMBEDDING,
            SequenceToSequence.TARGET,
            SequenceToSequence.OUTPUT);
      }
      case SOURCE_AND_TARGET -> {
        add(SequenceToSequence.SOURCE_EMBEDDING, SequenceToSequence.SOURCE, sourceVocabulary);
        tie(
            SequenceToSequence.TARGET_EMBEDDING,
            SequenceToSequence.TARGET,
            SequenceToSequence.SOURCE_EMBEDDING);
      }
      default -> {
        String output = SequenceToSequence.OUTPUT;
        tie(SequenceToSequence.SOURCE_EMBEDDING, SequenceToSequence.SOURCE, output);
        tie(SequenceToSequence.TARGET_EMBEDDING, SequenceToSequence.TARGET, output);
      }
    }
  }

  private void add(String name, String input, int vocabulary) {
    graph.addLayer(name, WordLayers.embedding(vocabulary, settings.embeddingSize), input);
  }

  private void tie(String name, String input, String owner) {
    graph.addVertex(name, new TiedEmbedding(owner, settings.embeddingSize), input);
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
