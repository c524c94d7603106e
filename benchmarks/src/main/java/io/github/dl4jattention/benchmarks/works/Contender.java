package io.github.dl4jattention.benchmarks.works;

import java.util.List;

/** One side of a comparison, with its parameters and data, ready to run. */
public interface Contender extends AutoCloseable {
  /**
   * Does the work once.
   *
   * @param pass one that the work has
   */
  void run(Pass pass);

  /**
   * Does the work once and tells what came out, to be held against another side's.
   *
   * @param pass one that the work has
   * @return the output, then the gradients or parameters, in PyTorch's layout
   */
  List<float[]> results(Pass pass);

  /** Lets go of what the garbage collector does not see. */
  @Override
  default void close() {}
}
