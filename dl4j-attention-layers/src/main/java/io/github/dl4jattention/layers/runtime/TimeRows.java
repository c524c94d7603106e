package io.github.dl4jattention.layers.runtime;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Sequences as matrices whose rows are in time order: row {@code t * batch + b} is step t of
 * example b. All steps are then one operand of a matrix product, and one step is contiguous.
 */
final class TimeRows {
  private TimeRows() {}

  /** A copy of {@code [batch, size, time]} as {@code [time * batch, size]}. */
  static INDArray of(INDArray sequence) {
    return sequence
        .permute(2, 0, 1)
        .dup('c')
        .reshape('c', new long[] {sequence.size(2) * sequence.size(0), sequence.size(1)});
  }

  /** A view of {@code [time * batch, size]} as {@code [batch, size, time]}. */
  static INDArray toSequence(INDArray rows, long batch) {
    long[] shape = {rows.size(0) / batch, batch, rows.size(1)};
    return rows.reshape('c', shape).permute(1, 2, 0);
  }

  /** One step, {@code [batch, size]}: a view. */
  static INDArray step(INDArray rows, long t, long batch) {
    return range(rows, t * batch, (t + 1) * batch);
  }

  /** The rows {@code from}, inclusive, to {@code to}, exclusive: a view. */
  static INDArray range(INDArray rows, long from, long to) {
    return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }
}
