package io.github.dl4jattention.layers.cell;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Slices;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The linear part of a cell's gates, {@code [x_t ; fed] Wx + h_(t-1) Wh + b}, all of a step's in
 * one product: {@code [fed ; h_(t-1)]} times the two matrices stacked. What x contributes is
 * computed before the first step.
 */
final class Gates {
  private final SameDiff sameDiff;
  private final SDVariable fedAndStateWeight;
  private final SDVariable[] ofInputs;
  private final long columns;
  private final long recurrentSize;

  /**
   * Stacks the weights, and multiplies all inputs.
   *
   * @param recurrentSize channels of what is fed and of the state together
   * @param columns columns of every argument below
   * @param ofX {@code [inputSize, columns]}
   * @param ofFed {@code [fedSize, columns]}; null if nothing is fed
   * @param ofState {@code [stateSize, columns]}
   * @param bias {@code [1, columns]}
   */
  Gates(
      Scope scope,
      Steps inputs,
      long recurrentSize,
      long columns,
      SDVariable ofX,
      SDVariable ofFed,
      SDVariable ofState,
      SDVariable bias) {
    sameDiff = scope.sameDiff();
    this.columns = columns;
    this.recurrentSize = recurrentSize;
    fedAndStateWeight = ofFed == null ? ofState : sameDiff.concat(0, ofFed, ofState);
    SDVariable rows = inputs.values().permute(1, 0, 2).reshape(-1, inputs.size()); // [time * batch]
    int time = (int) inputs.time();
    SDVariable products = Steps.product(rows, inputs.size(), ofX, columns).add(bias);
    ofInputs = sameDiff.unstack(products.reshape(time, -1, columns), 0, time);
  }

  /** The gates of step t: {@code [batch, columns]}. */
  SDVariable at(int t, SDVariable fed, SDVariable hidden) {
    SDVariable both = fed == null ? hidden : sameDiff.concat(1, fed, hidden);
    return Steps.product(both, recurrentSize, fedAndStateWeight, columns).add(ofInputs[t]);
  }

  /** Declares Wx and Wh. */
  static void declareWeights(
      Parameters parameters, int gates, long inputSize, long fedSize, long stateSize) {
    long rows = inputSize + fedSize;
    parameters
        .weight(RecurrentCell.INPUT_WEIGHT, rows, stateSize, new long[] {rows, gates * stateSize})
        .weight(
            RecurrentCell.RECURRENT_WEIGHT,
            stateSize,
            stateSize,
            new long[] {stateSize, gates * stateSize});
  }

  /** The rows of Wx that x is multiplied with. */
  static SDVariable ofX(Scope scope, Steps inputs, long fedSize, long columns) {
    SDVariable all = scope.parameter(RecurrentCell.INPUT_WEIGHT);
    return fedSize == 0 ? all : Slices.of(all, 0, inputs.size(), columns);
  }

  /** The rows of Wx that what is fed back is multiplied with; null if nothing is. */
  static SDVariable ofFed(Scope scope, Steps inputs, long fedSize, long columns) {
    SDVariable all = scope.parameter(RecurrentCell.INPUT_WEIGHT);
    return fedSize == 0 ? null : Slices.of(all, inputs.size(), fedSize, columns);
  }

  /** Zeros, for gates that a row has no part in. */
  static SDVariable zeros(Scope scope, long rows, long columns) {
    return scope.constant(Nd4j.zeros(DataType.DOUBLE, rows, columns));
  }
}
