package io.github.dl4jattention.layers.kernel;

import java.util.Optional;

/** A configuration that may have a kernel beside its formula. */
public interface HasKernel {
  /**
   * A kernel that computes what the formula does.
   *
   * @param lanes what it computes with
   * @return a new one; nothing if none covers these settings
   */
  Optional<Kernel> kernel(Lanes lanes);
}
