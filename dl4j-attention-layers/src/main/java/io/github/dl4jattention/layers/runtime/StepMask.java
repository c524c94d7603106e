package io.github.dl4jattention.layers.runtime;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndReplace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Which steps of a batch are real, for arrays in the layout of {@link TimeRows}.
 *
 * <p>Values are chosen, never multiplied by the mask: what padding holds, NaN included, cannot get
 * through.
 */
final class StepMask {
  /** 1 = real, {@code [time * batch, 1]}; null if there is no padding. */
  private final INDArray real;

  /** By step: whether any example has padding there. */
  private final boolean[] padded;

  /** Ones where there is padding, else zeros, as wide as a state; made when first needed. */
  private INDArray padding;

  private StepMask(INDArray real, boolean[] padded) {
    this.real = real;
    this.padded = padded;
  }

  /** Reads a pass's mask: anything but 0 is real. */
  static StepMask of(SequencePass pass) {
    INDArray mask = pass.mask();
    int time = pass.time();
    boolean[] padded = new boolean[time];
    if (mask == null) {
      return new StepMask(null, padded);
    }
    boolean any = false;
    for (double[] example : mask.castTo(DataType.DOUBLE).toDoubleMatrix()) {
      for (int t = 0; t < time; t++) {
        padded[t] |= example[t] == 0;
        any |= padded[t];
      }
    }
    INDArray real = null;
    if (any) {
      INDArray inTimeOrder = mask.castTo(DataType.DOUBLE).transpose().dup('c');
      real = inTimeOrder.neq(0).castTo(pass.sequence().dataType()).reshape(mask.length(), 1);
    }
    return new StepMask(real, padded);
  }

  /** The rows with zeros in place of padding; the array given where there is none. */
  INDArray zerosForPadding(INDArray rows) {
    if (real == null) {
      return rows;
    }
    INDArray chosen = wide(real, rows.size(1));
    return Nd4j.exec(new CompareAndReplace(chosen, rows, chosen, Conditions.greaterThan(0.5)));
  }

  /** Sets the rows of one step to one where they are padding. */
  void onesForPadding(INDArray step, int t) {
    if (padded[t]) {
      Nd4j.exec(new CompareAndReplace(padding(step, t), step, step, Conditions.lessThan(0.5)));
    }
  }

  /** Sets the rows of one step to others where they are padding. */
  void keepAtPadding(INDArray others, INDArray step, int t) {
    if (padded[t]) {
      INDArray chosen = padding(step, t).rsub(1);
      Nd4j.exec(new CompareAndReplace(chosen, step, step, Conditions.greaterThan(0.5)));
      addAtPadding(others, step, t);
    }
  }

  /** Adds others to the rows of one step where they are padding. */
  void addAtPadding(INDArray others, INDArray step, int t) {
    if (padded[t]) {
      INDArray chosen = padding(step, t).dup();
      Nd4j.exec(new CompareAndReplace(chosen, others, chosen, Conditions.greaterThan(0.5)));
      step.addi(chosen);
    }
  }

  private INDArray padding(INDArray step, int t) {
    if (padding == null) {
      padding = wide(real.rsub(1), step.size(1));
    }
    return TimeRows.step(padding, t, step.size(0));
  }

  private static INDArray wide(INDArray column, long size) {
    INDArray wide = Nd4j.zeros(column.dataType(), column.size(0), size);
    return wide.addiColumnVector(column);
  }
}
