package io.github.dl4jattention.benchmarks.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * libtorch's engine, and arrays in and out of it.
 *
 * <p>Its number of threads is DJL's system property {@code ai.djl.pytorch.num_threads}.
 */
public final class Torch {
  /** DJL describes the natives in the class path in this file. */
  private static final String NATIVES = "native/lib/pytorch.properties";

  private static final Torch INSTANCE = new Torch();

  private final PtNDManager manager;

  private Torch() {
    manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager();
  }

  /**
   * Whether libtorch is in the class path: there is none for some platforms.
   *
   * @return true if it is
   */
  public static boolean isAvailable() {
    return Torch.class.getClassLoader().getResource(NATIVES) != null;
  }

  static PtNDManager manager() {
    return INSTANCE.manager;
  }

  /**
   * A copy of an array.
   *
   * @param array of any order and strides
   * @param differentiable whether gradients with respect to it are wanted
   * @return the copy
   */
  public static NDArray copy(INDArray array, boolean differentiable) {
    NDArray copy =
        manager().create(array.dup('c').data().asFloat(), new Shape(array.shape())); // copies
    if (differentiable) {
      JniUtils.attachGradient((PtNDArray) copy, true);
    }
    return copy;
  }

  /**
   * A vector.
   *
   * @param values its elements
   * @return a new array
   */
  public static NDArray vector(float... values) {
    return manager().create(values);
  }

  /**
   * Zeros of another array's shape.
   *
   * @param array the other
   * @return zeros
   */
  public static NDArray zerosLike(NDArray array) {
    return manager().zeros(array.getShape(), DataType.FLOAT32);
  }
}
