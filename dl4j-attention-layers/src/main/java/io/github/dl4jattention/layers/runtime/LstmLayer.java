package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.LstmCellKernel;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What DL4J runs for an {@code LSTM} of this library. Its states are two arrays, {@code [batch,
 * nOut]}: the output under {@value #STATE_KEY_PREV_ACTIVATION}, the cell under {@value
 * #STATE_KEY_PREV_MEMCELL}, as in DL4J's own.
 */
public final class LstmLayer extends GatedLayer {
  /** The stored cell's key, that of DL4J's own LSTM. */
  public static final String STATE_KEY_PREV_MEMCELL = "prevMem";

  /** Of the forget, the output and the input gate. */
  private final IActivation gateActivation;

  /**
   * Called by the layer's configuration.
   *
   * @param configuration what holds the layer's configuration
   * @param dataType the network's data type
   * @param gateActivation activation of the three gates
   */
  public LstmLayer(
      NeuralNetConfiguration configuration, DataType dataType, IActivation gateActivation) {
    super(configuration, dataType, STATE_KEY_PREV_ACTIVATION, STATE_KEY_PREV_MEMCELL);
    this.gateActivation = gateActivation;
  }

  @Override
  GatedForward run(SequencePass pass, boolean kept) {
    LstmGates gates =
        new LstmGates(
            pass.training(),
            gateActivation,
            layerConf().getActivationFn(),
            pass.parameters().get(LstmParamInitializer.WEIGHTS),
            pass.parameters().get(LstmParamInitializer.RECURRENT_WEIGHTS),
            pass.parameters().get(LstmParamInitializer.BIAS));
    return new LstmForward(gates, pass, kept);
  }

  @Override
  Optional<CellKernel> kernel(Lanes lanes) {
    int size = (int) layerConf().getNOut();
    boolean plain =
        gateActivation instanceof ActivationSigmoid
            && layerConf().getActivationFn() instanceof ActivationTanH;
    return plain
        ? Optional.of(new LstmCellKernel(lanes, Workers.shared(), size, LstmCellKernel.Order.GFOI))
        : Optional.empty();
  }
}
