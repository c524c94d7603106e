package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.cell.CellState;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;

/** One step of a decoder as a formula. */
interface StepFormula {
  /** The input that a step reads, {@code [rows, inputSize, 1]}. */
  String INPUTS = "inputs";

  /** The input with the sources, whose mask says which of their steps are real. */
  String SOURCES = "annotations";

  /** The sources as the score has prepared them, {@code [rows, sourceTime, keySize]}. */
  String KEYS = "preparedKeys";

  /** The sources, time before size: {@code [rows, sourceTime, annotationSize]}. */
  String VALUES = "values";

  /** The hidden state before the step, {@code [rows, stateSize]}. */
  String HIDDEN = "hiddenBefore";

  /** The memory before the step, {@code [rows, stateSize]}. */
  String CELL = "cellBefore";

  /** What else the step before hands on, {@code [rows, carriedSize]}. */
  String CARRIED = "carriedBefore";

  /** Sum of the weights before the step, {@code [rows, 1, sourceTime]}. */
  String COVERAGE = "coverageBefore";

  /**
   * A step's results.
   *
   * @param state the cell's state after it
   * @param carried what else goes to the next step; null for nothing
   * @param coverage sum of the weights after it; null unless the score has coverage
   * @param output what the decoder gives
   */
  record Result(CellState state, SDVariable carried, SDVariable coverage, SDVariable output) {}

  /**
   * Defines what is computed once a source.
   *
   * @param scope where; has {@link #SOURCES}
   * @return the prepared keys
   */
  Steps defineKeys(Scope scope);

  /**
   * Defines a step.
   *
   * @param scope where; has the inputs above that the decoder needs
   * @param position how many steps were taken before
   * @return its results
   */
  Result define(Scope scope, int position);

  /** Whether the formula is another at another position. */
  boolean positionMatters();

  /** Whether the cell has a memory. */
  boolean hasMemory();

  /** Whether the score sees what was looked at before. */
  boolean hasCoverage();

  /** The state before a step. */
  default CellState before(Scope scope) {
    return new CellState(scope.input(HIDDEN), hasMemory() ? scope.input(CELL) : null);
  }
}
