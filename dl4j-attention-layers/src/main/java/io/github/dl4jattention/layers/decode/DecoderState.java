package io.github.dl4jattention.layers.decode;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A decoder of a {@link DecoderStepper} between two steps. Never changed once made. */
public final class DecoderState {
  private final int position;
  private final Rows hidden;
  private final Rows cell;
  private final Rows carried;
  private final Rows coverage;

  /**
   * A state.
   *
   * @param position how many steps were taken
   * @param hidden h
   * @param cell a memory beside it; null for a cell without one
   * @param carried what else goes to the next step; null for nothing
   * @param coverage sum of the attention weights so far, {@code [rows, 1, sourceTime]}; null for
   *     zeros, or a score without coverage
   */
  DecoderState(int position, Rows hidden, Rows cell, Rows carried, Rows coverage) {
    this.position = position;
    this.hidden = hidden;
    this.cell = cell;
    this.carried = carried;
    this.coverage = coverage;
  }

  /**
   * How many steps were taken.
   *
   * @return 0 at first
   */
  public int position() {
    return position;
  }

  /**
   * The cell's hidden state.
   *
   * @return {@code [rows, stateSize]}: h
   */
  public INDArray hidden() {
    return hidden.array();
  }

  /**
   * The cell's memory.
   *
   * @return {@code [rows, stateSize]}; null for a cell without one
   */
  public INDArray cell() {
    return cell == null ? null : cell.array();
  }

  Rows hiddenRows() {
    return hidden;
  }

  Rows cellRows() {
    return cell;
  }

  Rows carriedRows() {
    return carried;
  }

  Rows coverageRows() {
    return coverage;
  }

  /**
   * Number of rows.
   *
   * @return how many
   */
  public int rows() {
    return hidden.count();
  }

  /**
   * Picks rows, in any order, each as often as wanted.
   *
   * @param rows row i of the result is row {@code rows[i]} of this
   * @return the picked rows
   */
  public DecoderState select(int... rows) {
    return new DecoderState(
        position,
        hidden.select(rows),
        selected(cell, rows),
        selected(carried, rows),
        selected(coverage, rows));
  }

  private static Rows selected(Rows all, int... rows) {
    return all == null ? null : all.select(rows);
  }
}
