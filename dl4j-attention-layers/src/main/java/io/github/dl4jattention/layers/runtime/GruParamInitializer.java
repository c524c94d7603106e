package io.github.dl4jattention.layers.runtime;

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

/**
 * The parameters of a GRU, and where each lies in the network's flat array.
 *
 * <p>In this order: {@value #WEIGHTS} {@code [nIn, 3 nOut]}, {@value #RECURRENT_WEIGHTS} {@code
 * [nOut, 3 nOut]}, {@value #BIAS} {@code [1, 3 nOut]} and, where the reset gate acts after the
 * recurrent product, {@value #RECURRENT_BIAS} {@code [1, 3 nOut]}. Along {@code 3 nOut}: reset
 * gate, update gate, candidate, as in PyTorch: {@code W} is the transpose of its {@code
 * weight_ih_l0}, {@code RW} of its {@code weight_hh_l0}; {@code b} and {@code bR} are its {@code
 * bias_ih_l0} and {@code bias_hh_l0}.
 *
 * <p>Each gate's block is initialized on its own, so that a scheme sees the fan-in and fan-out of
 * one gate (nOut, not 3 nOut) and those for square matrices work for {@code RW}. The initial bias
 * goes to {@code b}; {@code bR} starts at zero.
 */
public final class GruParamInitializer implements ParamInitializer {
  /** Weights of the input. */
  public static final String WEIGHTS = "W";

  /** Weights of the previous state. */
  public static final String RECURRENT_WEIGHTS = "RW";

  /** Biases added to the input's product. */
  public static final String BIAS = "b";

  /** Biases added to the state's product. */
  public static final String RECURRENT_BIAS = "bR";

  /** Blocks along the second axis: reset gate, update gate, candidate. */
  static final int BLOCKS = 3;

  private static final GruParamInitializer RESET_AFTER = new GruParamInitializer(true);
  private static final GruParamInitializer RESET_BEFORE = new GruParamInitializer(false);

  private final List<String> biases;

  private GruParamInitializer(boolean resetAfter) {
    biases = resetAfter ? List.of(BIAS, RECURRENT_BIAS) : List.of(BIAS);
  }

  /**
   * The initializer of one of the two forms.
   *
   * @param resetAfter whether the reset gate acts after the recurrent product
   * @return an instance, shared
   */
  public static GruParamInitializer of(boolean resetAfter) {
    return resetAfter ? RESET_AFTER : RESET_BEFORE;
  }

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return shapes(layer).values().stream().mapToLong(shape -> shape[0] * shape[1]).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.copyOf(shapes(layer).keySet());
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
      initialize(views.get(WEIGHTS), forInput);
      initialize(views.get(RECURRENT_WEIGHTS), recurrent == null ? forInput : recurrent);
      for (String bias : biases) {
        views.get(bias).assign(bias.equals(BIAS) ? layer.getBiasInit() : 0);
      }
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray flat) {
    return views(configuration.getLayer(), flat);
  }

  /** Column-major: a gate's block is one piece of the flat array. */
  private static void initialize(INDArray weights, IWeightInit scheme) {
    long fanIn = weights.size(0);
    long fanOut = weights.size(1) / BLOCKS;
    for (int block = 0; block < BLOCKS; block++) {
      INDArray view = GruGates.block(weights, block);
      INDArray flat = view.reshape('f', new long[] {fanIn * fanOut});
      INDArray values =
          scheme.init((double) fanIn, (double) fanOut, new long[] {fanIn, fanOut}, 'f', flat);
      view.assign(values); // Schemes fill the array they are given, but none promises it.
    }
  }

  private Map<String, INDArray> views(Layer layer, INDArray flat) {
    long expected = numParams(layer);
    if (flat.length() != expected) {
      throw new IllegalStateException(
          "GRU \"%s\": %d parameters expected, got an array of %d"
              .formatted(layer.getLayerName(), expected, flat.length()));
    }
    INDArray vector = flat.reshape(new long[] {flat.length()});
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (Map.Entry<String, long[]> entry : shapes(layer).entrySet()) {
      long[] shape = entry.getValue();
      long to = from + shape[0] * shape[1];
      INDArray part = vector.get(NDArrayIndex.interval(from, to));
      views.put(entry.getKey(), part.reshape('f', shape));
      from = to;
    }
    return views;
  }

  private Map<String, long[]> shapes(Layer layer) {
    BaseRecurrentLayer sizes = (BaseRecurrentLayer) layer;
    long columns = BLOCKS * sizes.getNOut();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHTS, new long[] {sizes.getNIn(), columns});
    shapes.put(RECURRENT_WEIGHTS, new long[] {sizes.getNOut(), columns});
    biases.forEach(bias -> shapes.put(bias, new long[] {1, columns}));
    return shapes;
  }
}
