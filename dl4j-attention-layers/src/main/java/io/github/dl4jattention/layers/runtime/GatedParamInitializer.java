package io.github.dl4jattention.layers.runtime;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Parameters of a layer of gates, and where each lies in the network's flat array. */
public abstract class GatedParamInitializer implements ParamInitializer {
  /** Weights of the input, {@code [nIn, blocks nOut]}. */
  public static final String WEIGHTS = "W";

  /** Weights of the previous state, {@code [nOut, blocks nOut]}. */
  public static final String RECURRENT_WEIGHTS = "RW";

  /** Biases added to the input's product. */
  public static final String BIAS = "b";

  private final String layerName;
  private final List<String> biases;

  /**
   * For subclasses in this package.
   *
   * @param layerName what errors call the layer
   * @param biases names of the biases
   */
  GatedParamInitializer(String layerName, String... biases) {
    this.layerName = layerName;
    this.biases = List.of(biases);
  }

  /** Shapes by name, in the order of the flat array. */
  abstract Map<String, long[]> shapes(BaseRecurrentLayer layer);

  /** Writes the initial values of a parameter of weights, column-major. */
  abstract void initialize(BaseRecurrentLayer layer, INDArray weights, IWeightInit scheme);

  /** Writes the initial values of a bias. */
  abstract void initializeBias(BaseRecurrentLayer layer, String name, INDArray bias);

  private static long length(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return shapes((BaseRecurrentLayer) layer).values().stream()
        .mapToLong(GatedParamInitializer::length)
        .sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.copyOf(shapes((BaseRecurrentLayer) layer).keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(WEIGHTS, RECURRENT_WEIGHTS);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return biases;
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biases.contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray flat, boolean initializeParameters) {
    BaseRecurrentLayer layer = (BaseRecurrentLayer) configuration.getLayer();
    Map<String, INDArray> views = views(layer, flat);
    views.keySet().forEach(configuration::addVariable);
    if (initializeParameters) {
      IWeightInit forInput = layer.getWeightInitFn();
      IWeightInit recurrent = layer.getWeightInitFnRecurrent();
      initialize(layer, views.get(WEIGHTS), forInput);
      initialize(layer, views.get(RECURRENT_WEIGHTS), recurrent == null ? forInput : recurrent);
      biases.forEach(bias -> initializeBias(layer, bias, views.get(bias)));
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray flat) {
    return views((BaseRecurrentLayer) configuration.getLayer(), flat);
  }

  /** Column-major: a block's columns are one piece of the flat array. */
  private Map<String, INDArray> views(BaseRecurrentLayer layer, INDArray flat) {
    long expected = numParams(layer);
    if (flat.length() != expected) {
      throw new IllegalStateException(
          "%s \"%s\": %d parameters expected, got an array of %d"
              .formatted(layerName, layer.getLayerName(), expected, flat.length()));
    }
    INDArray vector = flat.reshape(new long[] {flat.length()});
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (Map.Entry<String, long[]> entry : shapes(layer).entrySet()) {
      long to = from + length(entry.getValue());
      INDArray part = vector.get(NDArrayIndex.interval(from, to));
      views.put(entry.getKey(), part.reshape('f', entry.getValue()));
      from = to;
    }
    return views;
  }

  /** Writes what a scheme gives for a matrix, whose values are one piece of the flat array. */
  static void initialize(IWeightInit scheme, double fanIn, double fanOut, INDArray matrix) {
    INDArray flat = matrix.reshape('f', new long[] {matrix.length()});
    INDArray values = scheme.init(fanIn, fanOut, matrix.shape(), 'f', flat);
    matrix.assign(values); // Schemes fill the array they are given, but none promises it.
  }
}
