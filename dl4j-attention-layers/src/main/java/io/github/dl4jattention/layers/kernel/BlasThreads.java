package io.github.dl4jattention.layers.kernel;

import com.sun.jna.Function;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

/** How a BLAS is brought to one thread, and back. */
interface BlasThreads {
  /**
   * A thread begins its work on one thread of BLAS.
   *
   * @return what {@link #leave} takes
   */
  int enter();

  /**
   * The thread has done its work.
   *
   * @param before what its {@link #enter} returned
   */
  void leave(int before);

  /**
   * That of ND4J's BLAS.
   *
   * <p>{@code Blas.setMaxThreads} would do for OpenBLAS, but takes 0.3 ms a call; with MKL it
   * changes the number of all threads and of the caller, and takes back the former only. So the
   * functions are called themselves, at the addresses where ND4J finds them.
   */
  static BlasThreads ofNd4j() {
    Blas blas = Nd4j.factory().blas();
    try {
      return switch (blas.getBlasVendor()) {
        case MKL -> new PerThread(function("MKL_Set_Num_Threads_Local"));
        case OPENBLAS -> new Counted(blas, function("openblas_set_num_threads"));
        default -> new Untouched();
      };
    } catch (LinkageError e) {
      // No JNA for this platform, or the BLAS has no such function.
      return new Untouched();
    }
  }

  private static Function function(String name) {
    Pointer address = Loader.addressof(name);
    if (address == null) {
      throw new UnsatisfiedLinkError(name);
    }
    return Function.getFunction(new com.sun.jna.Pointer(address.address()));
  }

  /** MKL: each thread has a number of its own; 0 stands for the process's. */
  record PerThread(Function setLocal) implements BlasThreads {
    @Override
    public int enter() {
      return setLocal.invokeInt(new Object[] {1});
    }

    @Override
    public void leave(int before) {
      setLocal.invokeInt(new Object[] {before});
    }
  }

  /** OpenBLAS: one number for the process, so those at work are counted. */
  final class Counted implements BlasThreads {
    private final Blas blas;
    private final Function set;
    private int users;

    Counted(Blas blas, Function set) {
      this.blas = blas;
      this.set = set;
    }

    @Override
    public synchronized int enter() {
      users++;
      if (users == 1) {
        set.invokeVoid(new Object[] {1});
      }
      return 0;
    }

    @Override
    public synchronized void leave(int before) {
      users--;
      if (users == 0) {
        // ND4J's own record, which we have not touched; a user may have changed it meanwhile.
        set.invokeVoid(new Object[] {blas.getMaxThreads()});
      }
    }
  }

  /** Another BLAS. */
  final class Untouched implements BlasThreads {
    @Override
    public int enter() {
      return 0;
    }

    @Override
    public void leave(int before) {}
  }
}
