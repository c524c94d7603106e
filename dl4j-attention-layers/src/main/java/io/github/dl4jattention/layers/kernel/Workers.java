package io.github.dl4jattention.layers.kernel;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Divides work among threads: numbered pieces, none of which depends on another, so that the result
 * does not depend on who does which.
 *
 * <p>The caller works too, and does everything itself while the helpers serve others: several
 * models may work at once, and none waits for another. How many threads work on a pass is the
 * system property {@value #THREADS}, by default the number of processors.
 */
public final class Workers {
  /** System property: threads that work on one pass, the caller among them; at least 1. */
  public static final String THREADS = "io.github.dl4jattention.threads";

  /** Set in a thread that shall do all of its work itself. */
  private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> false);

  /** Null until first asked for: a wrong property is refused then, and by its name. */
  private static Workers shared;

  private final int count;
  private final ThreadPoolExecutor helpers;

  /** A piece of work. */
  @FunctionalInterface
  public interface Piece {
    /**
     * Does it.
     *
     * @param worker which of the workers does it, from 0; no two at a time have the same
     * @param index which piece it is
     */
    void run(int worker, int index);
  }

  /**
   * Workers of their own.
   *
   * @param count threads that work, the caller among them; at least 1
   */
  public Workers(int count) {
    this.count = count;
    helpers =
        new ThreadPoolExecutor(
            Math.max(1, count - 1),
            Math.max(1, count - 1),
            10,
            TimeUnit.SECONDS,
            new AwakeQueue(),
            work -> {
              Thread thread = new Thread(work, "dl4j-attention");
              thread.setDaemon(true);
              return thread;
            });
    helpers.allowCoreThreadTimeOut(true);
  }

  /**
   * Those of this process.
   *
   * @return the same for all
   * @throws IllegalArgumentException if the system property is no number of threads
   */
  public static synchronized Workers shared() {
    if (shared == null) {
      shared = new Workers(threads(System.getProperty(THREADS)));
    }
    return shared;
  }

  /**
   * Chooses those of this process anew, as the system property would: for tests and benchmarks that
   * compare. Networks that have run already keep what they have.
   *
   * @param count threads that work, the caller among them; at least 1
   */
  public static synchronized void choose(int count) {
    shared = new Workers(count);
  }

  /**
   * Runs something whose kernels shall work in this thread alone: for one of several threads that
   * divide a batch among them.
   *
   * @param work what
   * @param <T> what it gives
   * @return what it gave
   */
  public static <T> T alone(Supplier<T> work) {
    boolean before = ALONE.get();
    ALONE.set(true);
    try {
      return work.get();
    } finally {
      ALONE.set(before);
    }
  }

  static int threads(String property) {
    if (property == null || property.isBlank()) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int threads = Integer.parseInt(property.trim());
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new IllegalArgumentException(
        "-D%s is a number of threads, at least 1, got \"%s\"".formatted(THREADS, property));
  }

  /**
   * How many work at a time at most.
   *
   * @return the number
   */
  public int count() {
    return count;
  }

  /**
   * Does pieces 0 to n - 1 and returns when all are done. What they wrote is then seen by the
   * caller.
   *
   * @param n how many
   * @param piece does one; what it throws, the caller gets, when no piece is being done any more
   */
  public void run(int n, Piece piece) {
    int others = Math.min(count, n) - 1;
    if (others <= 0 || ALONE.get()) {
      for (int i = 0; i < n; i++) {
        piece.run(0, i);
      }
      return;
    }
    Work work = new Work(n, piece, Thread.currentThread());
    for (int i = 1; i <= others; i++) {
      int worker = i;
      helpers.execute(() -> work.take(worker));
    }
    work.take(0);
    work.await();
  }

  /**
   * Whoever waits for work stays awake for a moment before it sleeps: a pass calls again within it,
   * and waking a thread takes longer than many a piece.
   */
  @SuppressWarnings("serial") // Never written.
  private static final class AwakeQueue extends LinkedBlockingQueue<Runnable> {
    private static final long AWAKE_NANOSECONDS = 500_000;

    @Override
    public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
      long end = System.nanoTime() + AWAKE_NANOSECONDS;
      do {
        Runnable next = isEmpty() ? null : poll();
        if (next != null) {
          return next;
        }
        Thread.onSpinWait();
      } while (System.nanoTime() < end);
      return super.poll(timeout, unit);
    }
  }

  /** One call of {@link #run}. */
  private static final class Work {
    private static final int SPINS = 20_000;

    private final int n;
    private final Piece piece;
    private final Thread caller;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Work(int n, Piece piece, Thread caller) {
      this.n = n;
      this.piece = piece;
      this.caller = caller;
    }

    private void take(int worker) {
      int index;
      while ((index = next.getAndIncrement()) < n) {
        try {
          if (failure.get() == null) {
            piece.run(worker, index);
          }
        } catch (Throwable e) { // Else the caller would wait for ever, or not wait.
          failure.compareAndSet(null, e);
        }
        if (done.incrementAndGet() == n && worker > 0) {
          LockSupport.unpark(caller);
        }
      }
    }

    private void await() {
      for (int i = 0; i < SPINS && done.get() < n; i++) {
        Thread.onSpinWait();
      }
      boolean interrupted = false;
      while (done.get() < n) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      } else if (thrown instanceof RuntimeException exception) {
        throw exception;
      } else if (thrown != null) {
        throw new UndeclaredThrowableException(thrown);
      }
    }
  }
}
