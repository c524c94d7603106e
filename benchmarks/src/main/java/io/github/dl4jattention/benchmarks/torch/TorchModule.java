package io.github.dl4jattention.benchmarks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A TorchScript module of {@code src/main/python/export_modules.py}: code without parameters.
 *
 * <p>Its methods take lists of arrays. Use an instance from the thread that made it: whether
 * gradients are recorded is a setting of a thread, and so is the number of threads that help it.
 */
public final class TorchModule implements AutoCloseable {
  private final PtSymbolBlock block;

  /**
   * Loads a module.
   *
   * @param name its file in the resources' folder torch, without the ending
   */
  public TorchModule(String name) {
    Torch.useThreads();
    try (InputStream file = TorchModule.class.getResourceAsStream("/torch/" + name + ".pt")) {
      block = JniUtils.loadModule(Torch.manager(), file, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /**
   * Names the arrays of a list, by which DJL hands them over as one argument.
   *
   * @param argument the argument's name
   * @param arrays the list
   * @return the arrays, named
   */
  public static NDList argument(String argument, List<NDArray> arrays) {
    NDList list = new NDList();
    for (NDArray array : arrays) {
      array.setName(argument + "[]");
      list.add(array);
    }
    return list;
  }

  /**
   * Calls the method forward, as for inference: nothing is recorded.
   *
   * @param arguments of {@link #argument}, in order
   * @return a fresh manager with the result, to be closed
   */
  public Result infer(NDList arguments) {
    return run(arguments, false);
  }

  /**
   * Calls a method that computes gradients.
   *
   * @param method its name
   * @param arguments of {@link #argument}, in order; an array without a name is an argument itself
   * @return a fresh manager with the result, to be closed
   */
  public Result differentiate(String method, NDList arguments) {
    JniUtils.setGradMode(true);
    try (NDManager scratch = Torch.manager().newSubManager()) {
      NDArray name = scratch.create(0);
      name.setName("module_method:" + method);
      NDList all = new NDList(arguments);
      all.add(name);
      return run(all, true);
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private Result run(NDList arguments, boolean recorded) {
    PtNDManager manager = (PtNDManager) Torch.manager().newSubManager();
    NDList arrays = IValueUtils.forward(block, arguments, recorded);
    arrays.attach(manager);
    return new Result(manager, arrays);
  }

  @Override
  public void close() {
    block.close();
  }

  /**
   * What a call gave.
   *
   * @param manager owns the arrays
   * @param arrays in order
   */
  public record Result(NDManager manager, NDList arrays) implements AutoCloseable {
    /**
     * The arrays' values.
     *
     * @return one array each
     */
    public List<float[]> values() {
      return arrays.stream().map(NDArray::toFloatArray).toList();
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
