package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.SoftmaxOutputLayer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * An output layer of many classes for each step of a sequence, in the place of an {@code
 * RnnOutputLayer} with softmax and {@code MCXENT}: its labels are numbers of classes, {@code
 * [batch, 1, time]}, not one-hot columns {@code [batch, nOut, time]}.
 *
 * <pre>
 *   z_t = x_t W + b                                    p_t = softmax(z_t)
 *   L   = sum_t -(1 - s) log p_t[y_t] - s / nOut sum_k log p_t[k]      s: labelSmoothing
 * </pre>
 *
 * <p>With a vocabulary of 10,000 words, one-hot labels of a batch of 128 sentences of 30 words are
 * 150 MB, and so is each array that is computed from them. Here nothing of that size is held, and
 * padded steps cost nothing.
 *
 * <p>Label smoothing is that of Szegedy et al. 2016, "Rethinking the Inception Architecture for
 * Computer Vision", section 7, and of PyTorch: 0.1 is usual in translation. It acts in training;
 * scores that are asked for otherwise are the negative log likelihood.
 *
 * <p>Input {@code [batch, nIn, time]}; the output of {@code output(...)} is the probabilities,
 * {@code [batch, nOut, time]}, zeros at padding. Masks are {@code [batch, time]}, 1 = real: the
 * labels' mask, or where there is none, that of the input. Parameters, as of DL4J's output layers:
 * {@code W} {@code [nIn, nOut]}, {@code b} {@code [1, nOut]}. DL4J's {@code dropOut},
 * regularisation and weight noise act as on its own layers.
 *
 * <p>Errors: labels of another shape, or that are no class's number at a real step, are refused
 * with an {@link IllegalArgumentException} that names the example and the step.
 *
 * <pre>{@code
 * .addLayer("output", new SoftmaxOutput.Builder().nOut(10_000).labelSmoothing(0.1).build(), "decoder")
 * }</pre>
 *
 * <p>An embedding can share its weights: {@link TiedEmbedding}.
 */
public class SoftmaxOutput extends BaseOutputLayer {
  /** The share of a label that is spread over all classes. */
  private double labelSmoothing;

  /** For DL4J's JSON; use {@link Builder}. */
  private SoftmaxOutput() {}

  private SoftmaxOutput(Builder builder) {
    super(builder);
    if (!(builder.labelSmoothing >= 0 && builder.labelSmoothing < 1)) {
      throw new DL4JInvalidConfigException(
          "SoftmaxOutput: labelSmoothing is a share from 0 to below 1, such as 0.1, got "
              + builder.labelSmoothing);
    }
    labelSmoothing = builder.labelSmoothing;
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
    OpenBlasCoreType.advise();
    LayerValidation.assertNInNOutSet("SoftmaxOutput", getLayerName(), layerIndex, nIn, nOut);
    SoftmaxOutputLayer layer =
        new SoftmaxOutputLayer(configuration, networkDataType, labelSmoothing);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(configuration, parametersView, initializeParameters));
    layer.setConf(configuration);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    Inputs.sequence(describe(), "its input", input, nIn, "nIn");
    return Inputs.likeSequence(input, nOut);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    nIn = Inputs.sequence(describe(), "its input", input, override ? 0 : nIn, "nIn");
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    Inputs.sequence(describe(), "its input", input, 0, "nIn");
    return null;
  }

  private String describe() {
    return Inputs.describe(this, getLayerName());
  }

  /**
   * Share of a label that is spread over all classes in training.
   *
   * @return 0 for none
   */
  public double getLabelSmoothing() {
    return labelSmoothing;
  }

  /**
   * For DL4J's JSON.
   *
   * @param labelSmoothing share of a label that is spread over all classes in training
   */
  public void setLabelSmoothing(double labelSmoothing) {
    this.labelSmoothing = labelSmoothing;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftmaxOutput that
        && super.equals(that)
        && labelSmoothing == that.labelSmoothing;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof SoftmaxOutput;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), labelSmoothing);
  }

  /** Builds a {@link SoftmaxOutput}; what is not here is as for every layer of DL4J's. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in the layer's class.
  public static class Builder extends BaseOutputLayer.Builder<Builder> {
    private double labelSmoothing;

    /** A builder with the defaults: no label smoothing. */
    public Builder() {
      lossFn = new LossMCXENT();
      activationFn = new ActivationSoftmax();
    }

    /**
     * Share of a label that is spread over all classes in training. Default: 0.
     *
     * @param share from 0 to below 1; 0.1 is usual
     * @return this
     */
    public Builder labelSmoothing(double share) {
      labelSmoothing = share;
      return this;
    }

    @Override
    public SoftmaxOutput build() {
      return new SoftmaxOutput(this);
    }
  }
}
