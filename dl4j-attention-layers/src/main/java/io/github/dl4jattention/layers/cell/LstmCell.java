package io.github.dl4jattention.layers.cell;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.LstmCellKernel;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;

/**
 * Long short-term memory, without peepholes.
 *
 * <pre>
 *   i f g o = [x_t ; fed] Wx + h_(t-1) Wh + b        four gates of stateSize each
 *   c_t     = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g)
 *   h_t     = sigmoid(o) tanh(c_t)
 * </pre>
 *
 * <p>Hochreiter and Schmidhuber 1997, "Long Short-Term Memory", with the forget gate of Gers,
 * Schmidhuber and Cummins 2000. The forget gate's bias is 1 in a new network, so that it remembers
 * at first (Jozefowicz, Zaremba and Sutskever 2015).
 *
 * <p>Parameters: those of {@link RecurrentCell}, with gates in the order i, f, g, o.
 *
 * <pre>{@code
 * new LstmCell().withForgetGateBias(0)
 * }</pre>
 */
public final class LstmCell implements RecurrentCell {
  private static final long serialVersionUID = 1L;

  private static final int GATES = 4;

  /** Index of the forget gate. */
  private static final int FORGET = 1;

  /** Value of the forget gate's bias in a new network. */
  private double forgetGateBias = 1;

  /** Of g and of c_t. */
  private Activation activation = Activation.TANH;

  /** Of i, f and o. */
  private Activation gateActivation = Activation.SIGMOID;

  /** A cell with tanh, sigmoid gates and a forget gate's bias of 1. */
  public LstmCell() {}

  private LstmCell(LstmCell other) {
    forgetGateBias = other.forgetGateBias;
    activation = other.activation;
    gateActivation = other.gateActivation;
  }

  /**
   * Another first value of the forget gate's bias.
   *
   * @param bias the value in a new network
   * @return a new cell
   */
  public LstmCell withForgetGateBias(double bias) {
    LstmCell cell = new LstmCell(this);
    cell.forgetGateBias = bias;
    return cell;
  }

  /**
   * Another activation than tanh.
   *
   * @param other that of g and of c_t
   * @return a new cell
   */
  public LstmCell withActivation(Activation other) {
    LstmCell cell = new LstmCell(this);
    cell.activation = Objects.requireNonNull(other, "activation");
    return cell;
  }

  /**
   * Another activation of the gates than a sigmoid.
   *
   * @param other that of i, f and o
   * @return a new cell
   */
  public LstmCell withGateActivation(Activation other) {
    LstmCell cell = new LstmCell(this);
    cell.gateActivation = Objects.requireNonNull(other, "gateActivation");
    return cell;
  }

  /**
   * Whether the activations are the usual ones.
   *
   * @return true for tanh and sigmoid
   */
  public boolean isPlain() {
    return activation == Activation.TANH && gateActivation == Activation.SIGMOID;
  }

  @Override
  public boolean hasMemory() {
    return true;
  }

  @Override
  public void declareParameters(
      Parameters parameters, long inputSize, long fedSize, long stateSize) {
    Gates.declareWeights(parameters, GATES, inputSize, fedSize, stateSize);
    parameters.bias(BIAS, i -> i / stateSize == FORGET ? forgetGateBias : 0, 1, GATES * stateSize);
  }

  @Override
  public CellSteps steps(Scope scope, Steps inputs, long fedSize, long stateSize) {
    SameDiff sameDiff = scope.sameDiff();
    Gates gates =
        new Gates(
            scope,
            inputs,
            fedSize + stateSize,
            GATES * stateSize,
            Gates.ofX(scope, inputs, fedSize, GATES * stateSize),
            Gates.ofFed(scope, inputs, fedSize, GATES * stateSize),
            scope.parameter(RECURRENT_WEIGHT),
            scope.parameter(BIAS));
    return (t, fed, previous) -> {
      SDVariable[] gate = sameDiff.split(gates.at(t, fed, previous.hidden()), GATES, 1); // i f g o
      SDVariable kept = gated(sameDiff, gate[FORGET], previous.memory());
      SDVariable proposed = Activations.of(activation, sameDiff, gate[2]);
      SDVariable memory = kept.add(gated(sameDiff, gate[0], proposed));
      SDVariable shown = Activations.of(activation, sameDiff, memory);
      return new CellState(gated(sameDiff, gate[3], shown), memory);
    };
  }

  private SDVariable gated(SameDiff sameDiff, SDVariable gate, SDVariable value) {
    return Activations.of(gateActivation, sameDiff, gate).mul(value);
  }

  @Override
  public Optional<CellKernel> kernel(Lanes lanes, long stateSize) {
    if (!isPlain()) {
      return Optional.empty();
    }
    return Optional.of(
        new LstmCellKernel(lanes, Workers.shared(), (int) stateSize, LstmCellKernel.Order.IFGO));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LstmCell that
        && forgetGateBias == that.forgetGateBias
        && activation == that.activation
        && gateActivation == that.gateActivation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(forgetGateBias, activation, gateActivation);
  }

  @Override
  public String toString() {
    return isPlain() ? "LSTM" : "LSTM(" + activation + ", " + gateActivation + ")";
  }
}
