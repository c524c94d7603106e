package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Encoder and decoder of attention alone, as a {@code ComputationGraph}: Vaswani et al. 2017,
 * "Attention Is All You Need".
 *
 * <pre>
 *   source [b,1,Tx] -> sourceEmbedding [b,D,Tx] -> times sqrt(D), plus position -> encoder1 .. N
 *                   -> encoder [b,D,Tx]
 *   target [b,1,Ty] -> targetEmbedding [b,D,Ty] -> times sqrt(D), plus position -> decoder1 .. N,
 *                      each of which looks at encoder -> decoder [b,D,Ty] -> output [b,V,Ty]
 * </pre>
 *
 * <p>b pairs, Tx and Ty tokens of source and target, D the model's size, V the target's vocabulary.
 * Inputs, masks, labels, embeddings and output are those of {@link SequenceToSequence}, and it is
 * trained, searched and saved in the same way.
 *
 * <pre>{@code
 * TransformerTranslator model =
 *     TransformerTranslator.builder().optSize(256).optHeads(4).optLayers(3).optDropout(0.3).build();
 * ComputationGraph graph = model.newGraph(6000, 6000, Optimizer.falling(1e-3, 10_000, 1.0), 1);
 * }</pre>
 *
 * <p>The page docs/transformer.md has all settings. By default layers are pre-norm (Xiong et al.
 * 2020), and the size is 256; {@link #paper} has the paper's own. Of the last layer the mean of the
 * heads' cross-attention is what translations and heat maps show; {@code AttentionWeights} shows
 * every head of every layer.
 */
public final class TransformerTranslator implements ModelFamily {
  /** What a model's file calls the family. */
  public static final String KIND = "transformer";

  private final TransformerTranslatorSettings settings;

  TransformerTranslator(TransformerTranslatorSettings settings) {
    settings.check();
    this.settings = Settings.copy(settings, TransformerTranslatorSettings.class);
  }

  /**
   * Starts a model with the defaults.
   *
   * @return a builder
   */
  public static TransformerTranslatorBuilder builder() {
    return new TransformerTranslatorBuilder();
  }

  /**
   * The paper's base model (table 3): six layers each, size 512, eight heads, 2,048 inner units,
   * post-norm. All embeddings are one, so it needs a joint vocabulary.
   *
   * @return the model
   */
  public static TransformerTranslator paper() {
    return builder()
        .optSize(512)
        .optHeads(8)
        .optFeedForwardSize(2_048)
        .optPreNorm(false)
        .optTying(Tying.ALL)
        .build();
  }

  /**
   * Reads settings. Nothing in them is believed.
   *
   * @param json what {@link #toJson} wrote
   * @return the model
   * @throws IOException if a setting is missing, unknown, or does not fit
   */
  public static TransformerTranslator parse(JsonNode json) throws IOException {
    return new TransformerTranslator(
        Settings.parse(
            json, new TransformerTranslatorSettings(), TransformerTranslatorSettings.class));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ObjectNode toJson() {
    return settings.toJson();
  }

  @Override
  public ComputationGraphConfiguration configuration(
      int sourceVocabulary, int targetVocabulary, Optimizer optimizer, long seed) {
    return TransformerPlan.of(settings, sourceVocabulary, targetVocabulary, optimizer, seed);
  }
}
