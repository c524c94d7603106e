package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Formula;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.kernel.HasKernel;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.runtime.ParameterRules;
import io.github.dl4jattention.layers.runtime.RuntimeAttentionLayer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.builder.EqualsBuilder;
import org.apache.commons.lang3.builder.HashCodeBuilder;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;

/**
 * What the configurations of all this library's layers with one input share: the runtime class,
 * {@code nIn} inferred from the input's type, initial weights, JSON and equality (by their fields).
 *
 * <p>The input is a sequence {@code [batch, nIn, time]}; its mask {@code [batch, time]}, 1 = real.
 * Layers that treat each step alone take vectors {@code [batch, nIn]} too. A new layer declares its
 * parameters, defines its output and tells its type; everything else is here.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonIgnoreProperties("layerParams")
public abstract class AttentionLayer extends SameDiffLayer
    implements Formula, HasKernel, ParameterRules {
  /** The one input: {@code [batch, nIn, time]}, or vectors {@code [batch, nIn]}. */
  public static final String INPUT = "input";

  private static final long serialVersionUID = 1L;

  /** What the input is called in messages. */
  private static final String ROLE = "its input";

  static {
    OpenBlasCoreType.tell();
  }

  /** Channels of the input; 0 until inferred. */
  private long nIn;

  /** Initial values of the weight matrices; null for the network's. */
  private IWeightInit initialWeights;

  /** Noise on the weights in training; null for none. */
  private IWeightNoise weightNoise;

  /** For DL4J's JSON. */
  protected AttentionLayer() {}

  /**
   * For builders.
   *
   * @param builder what all layers' builders have
   */
  protected AttentionLayer(LayerBuilder<?> builder) {
    super(builder);
    nIn = builder.inputSize;
    initialWeights = builder.initialWeights;
    weightNoise = builder.noise;
  }

  /**
   * Channels of the input.
   *
   * @return the size; 0 until it is configured or inferred
   */
  public long getNIn() {
    return nIn;
  }

  /**
   * Type of the output, once nIn is known.
   *
   * @param input type of the input, a sequence
   * @return the output's type
   */
  protected abstract InputType outputType(InputType.InputTypeRecurrent input);

  /**
   * Type of the output where the input is one vector an example, {@code [batch, nIn]}.
   *
   * @param input type of the input, vectors
   * @return the output's type; nothing, the default, for a layer of sequences only, to which DL4J
   *     lays vectors out as sequences
   */
  protected Optional<InputType> outputType(InputType.InputTypeFeedForward input) {
    return Optional.empty();
  }

  @Override
  public List<String> inputNames() {
    return List.of(INPUT);
  }

  /**
   * {@inheritDoc}
   *
   * <p>None by default: the formula then runs as a SameDiff graph.
   */
  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return Optional.empty();
  }

  @Override
  public final InputType getOutputType(int layerIndex, InputType input) {
    setNIn(input, false);
    declared(); // Refuses sizes that do not fit each other.
    return ofVectors(input).orElseGet(() -> outputType((InputType.InputTypeRecurrent) input));
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    nIn =
        ofVectors(input).isPresent()
            ? Inputs.vectors(describe(), ROLE, input, nIn, "nIn")
            : Inputs.sequence(describe(), ROLE, input, nIn, "nIn");
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    if (ofVectors(input).isPresent()) {
      return null;
    }
    if (input instanceof InputType.InputTypeFeedForward) {
      return new FeedForwardToRnnPreProcessor();
    }
    Inputs.sequence(describe(), ROLE, input, 0, "nIn");
    return null;
  }

  private Optional<InputType> ofVectors(InputType input) {
    return input instanceof InputType.InputTypeFeedForward vectors
        ? outputType(vectors)
        : Optional.empty();
  }

  @Override
  public void validateInput(INDArray input) {
    if (nIn != 0 && input.size(1) != nIn) {
      throw new IllegalArgumentException(
          "%s: its input has nIn = %d channels, got an array %s. Perhaps you need nIn(%d)? Sequences"
                  .formatted(describe(), nIn, Arrays.toString(input.shape()), input.size(1))
              + " are [batch, size, time]");
    }
  }

  /** {@inheritDoc} Their channels DL4J has checked by {@link #validateInput}. */
  @Override
  public final void requireShapes(long[]... shapes) {
    getOutputType(0, Inputs.type(shapes[0]));
  }

  /** {@inheritDoc} Made anew at each call, as their shapes change when nIn is inferred. */
  @Override
  public SDLayerParams getLayerParams() {
    SDLayerParams parameters = new SDLayerParams();
    defineParameters(parameters);
    return parameters;
  }

  @Override
  public final void defineParameters(SDLayerParams parameters) {
    declared().addTo(parameters);
  }

  @Override
  public final void initializeParameters(Map<String, INDArray> parameters) {
    IWeightInit general = initialWeights == null ? new WeightInitXavier() : initialWeights;
    declared().initialize(parameters, general, paramWeightInit);
  }

  /** {@inheritDoc} Refuses initial values of what is no weight, too. */
  @Override
  protected void initializeConstraints(org.deeplearning4j.nn.conf.layers.Layer.Builder<?> builder) {
    super.initializeConstraints(builder);
    declared().requireWeights(describe(), paramWeightInit);
  }

  private Parameters declared() {
    return Inputs.declared(this, describe());
  }

  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    List<Regularization> found =
        declared().declarations().get(name).isWeight() ? regularization : regularizationBias;
    return found == null ? List.of() : found;
  }

  @Override
  public final SDVariable defineLayer(
      SameDiff sameDiff, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
    throw new UnsupportedOperationException(
        describe() + " is defined by its formula, see Formula.define");
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    OpenBlasCoreType.advise();
    declared().count(describe());
    RuntimeAttentionLayer layer = new RuntimeAttentionLayer(configuration, networkDataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(configuration, parametersView, initializeParameters));
    return layer;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    return new Pair<>(outputFollows().isEmpty() ? null : mask, state);
  }

  @Override
  public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder globalConfig) {
    if (initialWeights == null) {
      initialWeights = globalConfig.getWeightInitFn();
    }
    if (weightNoise == null && globalConfig.getWeightNoise() != null) {
      weightNoise = globalConfig.getWeightNoise().clone();
    }
  }

  @Override
  public IWeightNoise weightNoise() {
    return weightNoise;
  }

  @Override
  public List<LayerConstraint> constraints() {
    return getConstraints() == null ? List.of() : getConstraints();
  }

  /**
   * The class and, if it has one, the name, for messages.
   *
   * @return such as {@code SelfAttention "encoder"}
   */
  protected final String describe() {
    return Inputs.describe(this, getLayerName());
  }

  @Override
  public boolean equals(Object other) {
    return EqualsBuilder.reflectionEquals(this, other, "layerParams");
  }

  @Override
  public int hashCode() {
    return HashCodeBuilder.reflectionHashCode(this, "layerParams");
  }

  /**
   * What the builders of all layers have beside DL4J's own: {@code setX} is required, {@code optX}
   * is not.
   *
   * @param <B> the layer's builder
   */
  public abstract static class LayerBuilder<B extends LayerBuilder<B>>
      extends SameDiffLayer.Builder<B> {
    private long inputSize;
    private IWeightInit initialWeights;
    private IWeightNoise noise;

    /** For the layers' builders. */
    protected LayerBuilder() {}

    /**
     * Channels of the input; inferred where the network's input types are given.
     *
     * @param size at least 1
     * @return this
     */
    public B nIn(long size) {
      inputSize = Sizes.atLeastOne(Sizes.ownerOf(this), "nIn", size);
      return self();
    }

    /**
     * Initial values of the weight matrices; the network's by default.
     *
     * @param init the initialisation
     * @return this
     */
    public B weightInit(IWeightInit init) {
      initialWeights = init;
      return self();
    }

    @Override
    public B weightInit(WeightInit init) {
      return weightInit(init.getWeightInitFunction());
    }

    /**
     * Noise on the weights, in training only.
     *
     * @param value such as {@code DropConnect}
     * @return this
     */
    public B weightNoise(IWeightNoise value) {
      noise = value;
      return self();
    }

    /**
     * The builder by its own type.
     *
     * @return this
     */
    public abstract B self();
  }
}
