package io.github.dl4jattention.layers.cell;

import org.nd4j.autodiff.samediff.SDVariable;

/** A cell at work on a sequence that is known before the first step. */
@FunctionalInterface
public interface CellSteps {
  /**
   * Takes a step.
   *
   * @param t index of the step
   * @param fed what the step is fed beside the known input, {@code [batch, fedSize]}; null if
   *     nothing is
   * @param previous the state before it
   * @return the state after it
   */
  CellState next(int t, SDVariable fed, CellState previous);
}
