package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Padding;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What DL4J runs for a {@code TokenEmbedding}.
 *
 * <p>Like every DL4J network, one instance serves one thread at a time.
 */
public final class TokenEmbeddingLayer extends BaseLayer<FeedForwardLayer> implements SharedRows {
  private static final long serialVersionUID = 1L;

  private final transient TokenRows tokenRows = new TokenRows();

  /** Whether the gradients of this pass have begun: who comes first writes zeros. */
  private transient boolean begun;

  /**
   * Called by the layer's configuration.
   *
   * @param configuration what holds the layer's configuration
   * @param dataType the network's data type
   */
  public TokenEmbeddingLayer(NeuralNetConfiguration configuration, DataType dataType) {
    super(configuration, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(false);
    begun = false;
    tokenRows.begin(input, maskArray, layerConf().getNIn(), layerId());
    return tokenRows.read(rows(), workspaceManager);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceManager) {
    assertInputSet(true);
    tokenRows.addTo(this, epsilon);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradient.gradientForVariable().put(TokenEmbeddingParamInitializer.WEIGHTS, gradients());
    return new Pair<>(gradient, null); // Numbers of tokens have no gradient.
  }

  @Override
  public INDArray rows() {
    return getParam(TokenEmbeddingParamInitializer.WEIGHTS);
  }

  private INDArray gradients() {
    return gradientViews.get(TokenEmbeddingParamInitializer.WEIGHTS);
  }

  @Override
  public void addGradients(int[] tokens, Padding padding, INDArray epsilon) {
    if (!begun) {
      gradients().assign(0);
      begun = true;
    }
    tokenRows.add(gradients(), tokens, padding, epsilon);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public Type type() {
    return Type.FEED_FORWARD;
  }
}
