package io.github.dl4jattention.layers.kernel;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

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
   * That of the BLAS that ND4J loads.
   *
   * <p>JavaCPP's {@code blas_set_num_threads}, which is ND4J's {@code setMaxThreads}, would do for
   * OpenBLAS, but takes 0.3 ms a call; with MKL it changes the number of all threads and of the
   * caller, and takes back the former only. So the functions are called themselves, at the
   * addresses that it finds.
   */
  static BlasThreads find() {
    try {
      Loader.load(openblas_nolapack.class);
      Optional<Function> local = function("MKL_Set_Num_Threads_Local");
      Optional<Function> set = function("openblas_set_num_threads");
      Optional<Function> get = function("openblas_get_num_threads");
      if (local.isPresent()) {
        return new PerThread(local.get());
      }
      return set.isPresent() && get.isPresent()
          ? new Counted(set.get(), get.get())
          : new Untouched();
    } catch (LinkageError e) {
      // A backend without BLAS, or no JNA for this platform.
      return new Untouched();
    }
  }

  private static Optional<Function> function(String name) {
    return Optional.ofNullable(Loader.addressof(name))
        .map(address -> Function.getFunction(new Pointer(address.address())));
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
    private final Function set;
    private final Function get;
    private int users;
    private int first;

    Counted(Function set, Function get) {
      this.set = set;
      this.get = get;
    }

    @Override
    public synchronized int enter() {
      if (users == 0) {
        first = get.invokeInt(new Object[0]);
        set.invokeVoid(new Object[] {1});
      }
      users++;
      return 0;
    }

    @Override
    public synchronized void leave(int before) {
      users--;
      if (users == 0) {
        // What ND4J, or meanwhile the user, has asked for; not positive if nobody ever has.
        int asked = openblas_nolapack.blas_get_num_threads();
        set.invokeVoid(new Object[] {asked > 0 ? asked : first});
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
