package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A Transformer's encoder that tells the class of a text, a tag for each word, or what hidden
 * tokens were, as a {@code ComputationGraph}: Vaswani et al. 2017, Devlin et al. 2019.
 *
 * <pre>
 *   source [b,1,T] -> sourceEmbedding [b,D,T] -> times sqrt(D), plus position
 *                  -> sourceConvolution, if there is one -> encoder1 .. N -> encoder [b,D,T]
 *   one class          encoder -> pooled [b,D] -> pooledStep [b,D,1] -> output [b,C,1]
 *   tags, tokens       encoder -> output [b,C,T]
 * </pre>
 *
 * <p>b texts, T tokens, the start symbol first, D the model's size, C classes: those of texts or
 * words, or the vocabulary. Masks are {@code [b,T]}, 1 = real; labels are numbers, {@code [b,1,1]}
 * or {@code [b,1,T]}, with a mask of their own. A model of hidden tokens has the embedding's
 * weights in its output (Press and Wolf 2017).
 *
 * <pre>{@code
 * TransformerEncoder model =
 *     TransformerEncoder.builder().optLayers(2).optPooling(Pooling.ATTENTION).build();
 * ComputationGraph graph = model.newGraph(8000, 6, Optimizer.falling(1e-3, 10_000, 1.0), 1);
 * }</pre>
 *
 * <p>The page docs/transformer.md has all settings.
 */
public final class TransformerEncoder {
  /** What a model's file calls the family. */
  public static final String KIND = "transformer-encoder";

  private final TransformerEncoderSettings settings;

  TransformerEncoder(TransformerEncoderSettings settings) {
    settings.check();
    this.settings = Settings.copy(settings, TransformerEncoderSettings.class);
  }

  /**
   * Starts a model with the defaults.
   *
   * @return a builder
   */
  public static TransformerEncoderBuilder builder() {
    return new TransformerEncoderBuilder();
  }

  /**
   * Reads settings. Nothing in them is believed.
   *
   * @param json what {@link #toJson} wrote
   * @return the model
   * @throws IOException if a setting is missing, unknown, or does not fit
   */
  public static TransformerEncoder parse(JsonNode json) throws IOException {
    return new TransformerEncoder(
        Settings.parse(
            withConvolution(json),
            new TransformerEncoderSettings(),
            TransformerEncoderSettings.class));
  }

  /** Files of before there were convolutions say nothing of them. */
  private static JsonNode withConvolution(JsonNode json) {
    return json instanceof ObjectNode settings && !settings.has("convolution")
        ? settings.deepCopy().put("convolution", 0)
        : json;
  }

  /** Not to be changed. */
  TransformerEncoderSettings settings() {
    return settings;
  }

  /**
   * All settings by name.
   *
   * @return a JSON object
   */
  public ObjectNode toJson() {
    return settings.toJson();
  }

  /**
   * What it says of a text.
   *
   * @return the task
   */
  public EncoderTask task() {
    return settings.task;
  }

  /**
   * Probability that a token is hidden in training.
   *
   * @return 0 to below 1
   */
  public double tokenDropout() {
    return settings.tokenDropout;
  }

  /**
   * A new graph with random parameters.
   *
   * @param vocabulary numbers in the texts' vocabulary
   * @param classes how many classes there are; of hidden tokens the vocabulary
   * @param optimizer how parameters are updated
   * @param seed of the random parameters and of dropout
   * @return an initialised graph
   */
  public ComputationGraph newGraph(int vocabulary, int classes, Optimizer optimizer, long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            TransformerEncoderPlan.of(settings, vocabulary, classes, optimizer, seed));
    graph.init();
    return graph;
  }
}
