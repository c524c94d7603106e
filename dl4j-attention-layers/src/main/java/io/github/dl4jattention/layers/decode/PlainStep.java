package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.cell.CellState;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;

/** A step of a decoder without attention. */
final class PlainStep implements StepFormula {
  private final RecurrentVertex decoder;

  PlainStep(RecurrentVertex decoder) {
    this.decoder = decoder;
  }

  @Override
  public Steps defineKeys(Scope scope) {
    throw new UnsupportedOperationException("a decoder without attention has no keys");
  }

  @Override
  public Result define(Scope scope, int position) {
    CellState state = decoder.oneStep(scope, before(scope));
    return new Result(state, null, null, state.hidden());
  }

  @Override
  public boolean positionMatters() {
    return false;
  }

  @Override
  public boolean hasMemory() {
    return decoder.cell().hasMemory();
  }

  @Override
  public boolean hasCoverage() {
    return false;
  }
}
