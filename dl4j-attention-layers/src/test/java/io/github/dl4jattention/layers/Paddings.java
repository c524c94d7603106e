package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Padding;
import java.util.Random;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Padded steps of sequences {@code [batch, size, time]}. */
final class Paddings {
  private Paddings() {}

  /** Writes a number over the padded steps. */
  static void fill(INDArray array, INDArray mask, double garbage) {
    forEachPaddedStep(array, mask, step -> step.assign(garbage));
  }

  /** Fails unless padded steps are zero. */
  static void assertZero(INDArray array, INDArray mask) {
    forEachPaddedStep(array, mask, step -> assertThat(step.amaxNumber().doubleValue()).isZero());
  }

  private static void forEachPaddedStep(INDArray array, INDArray mask, Consumer<INDArray> action) {
    if (mask == null || array.rank() != 3) {
      return;
    }
    for (int row = 0; row < mask.size(0); row++) {
      for (int t = 0; t < mask.size(1); t++) {
        if (mask.getDouble(row, t) == 0) {
          action.accept(
              array.get(NDArrayIndex.point(row), NDArrayIndex.all(), NDArrayIndex.point(t)));
        }
      }
    }
  }

  /** A random mask, {@code [batch, time]}. */
  static INDArray mask(DataType type, Random random, int batch, int time, Padding padding) {
    INDArray mask = Nd4j.ones(type, batch, time);
    for (int row = 0; row < batch; row++) {
      if (padding == Padding.ANYWHERE) {
        for (int t = 0; t < time; t++) {
          mask.putScalar(row, t, random.nextInt(3) > 0 ? 1 : 0);
        }
        mask.putScalar(row, random.nextInt(time), 1);
      } else {
        int length = 1 + random.nextInt(time);
        mask.get(NDArrayIndex.point(row), NDArrayIndex.interval(length, time)).assign(0);
      }
    }
    if (padding == Padding.ALL_OF_FIRST) {
      mask.get(NDArrayIndex.point(0), NDArrayIndex.all()).assign(0);
    }
    return mask;
  }
}
