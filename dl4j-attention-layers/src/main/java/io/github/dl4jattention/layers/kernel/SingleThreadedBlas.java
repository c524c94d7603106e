package io.github.dl4jattention.layers.kernel;

/**
 * Keeps BLAS on one thread while our workers call it: products of BLAS's threads inside ours would
 * wait for each other longer than they compute.
 *
 * <p>Each thread that calls BLAS enters, around its work:
 *
 * <pre>{@code
 * try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
 *   // products
 * }
 * }</pre>
 *
 * <p>OpenBLAS's number of threads is the whole process's: the first to enter sets it to one, the
 * last to leave sets it back to what {@code Nd4j.factory().blas()} was told last, so that the
 * user's own dense and convolution layers keep theirs. MKL keeps a number for each thread, so there
 * the user's threads never notice. With any other BLAS nothing happens.
 */
public final class SingleThreadedBlas {
  private SingleThreadedBlas() {}

  /**
   * Begins work of this thread on a single-threaded BLAS. May be nested.
   *
   * @return to be closed by the same thread
   */
  public static Use enter() {
    return new Use(Holder.THREADS);
  }

  /** Found at the first use, which loads BLAS if nothing has. */
  private static final class Holder {
    static final BlasThreads THREADS = BlasThreads.find();
  }

  /** A thread's work on a single-threaded BLAS. */
  public static final class Use implements AutoCloseable {
    private final BlasThreads threads;
    private final int before;
    private boolean closed;

    Use(BlasThreads threads) {
      this.threads = threads;
      before = threads.enter();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        threads.leave(before);
      }
    }
  }
}
