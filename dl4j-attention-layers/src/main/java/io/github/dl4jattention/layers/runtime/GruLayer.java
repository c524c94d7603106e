package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.GruCellKernel;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What DL4J runs for a {@code GRU}. Its state is one array, {@code [batch, nOut]}, under {@value
 * #STATE_KEY_PREV_ACTIVATION}.
 */
public final class GruLayer extends GatedLayer {
  /** Whether the reset gate acts after the recurrent product. */
  private final boolean resetAfter;

  /** Of the reset and the update gate. */
  private final IActivation gateActivation;

  /**
   * Called by the layer's configuration.
   *
   * @param configuration what holds the layer's configuration
   * @param dataType the network's data type
   * @param resetAfter whether the reset gate acts after the recurrent product
   * @param gateActivation activation of the reset and the update gate
   */
  public GruLayer(
      NeuralNetConfiguration configuration,
      DataType dataType,
      boolean resetAfter,
      IActivation gateActivation) {
    super(configuration, dataType, STATE_KEY_PREV_ACTIVATION);
    this.resetAfter = resetAfter;
    this.gateActivation = gateActivation;
  }

  @Override
  GatedForward run(SequencePass pass, boolean kept) {
    GruGates gates =
        new GruGates(
            resetAfter,
            pass.training(),
            gateActivation,
            layerConf().getActivationFn(),
            pass.parameters().get(GruParamInitializer.WEIGHTS),
            pass.parameters().get(GruParamInitializer.RECURRENT_WEIGHTS),
            pass.parameters().get(GruParamInitializer.BIAS),
            pass.parameters().get(GruParamInitializer.RECURRENT_BIAS));
    return new GruForward(gates, pass, kept);
  }

  @Override
  Optional<CellKernel> kernel(Lanes lanes) {
    int size = (int) layerConf().getNOut();
    boolean plain =
        gateActivation instanceof ActivationSigmoid
            && layerConf().getActivationFn() instanceof ActivationTanH;
    return plain
        ? Optional.of(new GruCellKernel(lanes, Workers.shared(), size, resetAfter))
        : Optional.empty();
  }
}
