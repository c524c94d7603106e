package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A family of models with its settings: what makes a graph that turns one text into another. All
 * have the inputs, embeddings and output of {@link SequenceToSequence}'s constants.
 */
public sealed interface ModelFamily permits SequenceToSequence, TransformerTranslator {
  /**
   * What a model's file calls the family.
   *
   * @return such as {@code transformer}
   */
  String kind();

  /**
   * All settings by name.
   *
   * @return a JSON object
   */
  ObjectNode toJson();

  /**
   * The graph's configuration.
   *
   * @param sourceVocabulary numbers in the source's vocabulary
   * @param targetVocabulary numbers in the target's vocabulary
   * @param optimizer how parameters are updated
   * @param seed of the random parameters and of dropout
   * @return DL4J's configuration
   * @throws IllegalArgumentException if embeddings shall be one and the vocabularies differ
   */
  ComputationGraphConfiguration configuration(
      int sourceVocabulary, int targetVocabulary, Optimizer optimizer, long seed);

  /**
   * A new graph with random parameters.
   *
   * @param sourceVocabulary numbers in the source's vocabulary
   * @param targetVocabulary numbers in the target's vocabulary
   * @param optimizer how parameters are updated
   * @param seed of the random parameters and of dropout
   * @return an initialised graph
   * @throws IllegalArgumentException if embeddings shall be one and the vocabularies differ
   */
  default ComputationGraph newGraph(
      int sourceVocabulary, int targetVocabulary, Optimizer optimizer, long seed) {
    ComputationGraph graph =
        new ComputationGraph(configuration(sourceVocabulary, targetVocabulary, optimizer, seed));
    graph.init();
    return graph;
  }

  /**
   * Reads a family's settings. Nothing in them is believed.
   *
   * @param kind what {@link #kind} said
   * @param json what {@link #toJson} wrote
   * @return the family
   * @throws IOException if the family is unknown, or a setting is missing, unknown, or does not fit
   */
  static ModelFamily parse(String kind, JsonNode json) throws IOException {
    return switch (kind) {
      case SequenceToSequence.KIND -> SequenceToSequence.parse(json);
      case TransformerTranslator.KIND -> TransformerTranslator.parse(json);
      default ->
          throw new IOException(
              "not a model of kind %s or %s"
                  .formatted(SequenceToSequence.KIND, TransformerTranslator.KIND));
    };
  }
}
