package io.github.dl4jattention.layers.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of an LSTM: those of DL4J's, number by number.
 *
 * <p>In this order: {@value #WEIGHTS} {@code [nIn, 4 nOut]}, {@value #RECURRENT_WEIGHTS} {@code
 * [nOut, 4 nOut]}, {@value #BIAS} {@code [4 nOut]}. Along {@code 4 nOut}: candidate, forget gate,
 * output gate, input gate. DL4J calls the candidate the input, i, and the input gate the input
 * modulation, g.
 *
 * <p>As DL4J does: a scheme sees nOut as the fan-in and {@code nIn + nOut} as the fan-out of both
 * matrices, and {@code 4 nOut} columns at once; the forget gate's biases start at a value of their
 * own, all others at zero. So a seed gives the weights that it gives DL4J's.
 */
public final class LstmParamInitializer extends GatedParamInitializer {
  /** Blocks along the second axis: candidate, forget gate, output gate, input gate. */
  static final int BLOCKS = 4;

  private static final LstmParamInitializer INSTANCE = new LstmParamInitializer();

  private LstmParamInitializer() {
    super("LSTM", BIAS);
  }

  /**
   * The only instance.
   *
   * @return the same for all
   */
  public static LstmParamInitializer instance() {
    return INSTANCE;
  }

  @Override
  void initialize(BaseRecurrentLayer layer, INDArray weights, IWeightInit scheme) {
    initialize(
        scheme, (double) layer.getNOut(), (double) (layer.getNIn() + layer.getNOut()), weights);
  }

  @Override
  void initializeBias(BaseRecurrentLayer layer, String name, INDArray bias) {
    bias.assign(0);
    Gates.block(bias.reshape(1, bias.length()), LstmGates.FORGET, BLOCKS)
        .assign(((AbstractLSTM) layer).getForgetGateBiasInit());
  }

  @Override
  Map<String, long[]> shapes(BaseRecurrentLayer layer) {
    long columns = BLOCKS * layer.getNOut();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHTS, new long[] {layer.getNIn(), columns});
    shapes.put(RECURRENT_WEIGHTS, new long[] {layer.getNOut(), columns});
    shapes.put(BIAS, new long[] {columns});
    return shapes;
  }
}
