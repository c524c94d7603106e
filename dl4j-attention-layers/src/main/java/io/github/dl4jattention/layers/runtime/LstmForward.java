package io.github.dl4jattention.layers.runtime;

import static io.github.dl4jattention.layers.runtime.LstmGates.CANDIDATE;
import static io.github.dl4jattention.layers.runtime.LstmGates.FORGET;
import static io.github.dl4jattention.layers.runtime.LstmGates.INPUT;
import static io.github.dl4jattention.layers.runtime.LstmGates.OUTPUT;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM forwards in time. At padding both states are carried through as they are.
 *
 * <p>State 0 is the output h, state 1 the cell c.
 */
final class LstmForward extends GatedForward {
  /** Index of the output among the states. */
  static final int HIDDEN = 0;

  /** Index of the cell among the states. */
  static final int CELL = 1;

  private final LstmGates cell;

  /** The activation of each step's cell, {@code [time * batch, nOut]}. */
  private final INDArray activatedCells;

  /** Runs the pass. */
  LstmForward(LstmGates cell, SequencePass pass, boolean kept) {
    super(cell, pass, kept);
    this.cell = cell;
    activatedCells = empty(time() * batch());
    run();
  }

  @Override
  void step(int t, INDArray work) {
    INDArray hidden = state(HIDDEN, t);
    INDArray candidate = gate(CANDIDATE, t, hidden);
    INDArray forget = gate(FORGET, t, hidden);
    INDArray output = gate(OUTPUT, t, hidden);
    INDArray input = gate(INPUT, t, hidden);
    INDArray next = state(CELL, t + 1);
    forget.mul(state(CELL, t), next);
    next.addi(input.mul(candidate, work));
    mask().keepAtPadding(state(CELL, t), next, t);
    INDArray activated = TimeRows.step(activatedCells, t, batch());
    activated(cell.activation(), activated.assign(next));
    output.mul(activated, state(HIDDEN, t + 1));
    mask().keepAtPadding(hidden, state(HIDDEN, t + 1), t);
  }

  @Override
  GatedBackward backward(INDArray epsilon, int firstStep) {
    return new LstmBackward(this, cell, epsilon, firstStep);
  }

  INDArray activatedCells() {
    return activatedCells;
  }
}
