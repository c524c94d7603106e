package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the configurations of all this library's vertices share: the runtime class, the masks, the
 * initial weights, the checks of input types.
 *
 * <p>The first input is the one with the queries: the output has its time steps and its mask.
 */
public abstract class AttentionVertex extends SameDiffVertex {
  /** Initial values of the weight matrices. */
  private IWeightInit weightInit = new WeightInitXavier();

  /** For DL4J's JSON. */
  protected AttentionVertex() {}

  /**
   * For builders.
   *
   * @param builder what all vertices' builders have
   */
  protected AttentionVertex(VertexBuilder<?> builder) {
    if (builder.weightInit != null) {
      weightInit = builder.weightInit;
    }
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    setName(name);
    return new AttentionGraphVertex(
        this, graph, name, index, parametersView, initializeParameters, networkDataType);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return masks == null ? null : new Pair<>(masks[0], state);
  }

  @Override
  public int minVertexInputs() {
    return getVertexParams().getInputs().size();
  }

  @Override
  public int maxVertexInputs() {
    return minVertexInputs();
  }

  /** Weights as configured, with their own fan-in and fan-out; biases zero. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, view) -> {
          if (getVertexParams().isWeightParam(name)) {
            long[] shape = view.shape(); // [fanIn, fanOut]
            weightInit.init(
                (double) shape[0],
                (double) shape[1],
                shape,
                IWeightInit.DEFAULT_WEIGHT_INIT_ORDER,
                view);
          } else {
            view.assign(0.0);
          }
        });
  }

  /**
   * Initial values of the weight matrices.
   *
   * @return the initialisation
   */
  public IWeightInit getWeightInit() {
    return weightInit;
  }

  /**
   * For DL4J's JSON.
   *
   * @param weightInit initial values of the weight matrices
   */
  public void setWeightInit(IWeightInit weightInit) {
    this.weightInit = weightInit;
  }

  /**
   * A sequence with the steps of another.
   *
   * @param queries type of the first input
   * @param size channels
   * @return the type of the output
   */
  protected static InputType outputOf(InputType queries, long size) {
    return InputType.recurrent(
        size, ((InputType.InputTypeRecurrent) queries).getTimeSeriesLength());
  }

  /**
   * Refuses another number of inputs than the vertex has.
   *
   * @param inputs types of the inputs
   */
  protected void requireInputs(InputType... inputs) {
    int expected = getVertexParams().getInputs().size();
    if (inputs == null || inputs.length != expected) {
      throw new InvalidInputTypeException(
          "%s needs %d inputs %s, got %d"
              .formatted(
                  describe(),
                  expected,
                  getVertexParams().getInputs(),
                  inputs == null ? 0 : inputs.length));
    }
  }

  /**
   * Refuses an input that is not a sequence of the size configured, and says the mend.
   *
   * @param role what the input is, for the message
   * @param actual the input's type
   * @param size the size configured
   * @param setter the builder's method that configures it
   */
  protected void requireSequence(String role, InputType actual, long size, String setter) {
    if (!(actual instanceof InputType.InputTypeRecurrent sequence)) {
      throw new InvalidInputTypeException(
          "%s: %s must be a sequence [batch, size, time], got %s. A layer such as LSTM gives one;"
                  .formatted(describe(), role, actual)
              + " in setInputTypes, use InputType.recurrent(size)");
    }
    requireSize(role, sequence.getSize(), size, setter);
  }

  /**
   * Refuses an input that is not one vector an example of the size configured.
   *
   * @param role what the input is, for the message
   * @param actual the input's type
   * @param size the size configured
   * @param setter the builder's method that configures it
   */
  protected void requireVectors(String role, InputType actual, long size, String setter) {
    if (!(actual instanceof InputType.InputTypeFeedForward vectors)) {
      throw new InvalidInputTypeException(
          "%s: %s must be vectors [batch, size], got %s. LastTimeStepVertex gives one of a sequence"
              .formatted(describe(), role, actual));
    }
    requireSize(role, vectors.getSize(), size, setter);
  }

  private void requireSize(String role, long actualSize, long size, String setter) {
    if (actualSize != size) {
      throw new InvalidInputTypeException(
          "%s: %s have size %d, but %s(%d) was configured. Perhaps you need %s(%d)?"
              .formatted(describe(), role, actualSize, setter, size, setter, actualSize));
    }
  }

  /**
   * Copies what DL4J sets on a vertex after it was built.
   *
   * @param <T> the vertex
   * @param copy the vertex to set it on
   * @return the copy
   */
  protected <T extends AttentionVertex> T copySettingsTo(T copy) {
    copy.setName(getName());
    copy.setUpdater(getUpdater());
    copy.setBiasUpdater(getBiasUpdater());
    copy.setRegularization(getRegularization());
    copy.setRegularizationBias(getRegularizationBias());
    copy.setGradientNormalization(getGradientNormalization());
    copy.setGradientNormalizationThreshold(getGradientNormalizationThreshold());
    copy.setDataType(getDataType());
    return copy;
  }

  /**
   * Whether what all vertices have is the same in another.
   *
   * @param that the other
   * @return true if it is
   */
  protected boolean sameSettings(AttentionVertex that) {
    return Objects.equals(weightInit, that.weightInit)
        && Objects.equals(getUpdater(), that.getUpdater())
        && Objects.equals(getBiasUpdater(), that.getBiasUpdater())
        && Objects.equals(getRegularization(), that.getRegularization())
        && Objects.equals(getRegularizationBias(), that.getRegularizationBias());
  }

  private String describe() {
    return getClass().getSimpleName() + (getName() == null ? "" : " \"" + getName() + "\"");
  }

  /**
   * What the builders of all vertices have: {@code setX} is required, {@code optX} is not.
   *
   * @param <B> the vertex's builder
   */
  public abstract static class VertexBuilder<B extends VertexBuilder<B>> {
    private IWeightInit weightInit;

    /** For the vertices' builders. */
    protected VertexBuilder() {}

    /**
     * Initial values of the weight matrices; Xavier by default.
     *
     * @param init the initialisation
     * @return this
     */
    public B optWeightInit(IWeightInit init) {
      weightInit = init;
      return self();
    }

    /**
     * The builder by its own type.
     *
     * @return this
     */
    protected abstract B self();
  }
}
