package io.github.dl4jattention.layers.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameter of a token embedding, {@value #WEIGHTS} {@code [tokens, size]}: unlike in DL4J's
 * own embeddings, a token's numbers lie together in memory.
 *
 * <p>An initialisation sees 1 as the fan-in, as DL4J's own do, so that it does not depend on how
 * many tokens there are.
 */
public final class TokenEmbeddingParamInitializer implements ParamInitializer {
  /** A row for each token, {@code [tokens, size]}. */
  public static final String WEIGHTS = "W";

  private static final TokenEmbeddingParamInitializer INSTANCE =
      new TokenEmbeddingParamInitializer();

  private TokenEmbeddingParamInitializer() {}

  /**
   * The only instance.
   *
   * @return the same for all
   */
  public static TokenEmbeddingParamInitializer instance() {
    return INSTANCE;
  }

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    FeedForwardLayer embedding = (FeedForwardLayer) layer;
    return embedding.getNIn() * embedding.getNOut();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of(WEIGHTS);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(WEIGHTS);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return Collections.emptyList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return WEIGHTS.equals(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray flat, boolean initializeParameters) {
    FeedForwardLayer layer = (FeedForwardLayer) configuration.getLayer();
    INDArray rows = view(layer, flat);
    configuration.addVariable(WEIGHTS);
    if (initializeParameters) {
      INDArray values =
          layer
              .getWeightInitFn()
              .init(1, (double) layer.getNOut(), rows.shape(), 'c', rows.reshape(-1));
      rows.assign(values.reshape('c', rows.shape()));
    }
    return Collections.singletonMap(WEIGHTS, rows);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray flat) {
    return Collections.singletonMap(
        WEIGHTS, view((FeedForwardLayer) configuration.getLayer(), flat));
  }

  private static INDArray view(FeedForwardLayer layer, INDArray flat) {
    return flat.reshape('c', layer.getNIn(), layer.getNOut());
  }
}
