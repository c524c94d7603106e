package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.GruLayer;
import io.github.dl4jattention.layers.runtime.GruParamInitializer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gated recurrent unit, for use wherever DL4J takes an {@code LSTM} or a {@code SimpleRnn}.
 *
 * <p>Cho et al. 2014, "Learning Phrase Representations using RNN Encoder-Decoder for Statistical
 * Machine Translation", equations (5) to (8), with row vectors as DL4J has them:
 *
 * <pre>
 *   r_t = sigmoid(x_t W_r + b_r + h_(t-1) U_r + bR_r)
 *   z_t = sigmoid(x_t W_z + b_z + h_(t-1) U_z + bR_z)
 *   n_t = tanh(x_t W_n + b_n + r_t * (h_(t-1) U_n + bR_n))      resetAfter(true), the default
 *   n_t = tanh(x_t W_n + b_n + (r_t * h_(t-1)) U_n)             resetAfter(false), the paper's
 *   h_t = (1 - z_t) * n_t + z_t * h_(t-1)
 * </pre>
 *
 * <p>x_t is {@code [nIn]}; the reset gate r_t, the update gate z_t, the candidate n_t (the paper's
 * h~) and the state h_t, which is the output, are {@code [nOut]}; h_0 is zero. {@code *} is
 * elementwise. The default is what cuDNN, PyTorch and Keras compute; the other form is also that of
 * Bahdanau, Cho and Bengio 2014, whose z is one minus this one. The biases bR are only in the
 * default form. Parameters: {@code W} and {@code RW} hold W and U of r, z and n side by side,
 * {@link GruParamInitializer} says how.
 *
 * <p>Input {@code [batch, nIn, time]}, output {@code [batch, nOut, time]}; with {@code
 * dataFormat(RNNFormat.NWC)} or such an input type {@code [batch, time, size]}.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real. At padding the output is zero and the state goes
 * through as it is, so that padding before, between or after the real steps changes nothing; what
 * padding holds, NaN included, reaches neither outputs nor gradients. In DL4J's {@code
 * Bidirectional} both directions get the mask, in a {@code MultiLayerNetwork} and in a {@code
 * ComputationGraph}, unlike with its LSTM, for which {@link ReverseSequence} is the mend.
 *
 * <p>{@code rnnTimeStep} and truncated backpropagation carry the state from piece to piece, and the
 * gradient of a piece is that of the pass with the state it started from. DL4J 1.0.0-M2.1 never
 * asks for fewer steps than a piece has: its backward length is of no effect, as for its own
 * layers.
 *
 * <p>The activation is tanh unless the layer names another: a network's common {@code activation}
 * is not taken over. An activation that is not a function of each element alone is refused.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder()
 *     .updater(new Adam(1e-3))
 *     .list()
 *     .layer(new GRU.Builder().nOut(128).build())
 *     .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
 *         .nOut(10).activation(Activation.SOFTMAX).build())
 *     .setInputType(InputType.recurrent(32))
 *     .build();
 * }</pre>
 *
 * <p>A missing size is refused with a {@link DL4JInvalidConfigException} when the network is
 * initialized, an input of another size or rank with a {@code DL4JInvalidInputException}, a mask of
 * another shape with an {@link IllegalArgumentException}.
 */
public class GRU extends BaseRecurrentLayer {
  static {
    OpenBlasCoreType.tell();
  }

  /** Whether the reset gate acts after the recurrent product, as in cuDNN; else before it. */
  private boolean resetAfter;

  /** Activation of the reset and the update gate. */
  private IActivation gateActivationFn;

  /** For DL4J's JSON; use {@link Builder}. */
  private GRU() {}

  /**
   * For {@link Builder#build()}.
   *
   * @param builder the settings
   */
  protected GRU(Builder builder) {
    super(builder);
    resetAfter = builder.resetAfter;
    gateActivationFn = builder.gateActivationFn;
    if (activationFn == null) {
      activationFn = new ActivationTanH();
    }
    initializeConstraints(builder);
  }

  @Override
  protected void initializeConstraints(Layer.Builder<?> builder) {
    super.initializeConstraints(builder);
    constraints = GatedSettings.constraints(constraints, (BaseRecurrentLayer.Builder<?>) builder);
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    OpenBlasCoreType.advise();
    LayerValidation.assertNInNOutSet("GRU", getLayerName(), layerIndex, getNIn(), getNOut());
    GatedSettings.requireElementwise(this, "activation", activationFn);
    GatedSettings.requireElementwise(this, "gateActivationFunction", gateActivationFn);
    GruLayer layer = new GruLayer(configuration, networkDataType, resetAfter, gateActivationFn);
    return GatedSettings.ready(
        layer, configuration, listeners, layerIndex, parametersView, initializeParameters);
  }

  @Override
  public ParamInitializer initializer() {
    return GruParamInitializer.of(resetAfter);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return GatedSettings.memory(this, inputType, 5, 12);
  }

  /**
   * Whether the reset gate acts after the recurrent product.
   *
   * @return true for the form of cuDNN, PyTorch and Keras, false for the paper's
   */
  public boolean isResetAfter() {
    return resetAfter;
  }

  /**
   * For DL4J's JSON.
   *
   * @param resetAfter whether the reset gate acts after the recurrent product
   */
  public void setResetAfter(boolean resetAfter) {
    this.resetAfter = resetAfter;
  }

  /**
   * Activation of the reset and the update gate.
   *
   * @return the function
   */
  public IActivation getGateActivationFn() {
    return gateActivationFn;
  }

  /**
   * For DL4J's JSON.
   *
   * @param gateActivationFn activation of the reset and the update gate
   */
  public void setGateActivationFn(IActivation gateActivationFn) {
    this.gateActivationFn = gateActivationFn;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GRU that
        && super.equals(that)
        && resetAfter == that.resetAfter
        && Objects.equals(gateActivationFn, that.gateActivationFn);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof GRU;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), resetAfter, gateActivationFn);
  }

  @Override
  public String toString() {
    return "GRU(super=%s, resetAfter=%s, gateActivationFn=%s)"
        .formatted(super.toString(), resetAfter, gateActivationFn);
  }

  /** Builds a {@link GRU}; what is not here is as for every recurrent layer of DL4J's. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in the layer's class.
  public static class Builder extends BaseRecurrentLayer.Builder<Builder> {
    private boolean resetAfter = true;
    private IActivation gateActivationFn = new ActivationSigmoid();

    /** A builder with the defaults: cuDNN's form, sigmoid gates, tanh. */
    public Builder() {}

    /**
     * Whether the reset gate acts after the recurrent product. Default: true.
     *
     * @param resetAfter true for the form of cuDNN, PyTorch and Keras, false for that of Cho et al.
     *     2014
     * @return this
     */
    public Builder resetAfter(boolean resetAfter) {
      this.resetAfter = resetAfter;
      return this;
    }

    /**
     * Activation of the reset and the update gate. Default: sigmoid.
     *
     * @param function a function to the range 0 to 1
     * @return this
     */
    public Builder gateActivationFunction(IActivation function) {
      gateActivationFn = Objects.requireNonNull(function, "gateActivationFunction");
      return this;
    }

    /**
     * Activation of the reset and the update gate. Default: sigmoid.
     *
     * @param function a function to the range 0 to 1
     * @return this
     */
    public Builder gateActivationFunction(Activation function) {
      return gateActivationFunction(function.getActivationFunction());
    }

    /**
     * Activation of the reset and the update gate. Default: sigmoid.
     *
     * @param function the name of a function to the range 0 to 1
     * @return this
     */
    public Builder gateActivationFunction(String function) {
      return gateActivationFunction(Activation.fromString(function));
    }

    @Override
    public GRU build() {
      return new GRU(this);
    }
  }
}
