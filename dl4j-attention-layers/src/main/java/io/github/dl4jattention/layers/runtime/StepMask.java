package io.github.dl4jattention.layers.runtime;

import java.util.Arrays;
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

  /**
   * Reads DL4J's mask.
   *
   * @param mask {@code [batch, time]}, anything but 0 = real; null if all steps are
   */
  static StepMask of(INDArray mask, long batch, long time, DataType dataType, String layer) {
    boolean[] padded = new boolean[Math.toIntExact(time)];
    if (mask == null) {
      return new StepMask(null, padded);
    }
    if (mask.rank() != 2 || mask.size(0) != batch || mask.size(1) != time) {
      throw new IllegalArgumentException(
          "%s: the mask must be [batch, time] = [%d, %d], got %s"
              .formatted(layer, batch, time, Arrays.toString(mask.shape())));
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
      real = inTimeOrder.neq(0).castTo(dataType).reshape(time * batch, 1);
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
    if (!padded[t]) {
      return;
    }
    if (padding == null) {
      padding = wide(real.rsub(1), step.size(1));
    }
    INDArray choice = TimeRows.step(padding, t, step.size(0));
    Nd4j.exec(new CompareAndReplace(choice, step, step, Conditions.lessThan(0.5)));
  }

  private static INDArray wide(INDArray column, long size) {
    INDArray wide = Nd4j.zeros(column.dataType(), column.size(0), size);
    return wide.addiColumnVector(column);
  }
}
