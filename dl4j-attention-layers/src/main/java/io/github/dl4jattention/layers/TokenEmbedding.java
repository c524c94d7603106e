package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.TokenEmbeddingLayer;
import io.github.dl4jattention.layers.runtime.TokenEmbeddingParamInitializer;
import java.util.Collection;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vector for each token of a vocabulary: {@code y_t = W[x_t]}, in the place of DL4J's {@code
 * EmbeddingSequenceLayer}.
 *
 * <p>Input {@code [batch, 1, time]}, or {@code [batch, time]}: numbers of tokens, from 0 to below
 * nIn. Output {@code [batch, nOut, time]}. Masks are {@code [batch, time]}, 1 = real: padded steps
 * come out zero and give no gradient, whatever number stands there.
 *
 * <p>Parameter: {@code W} {@code [nIn, nOut]}. Unlike in DL4J's layer a token's numbers lie
 * together in memory, which is several times faster with a large vocabulary, and {@link
 * TiedEmbedding} can read them, too. nIn, the size of the vocabulary, must be set: it is not
 * inferred.
 *
 * <p>Errors: a number that is no token's, at a real step, is refused with a {@code
 * DL4JInvalidInputException} that names the example and the step.
 *
 * <pre>{@code
 * .addLayer("embedding", new TokenEmbedding.Builder().nIn(10_000).nOut(256).build(), "tokens")
 * }</pre>
 */
public class TokenEmbedding extends FeedForwardLayer {
  /** For DL4J's JSON; use {@link Builder}. */
  private TokenEmbedding() {}

  private TokenEmbedding(Builder builder) {
    super(builder);
    initializeConstraints(builder);
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    LayerValidation.assertNInNOutSet("TokenEmbedding", getLayerName(), layerIndex, nIn, nOut);
    TokenEmbeddingLayer layer = new TokenEmbeddingLayer(configuration, networkDataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(configuration, parametersView, initializeParameters));
    layer.setConf(configuration);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return TokenEmbeddingParamInitializer.instance();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    return Inputs.likeSequence(requireSequence(input), nOut);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    requireSequence(input);
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    requireSequence(input);
    return null;
  }

  private InputType requireSequence(InputType input) {
    Inputs.sequence(Inputs.describe(this, getLayerName()), "its input", input, 0, "");
    return input;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    InputType outputType = getOutputType(-1, inputType);
    long parameters = initializer().numParams(this);
    long elements = outputType.arrayElementsPerExample();
    return new LayerMemoryReport.Builder(layerName, TokenEmbedding.class, inputType, outputType)
        .standardMemory(parameters, getIUpdater() == null ? 0 : getIUpdater().stateSize(parameters))
        .workingMemory(0, 0, 0, elements)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenEmbedding that && super.equals(that);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof TokenEmbedding;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Builds a {@link TokenEmbedding}; the settings are those of every layer of DL4J's. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in the layer's class.
  public static class Builder extends FeedForwardLayer.Builder<Builder> {
    /** A builder; {@code nIn} and {@code nOut} are required. */
    public Builder() {
      activationFn = new ActivationIdentity();
    }

    @Override
    public TokenEmbedding build() {
      return new TokenEmbedding(this);
    }
  }
}
