package io.github.dl4jattention.layers.cell;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import java.io.Serializable;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * A recurrent cell: the state after a step as a function of the step's input and the state before.
 *
 * <p>A step's input has two parts, either of which a cell treats the same: x, known for all steps
 * beforehand, and what is fed back from the step before (a context, say), {@code fed} below. What x
 * contributes is one matrix product for all steps; what is fed back and the state share one product
 * a step where the formula allows it.
 *
 * <p>Dimensions: {@code inputSize} channels of x, {@code fedSize} of what is fed back (0 if nothing
 * is), {@code stateSize} units, {@code gates} of the cell. Parameters: {@value #INPUT_WEIGHT}
 * {@code [inputSize + fedSize, gates * stateSize]}, rows of x first; {@value #RECURRENT_WEIGHT}
 * {@code [stateSize, gates * stateSize]}; {@value #BIAS} {@code [1, gates * stateSize]}. The fans
 * of the weights are those of one gate.
 *
 * <p>A new cell is one class, immutable, with a constructor without arguments for DL4J's JSON, and
 * {@code equals}, {@code hashCode} and {@code toString}; and one line in the contract's tests.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public interface RecurrentCell extends Serializable {
  /** Input weights {@code [inputSize + fedSize, gates * stateSize]}: rows of x, then of fed. */
  String INPUT_WEIGHT = "Wx";

  /** Recurrent weights {@code [stateSize, gates * stateSize]}. */
  String RECURRENT_WEIGHT = "Wh";

  /** Bias {@code [1, gates * stateSize]}. */
  String BIAS = "b";

  /**
   * Declares the cell's parameters.
   *
   * @param parameters takes them
   * @param inputSize channels of x
   * @param fedSize channels of what is fed back; 0 if nothing is
   * @param stateSize units
   */
  void declareParameters(Parameters parameters, long inputSize, long fedSize, long stateSize);

  /**
   * Whether the state has a memory c beside the hidden state h.
   *
   * @return true for an LSTM
   */
  default boolean hasMemory() {
    return false;
  }

  /**
   * Prepares the steps of a sequence.
   *
   * @param scope where
   * @param inputs x of all steps
   * @param fedSize channels of what is fed back; 0 if nothing is
   * @param stateSize units
   * @return takes the steps
   */
  CellSteps steps(Scope scope, Steps inputs, long fedSize, long stateSize);

  /**
   * The same steps by hand, on arrays.
   *
   * @param lanes what they are computed with
   * @param stateSize units
   * @return nothing if there is no kernel for the cell's settings, which is the default
   */
  default Optional<CellKernel> kernel(Lanes lanes, long stateSize) {
    return Optional.empty();
  }
}
