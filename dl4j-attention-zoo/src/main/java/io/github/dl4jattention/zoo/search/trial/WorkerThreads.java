package io.github.dl4jattention.zoo.search.trial;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that run trials: a program may end while they work, for the ledger knows all. */
final class WorkerThreads implements ThreadFactory {
  private final AtomicInteger count = new AtomicInteger();

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "trial-worker-" + count.getAndIncrement());
    thread.setDaemon(true);
    return thread;
  }
}
