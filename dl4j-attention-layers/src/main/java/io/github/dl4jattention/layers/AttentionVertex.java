package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Formula;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.kernel.HasKernel;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.layers.runtime.ParameterRules;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.commons.lang3.builder.EqualsBuilder;
import org.apache.commons.lang3.builder.HashCodeBuilder;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;

/**
 * What the configurations of all this library's vertices share: the runtime class, masks, initial
 * weights, the checks of inputs, JSON and equality (by their fields).
 *
 * <p>A new vertex names its inputs, infers and checks their sizes in {@link #inferSizes}, declares
 * its parameters and defines its output; everything else is here.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonIgnoreProperties("vertexParams")
public abstract class AttentionVertex extends SameDiffVertex
    implements Formula, HasKernel, ParameterRules {
  static {
    OpenBlasCoreType.tell();
  }

  /** Initial values of the weight matrices; null for the network's. */
  private IWeightInit weightInit;

  /** Initial values of single parameters, by name; may be null. */
  private Map<String, IWeightInit> parameterWeightInit;

  /** Noise on the weights in training; null for none. */
  private IWeightNoise weightNoise;

  /** Applied after each update; null for none. */
  private List<LayerConstraint> constraints;

  /** For DL4J's JSON. */
  protected AttentionVertex() {}

  /**
   * For builders.
   *
   * @param builder what all vertices' builders have
   */
  protected AttentionVertex(VertexBuilder<?> builder) {
    weightInit = builder.weightInit;
    parameterWeightInit = builder.parameterWeightInit;
    weightNoise = builder.weightNoise;
    setUpdater(builder.updater);
    setBiasUpdater(builder.biasUpdater);
    setRegularization(builder.regularization);
    setRegularizationBias(builder.regularizationBias);
  }

  /**
   * To be called last by constructors that take a builder: tells the constraints which parameters
   * are theirs, and refuses initial values of what is no weight.
   *
   * @param builder the builder
   */
  protected final void initializeConstraints(VertexBuilder<?> builder) {
    Parameters parameters = declared();
    parameters.requireWeights(describe(), parameterWeightInit);
    constraints = builder.constraintsOn(parameters);
  }

  /**
   * Infers the sizes that were not configured, and refuses inputs that do not fit.
   *
   * @param inputs types of the inputs, as many as there are names
   * @return type of the output
   */
  protected abstract InputType inferSizes(InputType... inputs);

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
  public final InputType getOutputType(int layerIndex, InputType... inputs) {
    Inputs.require(this, describe(), inputs);
    InputType output = inferSizes(inputs);
    setVertexParams(null);
    declared(); // Refuses sizes that do not fit each other.
    return output;
  }

  /** {@inheritDoc} As their types would be refused. */
  @Override
  public final void requireShapes(long[]... shapes) {
    inferSizes(Arrays.stream(shapes).map(Inputs::type).toArray(InputType[]::new));
  }

  @Override
  public final void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs(inputNames().toArray(new String[0]));
    declared().addTo(parameters);
  }

  @Override
  public final SDVariable defineVertex(
      SameDiff sameDiff,
      Map<String, SDVariable> inputs,
      Map<String, SDVariable> parameters,
      Map<String, SDVariable> masks) {
    throw new UnsupportedOperationException(
        describe() + " is defined by its formula, see Formula.define");
  }

  @Override
  public long numParams(boolean backprop) {
    return declared().count(describe());
  }

  @Override
  public final void initializeParameters(Map<String, INDArray> parameters) {
    IWeightInit general = weightInit == null ? new WeightInitXavier() : weightInit;
    declared().initialize(parameters, general, parameterWeightInit);
  }

  private Parameters declared() {
    return Inputs.declared(this, describe());
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    OpenBlasCoreType.advise();
    setName(name);
    Inputs.require(this, describe(), graph.getConfiguration().getVertexInputs().get(name).size());
    return new AttentionGraphVertex(
        this, graph, name, index, parametersView, initializeParameters, networkDataType);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    INDArray mask =
        masks == null
            ? null
            : outputFollows().map(input -> masks[inputNames().indexOf(input)]).orElse(null);
    return new Pair<>(mask, state);
  }

  @Override
  public int minVertexInputs() {
    return inputNames().size();
  }

  @Override
  public int maxVertexInputs() {
    return inputNames().size();
  }

  @Override
  public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder globalConfig) {
    if (weightInit == null) {
      weightInit = globalConfig.getWeightInitFn();
    }
    if (weightNoise == null && globalConfig.getWeightNoise() != null) {
      weightNoise = globalConfig.getWeightNoise().clone();
    }
    if (constraints == null) {
      constraints =
          VertexBuilder.constraintsOn(
              declared(), globalConfig.getWeightConstraints(), globalConfig.getBiasConstraints());
    }
  }

  @Override
  public IWeightNoise weightNoise() {
    return weightNoise;
  }

  @Override
  public List<LayerConstraint> constraints() {
    return constraints == null ? List.of() : constraints;
  }

  /**
   * The class and, once it has one, the name, for messages.
   *
   * @return such as {@code Attention "context"}
   */
  protected final String describe() {
    return Inputs.describe(this, getName());
  }

  @Override
  public org.deeplearning4j.nn.conf.graph.GraphVertex clone() {
    return SerializationUtils.clone(this);
  }

  @Override
  public boolean equals(Object other) {
    return EqualsBuilder.reflectionEquals(this, other, "vertexParams");
  }

  @Override
  public int hashCode() {
    return HashCodeBuilder.reflectionHashCode(this, "vertexParams");
  }
}
