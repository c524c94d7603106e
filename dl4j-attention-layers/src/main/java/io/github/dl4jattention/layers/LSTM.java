package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.LstmLayer;
import io.github.dl4jattention.layers.runtime.LstmParamInitializer;
import java.util.Collection;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A long short-term memory, in the place of DL4J's own {@code LSTM}: with its parameters and its
 * figures, faster, and right under masks.
 *
 * <p>Hochreiter and Schmidhuber 1997, "Long Short-Term Memory", with the forget gate of Gers,
 * Schmidhuber and Cummins 2000, "Learning to Forget"; no peepholes. With row vectors as DL4J has
 * them:
 *
 * <pre>
 *   g_t = tanh(x_t W_g + h_(t-1) U_g + b_g)
 *   f_t = sigmoid(x_t W_f + h_(t-1) U_f + b_f)
 *   o_t = sigmoid(x_t W_o + h_(t-1) U_o + b_o)
 *   i_t = sigmoid(x_t W_i + h_(t-1) U_i + b_i)
 *   c_t = f_t * c_(t-1) + i_t * g_t
 *   h_t = o_t * tanh(c_t)
 * </pre>
 *
 * <p>x_t is {@code [nIn]}; the candidate g_t, the forget, output and input gates f_t, o_t and i_t,
 * the cell c_t and h_t, which is the output, are {@code [nOut]}; h_0 and c_0 are zero. {@code *} is
 * elementwise. Parameters: {@code W}, {@code RW} and {@code b} hold W, U and b of g, f, o and i
 * side by side, as DL4J's do; {@link LstmParamInitializer} says how. {@link LstmSwap} puts this
 * layer in the place of DL4J's in a network that is trained already, and back.
 *
 * <p>Input {@code [batch, nIn, time]}, output {@code [batch, nOut, time]}; with {@code
 * dataFormat(RNNFormat.NWC)} or such an input type {@code [batch, time, size]}.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real. At padding the output is zero and both states go
 * through as they are, so that padding before, between or after the real steps changes nothing;
 * what padding holds, NaN included, reaches neither outputs nor gradients. DL4J's own never sees a
 * network's mask: it reads padding as if it were real. With padding at the end only, the outputs at
 * real steps are the same. In DL4J's {@code Bidirectional} both directions of this layer get the
 * mask; the backward direction of DL4J's own reads padding first.
 *
 * <p>{@code rnnTimeStep} and truncated backpropagation carry both states from piece to piece, under
 * DL4J's keys, and the gradient of a piece is that of the pass with the states it started from,
 * which DL4J's own takes for zero.
 *
 * <p>The activation, of the candidate and of the cell, is tanh unless the layer names another: a
 * network's common {@code activation}, sigmoid where none is set, is not taken over as by DL4J's
 * own. An activation that is not a function of each element alone is refused. {@code biasInit} is
 * of no effect, as in DL4J's own; {@code forgetGateBiasInit} is, 1 by default. {@code
 * helperAllowFallback} is kept for DL4J's own; here there is no helper.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder()
 *     .updater(new Adam(1e-3))
 *     .list()
 *     .layer(new LSTM.Builder().nOut(128).build())
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
public class LSTM extends AbstractLSTM {
  /** For DL4J's JSON; use {@link Builder}. */
  private LSTM() {}

  /**
   * For {@link Builder#build()}.
   *
   * @param builder the settings
   */
  protected LSTM(Builder builder) {
    super(builder);
    if (activationFn == null) {
      activationFn = new ActivationTanH();
    }
    initializeConstraints(builder);
  }

  /**
   * This layer in the place of one of DL4J's own.
   *
   * @param lstm DL4J's
   * @return the same settings in a layer of this library, its activation included
   */
  public static LSTM from(org.deeplearning4j.nn.conf.layers.LSTM lstm) {
    return LstmSwap.toOurs(lstm);
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
    LayerValidation.assertNInNOutSet("LSTM", getLayerName(), layerIndex, getNIn(), getNOut());
    GatedSettings.requireElementwise(this, "activation", activationFn);
    GatedSettings.requireElementwise(this, "gateActivationFunction", gateActivationFn);
    LstmLayer layer = new LstmLayer(configuration, networkDataType, gateActivationFn);
    return GatedSettings.ready(
        layer, configuration, listeners, layerIndex, parametersView, initializeParameters);
  }

  @Override
  public ParamInitializer initializer() {
    return LstmParamInitializer.instance();
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return GatedSettings.memory(this, inputType, 7, 16);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LSTM that && super.equals(that);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof LSTM;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  @Override
  public String toString() {
    return "LSTM(super=%s)".formatted(super.toString());
  }

  /** Builds an {@link LSTM}; the settings are those of DL4J's own. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in the layer's class.
  public static class Builder extends AbstractLSTM.Builder<Builder> {
    /** A builder with the defaults: sigmoid gates, tanh, forget gates' biases of 1. */
    public Builder() {}

    @Override
    public LSTM build() {
      return new LSTM(this);
    }
  }
}
