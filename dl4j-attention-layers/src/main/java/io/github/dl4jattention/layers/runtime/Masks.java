package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Padding;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Masks of whole sequences, {@code [batch, time]}, 1 = real. */
public final class Masks {
  private Masks() {}

  /**
   * Whether masks were given for the pass under way. DL4J hands them to each vertex, but does not
   * take them back after the pass: without this check the next one, without masks, would meet them.
   */
  static boolean given(ComputationGraph graph) {
    return graph.getInputMaskArrays() != null;
  }

  /**
   * Reads where padding is.
   *
   * @param padding takes it
   * @param mask {@code [batch, time]}; null where every step is real
   */
  static void read(Padding padding, INDArray mask, long batch, long time) {
    if (mask == null) {
      padding.all((int) batch, (int) time);
    } else {
      float[] real = mask.castTo(DataType.FLOAT).dup('c').data().asFloat();
      padding.masked(real, (int) batch, (int) time);
    }
  }

  /**
   * Masks in the network's data type: DL4J's merging of masks gives truth values, which have no
   * minimum.
   */
  static INDArray[] ofType(DataType dataType, INDArray... masks) {
    INDArray[] cast = new INDArray[masks.length];
    for (int i = 0; i < masks.length; i++) {
      cast[i] = masks[i] == null ? null : masks[i].castTo(dataType);
    }
    return cast;
  }

  /** The mask given; all ones where DL4J gives none. */
  static INDArray orOnes(INDArray mask, INDArray input, DataType dataType) {
    if (mask == null || input.rank() != 3) {
      return Nd4j.ones(dataType, input.size(0), input.rank() == 3 ? input.size(2) : 1);
    }
    return mask;
  }

  /**
   * A sequence with zeros in the place of its padding. Zeros are written over it, not multiplied
   * in: zero times NaN is NaN.
   *
   * @param sequence {@code [batch, size, time]}; anything else is answered as it is
   * @param mask {@code [batch, time]}; null where every step is real
   * @return the sequence itself if there is no padding, else a copy
   */
  public static INDArray withoutPadding(INDArray sequence, INDArray mask) {
    if (sequence.rank() != 3 || !hasPadding(mask)) {
      return sequence;
    }
    INDArray copy = sequence.dup();
    zeroPadding(copy, mask);
    return copy;
  }

  private static boolean hasPadding(INDArray mask) {
    return mask != null && mask.minNumber().doubleValue() == 0;
  }

  /** Whether in some example a padded step stands before a real one. */
  static boolean padEarly(INDArray mask) {
    if (!hasPadding(mask)) {
      return false;
    }
    for (double[] row : mask.castTo(DataType.DOUBLE).toDoubleMatrix()) {
      for (int t = 1; t < row.length; t++) {
        if (row[t - 1] == 0 && row[t] != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Writes zeros over the padding of a sequence. */
  static void zeroPadding(INDArray sequence, INDArray mask) {
    double[][] real = mask.castTo(DataType.DOUBLE).toDoubleMatrix();
    for (int row = 0; row < real.length; row++) {
      int time = real[row].length;
      int from = 0;
      while (from < time) {
        int to = from;
        while (to < time && real[row][to] == 0) {
          to++;
        }
        if (to > from) {
          sequence
              .get(NDArrayIndex.point(row), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
              .assign(0);
        }
        from = to + 1;
      }
    }
  }
}
