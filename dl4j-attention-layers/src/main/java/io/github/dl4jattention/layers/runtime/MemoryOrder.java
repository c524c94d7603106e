package io.github.dl4jattention.layers.runtime;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How the numbers of ND4J's arrays lie in memory. */
final class MemoryOrder {
  private MemoryOrder() {}

  /** Whether the numbers of each step lie together. */
  static boolean stepsApart(INDArray array) {
    return array.rank() == 3
        && array.size(2) > 1
        && array.stride(2) >= array.size(0) * array.size(1)
        && liesTogether(array, 2);
  }

  /** Whether there are no gaps between the numbers along all axes but one. */
  static boolean liesTogether(INDArray array, int butAxis) {
    long span = 1;
    long length = 1;
    for (int i = 0; i < array.rank(); i++) {
      if (i != butAxis && array.size(i) > 1) {
        if (array.stride(i) <= 0) {
          return false;
        }
        span += (array.size(i) - 1) * array.stride(i);
        length *= array.size(i);
      }
    }
    return span == length;
  }

  /** Whether it is a matrix whose columns lie one after the other. */
  static boolean isColumns(INDArray array) {
    return array.rank() == 2
        && array.size(0) > 1
        && array.size(1) > 1
        && array.stride(0) == 1
        && array.stride(1) == array.size(0);
  }

  static boolean isOfOrderC(INDArray array) {
    long stride = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) > 1 && array.stride(i) != stride) {
        return false;
      }
      stride *= array.size(i);
    }
    return true;
  }
}
