package io.github.dl4jattention.layers.cell;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.RnnCellKernel;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;

/**
 * The simple recurrent cell: {@code h_t = tanh([x_t ; fed] Wx + h_(t-1) Wh + b)}.
 *
 * <p>Elman 1990, "Finding Structure in Time". Parameters: those of {@link RecurrentCell}, with one
 * gate.
 */
public final class RnnCell implements RecurrentCell {
  private static final long serialVersionUID = 1L;

  /** Of the state. */
  private Activation activation = Activation.TANH;

  /** A cell with tanh. */
  public RnnCell() {}

  /**
   * Another activation than tanh.
   *
   * @param other the activation
   * @return a new cell
   */
  public RnnCell withActivation(Activation other) {
    RnnCell cell = new RnnCell();
    cell.activation = Objects.requireNonNull(other, "activation");
    return cell;
  }

  @Override
  public void declareParameters(
      Parameters parameters, long inputSize, long fedSize, long stateSize) {
    Gates.declareWeights(parameters, 1, inputSize, fedSize, stateSize);
    parameters.bias(BIAS, 0, 1, stateSize);
  }

  @Override
  public CellSteps steps(Scope scope, Steps inputs, long fedSize, long stateSize) {
    Gates gates =
        new Gates(
            scope,
            inputs,
            fedSize + stateSize,
            stateSize,
            Gates.ofX(scope, inputs, fedSize, stateSize),
            Gates.ofFed(scope, inputs, fedSize, stateSize),
            scope.parameter(RECURRENT_WEIGHT),
            scope.parameter(BIAS));
    return (t, fed, previous) ->
        new CellState(
            Activations.of(activation, scope.sameDiff(), gates.at(t, fed, previous.hidden())),
            null);
  }

  @Override
  public Optional<CellKernel> kernel(Lanes lanes, long stateSize) {
    if (activation != Activation.TANH) {
      return Optional.empty();
    }
    return Optional.of(new RnnCellKernel(lanes, Workers.shared(), (int) stateSize));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RnnCell that && activation == that.activation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(activation);
  }

  @Override
  public String toString() {
    return "RNN";
  }
}
