package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
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
}
