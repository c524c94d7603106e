package io.github.dl4jattention.layers.cell;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.GruCellKernel;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;

/**
 * The gated recurrent unit, in its two forms.
 *
 * <pre>
 *   r_t  = sigmoid([x_t ; fed] Wx_r + h_(t-1) Wh_r + b_r [+ bh_r])      reset gate
 *   z_t  = sigmoid([x_t ; fed] Wx_z + h_(t-1) Wh_z + b_z [+ bh_z])      update gate
 *   n_t  = tanh([x_t ; fed] Wx_n + r_t (h_(t-1) Wh_n + bh_n) + b_n)      reset after the product
 *   n_t  = tanh([x_t ; fed] Wx_n + (r_t h_(t-1)) Wh_n + b_n)             reset before it
 *   h_t  = (1 - z_t) n_t + z_t h_(t-1)
 * </pre>
 *
 * <p>Reset after the product, with a second bias {@value #RECURRENT_BIAS}, is the form of cuDNN and
 * PyTorch, and the default here: all gates of a step are then one product. {@link #resetBefore} is
 * the form of Cho et al. 2014, "Learning Phrase Representations using RNN Encoder-Decoder",
 * equations (5) to (8), and of Bahdanau, Cho and Bengio 2014, appendix A.1.1, whose update gate is
 * one minus this one.
 *
 * <p>Parameters: those of {@link RecurrentCell}, with gates in the order r, z, n; reset after also
 * {@value #RECURRENT_BIAS} {@code [1, 3 stateSize]}.
 *
 * <pre>{@code
 * new GruCell().resetBefore()
 * }</pre>
 */
public final class GruCell implements RecurrentCell {
  /** Bias of the state's product, for reset after: {@code [1, 3 stateSize]}. */
  public static final String RECURRENT_BIAS = "bh";

  private static final long serialVersionUID = 1L;

  private static final int GATES = 3;

  /** Whether the reset gate applies to the state's product, not to the state. */
  private boolean resetAfter = true;

  /** Of n. */
  private Activation activation = Activation.TANH;

  /** Of r and z. */
  private Activation gateActivation = Activation.SIGMOID;

  /** A cell with reset after the product, tanh and sigmoid gates. */
  public GruCell() {}

  private GruCell(GruCell other) {
    resetAfter = other.resetAfter;
    activation = other.activation;
    gateActivation = other.gateActivation;
  }

  /**
   * The form of Cho and of Bahdanau, with the reset inside the product.
   *
   * @return a new cell
   */
  public GruCell resetBefore() {
    GruCell cell = new GruCell(this);
    cell.resetAfter = false;
    return cell;
  }

  /**
   * Which of the two forms it is.
   *
   * @return true if the reset gate applies to the state's product, not to the state
   */
  public boolean isResetAfter() {
    return resetAfter;
  }

  /**
   * Another activation than tanh.
   *
   * @param other that of n
   * @return a new cell
   */
  public GruCell withActivation(Activation other) {
    GruCell cell = new GruCell(this);
    cell.activation = Objects.requireNonNull(other, "activation");
    return cell;
  }

  /**
   * Another activation of the gates than a sigmoid.
   *
   * @param other that of r and z
   * @return a new cell
   */
  public GruCell withGateActivation(Activation other) {
    GruCell cell = new GruCell(this);
    cell.gateActivation = Objects.requireNonNull(other, "gateActivation");
    return cell;
  }

  @Override
  public void declareParameters(
      Parameters parameters, long inputSize, long fedSize, long stateSize) {
    Gates.declareWeights(parameters, GATES, inputSize, fedSize, stateSize);
    parameters.bias(BIAS, 0, 1, GATES * stateSize);
    if (resetAfter) {
      parameters.bias(RECURRENT_BIAS, 0, 1, GATES * stateSize);
    }
  }

  @Override
  public CellSteps steps(Scope scope, Steps inputs, long fedSize, long stateSize) {
    return resetAfter
        ? stepsWithResetAfter(scope, inputs, fedSize, stateSize)
        : stepsWithResetBefore(scope, inputs, fedSize, stateSize);
  }

  /** Four columns of gates, r, z, n of the inputs, n of the state: so all are one product. */
  private CellSteps stepsWithResetAfter(Scope scope, Steps inputs, long fedSize, long stateSize) {
    SDVariable bias =
        withoutState(scope, scope.parameter(BIAS), 1, stateSize)
            .add(ofState(scope, scope.parameter(RECURRENT_BIAS), 1, stateSize));
    Gates gates =
        new Gates(
            scope,
            inputs,
            fedSize + stateSize,
            4 * stateSize,
            withoutState(
                scope,
                Gates.ofX(scope, inputs, fedSize, GATES * stateSize),
                inputs.size(),
                stateSize),
            fedSize == 0
                ? null
                : withoutState(
                    scope,
                    Gates.ofFed(scope, inputs, fedSize, GATES * stateSize),
                    fedSize,
                    stateSize),
            ofState(scope, scope.parameter(RECURRENT_WEIGHT), stateSize, stateSize),
            bias);
    SameDiff sameDiff = scope.sameDiff();
    return (t, fed, previous) -> {
      SDVariable[] gate = sameDiff.split(gates.at(t, fed, previous.hidden()), 4, 1);
      SDVariable reset = Activations.of(gateActivation, sameDiff, gate[0]);
      return updated(sameDiff, gate[1], gate[2].add(reset.mul(gate[3])), previous);
    };
  }

  private CellSteps stepsWithResetBefore(Scope scope, Steps inputs, long fedSize, long stateSize) {
    SameDiff sameDiff = scope.sameDiff();
    SDVariable[] recurrent = sameDiff.split(scope.parameter(RECURRENT_WEIGHT), GATES, 1); // r z n
    Gates gates =
        new Gates(
            scope,
            inputs,
            fedSize + stateSize,
            GATES * stateSize,
            Gates.ofX(scope, inputs, fedSize, GATES * stateSize),
            Gates.ofFed(scope, inputs, fedSize, GATES * stateSize),
            sameDiff.concat( // n takes its part of the state below, once r is known
                1, recurrent[0], recurrent[1], Gates.zeros(scope, stateSize, stateSize)),
            scope.parameter(BIAS));
    return (t, fed, previous) -> {
      SDVariable[] gate = sameDiff.split(gates.at(t, fed, previous.hidden()), GATES, 1);
      SDVariable reset = Activations.of(gateActivation, sameDiff, gate[0]);
      SDVariable ofState =
          Steps.product(reset.mul(previous.hidden()), stateSize, recurrent[2], stateSize);
      return updated(sameDiff, gate[1], gate[2].add(ofState), previous);
    };
  }

  /** {@code (1 - z) n + z h}, as {@code n + z (h - n)}. */
  private CellState updated(
      SameDiff sameDiff, SDVariable update, SDVariable proposal, CellState previous) {
    SDVariable z = Activations.of(gateActivation, sameDiff, update);
    SDVariable n = Activations.of(activation, sameDiff, proposal);
    return new CellState(n.add(z.mul(previous.hidden().sub(n))), null);
  }

  /** Columns r, z, n with a fourth of zeros. */
  private static SDVariable withoutState(
      Scope scope, SDVariable parameter, long rows, long stateSize) {
    return scope.sameDiff().concat(1, parameter, Gates.zeros(scope, rows, stateSize));
  }

  /** Columns r, z, zeros, n of a parameter with r, z, n. */
  private static SDVariable ofState(Scope scope, SDVariable parameter, long rows, long stateSize) {
    SDVariable[] gate = scope.sameDiff().split(parameter, GATES, 1);
    SDVariable zeros = Gates.zeros(scope, rows, stateSize);
    return scope.sameDiff().concat(1, gate[0], gate[1], zeros, gate[2]);
  }

  @Override
  public Optional<CellKernel> kernel(Lanes lanes, long stateSize) {
    if (activation != Activation.TANH || gateActivation != Activation.SIGMOID) {
      return Optional.empty();
    }
    return Optional.of(new GruCellKernel(lanes, Workers.shared(), (int) stateSize, resetAfter));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GruCell that
        && resetAfter == that.resetAfter
        && activation == that.activation
        && gateActivation == that.gateActivation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(resetAfter, activation, gateActivation);
  }

  @Override
  public String toString() {
    return resetAfter ? "GRU" : "GRU with reset before";
  }
}
