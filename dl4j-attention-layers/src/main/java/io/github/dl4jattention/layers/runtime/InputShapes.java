package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.formula.Formula;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Refuses inputs and masks whose shapes do not fit a formula, by their names: SameDiff's operations
 * would fail somewhere inside, kernels would take one number for another.
 */
final class InputShapes {
  private final Formula formula;
  private final String description;

  /** Of the last inputs, which were right. */
  private long[][] accepted = new long[0][];

  InputShapes(Formula formula, String description) {
    this.formula = formula;
    this.description = description;
  }

  /**
   * Refuses what does not fit.
   *
   * @param inputs in order
   * @param masks theirs; an entry is null where every step is real
   * @throws RuntimeException if something does not
   */
  void require(INDArray[] inputs, INDArray... masks) {
    long[][] shapes = Arrays.stream(inputs).map(INDArray::shape).toArray(long[][]::new);
    if (!Arrays.deepEquals(shapes, accepted)) {
      requireExamples(shapes);
      formula.requireShapes(shapes);
      accepted = shapes;
    }
    for (int i = 0; i < inputs.length; i++) {
      if (masks[i] != null && inputs[i].rank() == 3) {
        requireMask(name(i), masks[i], inputs[i].size(0), inputs[i].size(2));
      }
    }
  }

  private String name(int input) {
    return "\"%s\"".formatted(formula.inputNames().get(input));
  }

  private void requireExamples(long[]... shapes) {
    for (int i = 0; i < shapes.length; i++) {
      long[] shape = shapes[i];
      if (shape.length != 2 && shape.length != 3) {
        throw new IllegalArgumentException(
            "%s: its input %s must be [batch, size, time] or [batch, size], got an array %s"
                .formatted(description, name(i), Arrays.toString(shape)));
      }
      if (Arrays.stream(shape).anyMatch(length -> length == 0)) {
        throw new IllegalArgumentException(
            "%s: its input %s is empty, an array %s"
                .formatted(description, name(i), Arrays.toString(shape)));
      }
      if (shape[0] != shapes[0][0]) {
        throw new IllegalArgumentException(
            "%s: its inputs must be of the same examples, but %s is of %d and %s of %d"
                .formatted(description, name(0), shapes[0][0], name(i), shape[0]));
      }
    }
  }

  /** DL4J has masks of the same numbers in other shapes, too, such as columns. */
  private void requireMask(String input, INDArray mask, long batch, long time) {
    if (mask.length() != batch * time) {
      throw new IllegalArgumentException(
          "%s: the mask of its input %s must be [batch, time] = [%d, %d], got %s"
              .formatted(description, input, batch, time, Arrays.toString(mask.shape())));
    }
  }
}
