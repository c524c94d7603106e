package io.github.dl4jattention.layers.cell;

import io.github.dl4jattention.layers.formula.RealSteps;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What a cell carries from step to step.
 *
 * @param hidden h, {@code [batch, stateSize]}
 * @param memory c, {@code [batch, stateSize]}; null for a cell without one
 */
public record CellState(SDVariable hidden, SDVariable memory) {
  /**
   * This state where a step is real, the one before it where it is padding.
   *
   * @param real which steps are real
   * @param t index of the step
   * @param previous the state before it
   * @return the state to go on with
   */
  public CellState orPrevious(RealSteps real, int t, CellState previous) {
    return new CellState(
        real.select(t, hidden, previous.hidden()),
        memory == null ? null : real.select(t, memory, previous.memory()));
  }
}
