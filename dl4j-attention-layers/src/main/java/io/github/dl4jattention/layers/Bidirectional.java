package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.GatedBidirectionalLayer;
import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A recurrent layer in both directions, in the place of DL4J's own {@code Bidirectional}: the same
 * figures, parameters and settings, faster around an {@link LSTM} or a {@link GRU}.
 *
 * <p>DL4J's own reverses input, output and their gradients in time and puts arrays together, which
 * takes as long as the layers themselves. Here both directions are one kernel, which reads the
 * input once. Around other layers, with dropout on the inner layer, and in double precision it does
 * what DL4J's own does. Schuster and Paliwal 1997, "Bidirectional Recurrent Neural Networks".
 *
 * <p>Input {@code [batch, nIn, time]}, output {@code [batch, 2 nOut, time]}, the forward
 * direction's channels first; with another mode than CONCAT {@code [batch, nOut, time]}. Masks are
 * {@code [batch, time]}: padding is passed over in both directions. Parameters: those of the layer,
 * twice, {@code f} and {@code b} before their names.
 *
 * <pre>{@code
 * new Bidirectional(new LSTM.Builder().nOut(128).build())
 * }</pre>
 */
public class Bidirectional extends org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional {
  /** For DL4J's JSON. */
  private Bidirectional() {}

  /**
   * Both outputs, one after the other.
   *
   * @param layer the recurrent layer
   */
  public Bidirectional(Layer layer) {
    super(layer);
  }

  /**
   * Both outputs, put together in a way of choice.
   *
   * @param mode how
   * @param layer the recurrent layer
   */
  public Bidirectional(Mode mode, Layer layer) {
    super(mode, layer);
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    INDArray flat = parametersView.reshape(new long[] {parametersView.length()});
    org.deeplearning4j.nn.api.Layer[] layers = new org.deeplearning4j.nn.api.Layer[2];
    for (int i = 0; i < 2; i++) {
      Layer layer = i == 0 ? getFwd() : getBwd();
      NeuralNetConfiguration own = configuration.clone();
      own.setLayer(layer);
      long half = flat.length() / 2;
      INDArray view = flat.get(NDArrayIndex.interval(i * half, (i + 1) * half));
      layers[i] =
          layer.instantiate(
              own, listeners, layerIndex, view, initializeParameters, networkDataType);
    }
    GatedBidirectionalLayer result =
        new GatedBidirectionalLayer(
            configuration, layers[0], layers[1], parametersView, networkDataType);
    // As DL4J's own, which draws a second time: a seed gives the same parameters.
    Map<String, INDArray> parameters =
        initializer().init(configuration, parametersView, initializeParameters);
    result.setParamTable(parameters);
    result.setConf(configuration);
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bidirectional that && super.equals(that);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof Bidirectional;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
