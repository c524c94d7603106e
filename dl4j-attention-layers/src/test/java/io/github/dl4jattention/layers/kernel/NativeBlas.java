package io.github.dl4jattention.layers.kernel;

import com.sun.jna.Function;
import org.bytedeco.javacpp.Loader;

/** The BLAS under ND4J asked directly, past ND4J's own record. */
final class NativeBlas {
  private NativeBlas() {}

  /** The number of threads that OpenBLAS would take now. */
  static int threads() {
    return call("openblas_get_num_threads");
  }

  /** The number of threads that MKL would take now for a product of the calling thread. */
  static int mklThreads() {
    return call("MKL_Get_Max_Threads");
  }

  private static int call(String name) {
    long address = Loader.addressof(name).address();
    return Function.getFunction(new com.sun.jna.Pointer(address)).invokeInt(new Object[0]);
  }
}
