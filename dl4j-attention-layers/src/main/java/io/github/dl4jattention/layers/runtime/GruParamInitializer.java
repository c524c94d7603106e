package io.github.dl4jattention.layers.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a GRU.
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
public final class GruParamInitializer extends GatedParamInitializer {
  /** Biases added to the state's product. */
  public static final String RECURRENT_BIAS = "bR";

  /** Blocks along the second axis: reset gate, update gate, candidate. */
  static final int BLOCKS = 3;

  private static final GruParamInitializer RESET_AFTER =
      new GruParamInitializer(BIAS, RECURRENT_BIAS);
  private static final GruParamInitializer RESET_BEFORE = new GruParamInitializer(BIAS);

  private GruParamInitializer(String... biases) {
    super("GRU", biases);
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
  void initialize(BaseRecurrentLayer layer, INDArray weights, IWeightInit scheme) {
    for (int block = 0; block < BLOCKS; block++) {
      INDArray view = Gates.block(weights, block, BLOCKS);
      initialize(scheme, (double) view.size(0), (double) view.size(1), view);
    }
  }

  @Override
  void initializeBias(BaseRecurrentLayer layer, String name, INDArray bias) {
    bias.assign(name.equals(BIAS) ? layer.getBiasInit() : 0);
  }

  @Override
  Map<String, long[]> shapes(BaseRecurrentLayer layer) {
    long columns = BLOCKS * layer.getNOut();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHTS, new long[] {layer.getNIn(), columns});
    shapes.put(RECURRENT_WEIGHTS, new long[] {layer.getNOut(), columns});
    biasKeys(layer).forEach(bias -> shapes.put(bias, new long[] {1, columns}));
    return shapes;
  }
}
