package io.github.dl4jattention.layers.runtime;

import static io.github.dl4jattention.layers.runtime.GruGates.CANDIDATE;
import static io.github.dl4jattention.layers.runtime.GruGates.RESET;
import static io.github.dl4jattention.layers.runtime.GruGates.UPDATE;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A GRU forwards in time.
 *
 * <p>At padding the update gate is set to one: {@code h_t = (1 - 1) n + 1 h_(t-1)} carries the
 * state through as it is.
 */
final class GruForward extends GatedForward {
  private final GruGates cell;

  /**
   * The one recurrent term of the candidate that is not a plain product of the state: {@code U h +
   * bR}, to be reset, or {@code r * h}, to be multiplied by U. {@code [time * batch, nOut]}.
   */
  private final INDArray resetTerm;

  /** Runs the pass. */
  GruForward(GruGates cell, SequencePass pass, boolean kept) {
    super(cell, pass, kept);
    this.cell = cell;
    resetTerm = empty(time() * batch());
    if (cell.resetAfter()) {
      resetTerm.assign(0).addiRowVector(cell.block(cell.recurrentBias(), CANDIDATE));
    }
    run();
  }

  @Override
  void step(int t, INDArray work) {
    INDArray previous = state(0, t);
    INDArray next = state(0, t + 1);
    INDArray reset = gate(RESET, t, previous);
    INDArray update = gate(UPDATE, t, previous);
    mask().onesForPadding(update, t);
    INDArray candidate = candidate(t, previous, reset, work);
    // (1 - z) n + z h, with one product less.
    previous.sub(candidate, next);
    next.muli(update).addi(candidate);
  }

  private INDArray candidate(int t, INDArray previous, INDArray reset, INDArray work) {
    INDArray sum = TimeRows.step(sum(CANDIDATE), t, batch());
    INDArray term = TimeRows.step(resetTerm, t, batch());
    if (cell.resetAfter()) {
      addProduct(previous, CANDIDATE, term);
      sum.addi(reset.mul(term, work));
    } else {
      reset.mul(previous, term);
      addProduct(term, CANDIDATE, sum);
    }
    return activated(CANDIDATE, t);
  }

  @Override
  GatedBackward backward(INDArray epsilon, int firstStep) {
    return new GruBackward(this, cell, epsilon, firstStep);
  }

  INDArray resetTerm() {
    return resetTerm;
  }
}
