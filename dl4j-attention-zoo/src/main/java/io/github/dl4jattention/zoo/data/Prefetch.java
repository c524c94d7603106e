package io.github.dl4jattention.zoo.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Prepares what an iterator gives on another thread, a few elements ahead.
 *
 * <pre>{@code
 * try (Prefetch<Batch> batches =
 *     new Prefetch<>(plan.stream().map(pairs -> Batch.of(pairs, targets)).iterator(), 4)) {
 *   while (batches.hasNext()) {
 *     fit(batches.next());
 *   }
 * }
 * }</pre>
 *
 * <p>The order is the iterator's. What it throws is thrown by {@link #hasNext} or {@link #next}
 * when its turn comes. {@link #close} ends the thread, also with elements left.
 *
 * @param <T> of the elements
 */
public final class Prefetch<T> implements Iterator<T>, AutoCloseable {
  private final BlockingQueue<Item<T>> ready;
  private final Thread worker;
  private Item<T> current;
  private volatile boolean closed;

  /** An element, or the end: reached, or by what was thrown. */
  private record Item<T>(T element, boolean isEnd, Throwable thrown) {}

  /**
   * Starts to prepare.
   *
   * @param source used by another thread from now on, and by no other
   * @param ahead elements that may wait, at least 1
   * @throws IllegalArgumentException if {@code ahead} is below 1
   */
  public Prefetch(Iterator<? extends T> source, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException("at least 1 must be ahead, got " + ahead);
    }
    ready = new ArrayBlockingQueue<>(ahead);
    worker = new Thread(() -> prepare(source), "prefetch");
    worker.setDaemon(true);
    worker.start();
  }

  private void prepare(Iterator<? extends T> source) {
    try {
      Throwable thrown = null;
      try {
        while (!closed && source.hasNext()) {
          ready.put(new Item<>(source.next(), false, null));
        }
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
      ready.put(new Item<>(null, true, thrown));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: nobody waits for more
    }
  }

  @Override
  public boolean hasNext() {
    Item<T> item = current();
    if (item.thrown() instanceof RuntimeException exception) {
      throw exception;
    }
    if (item.thrown() instanceof Error error) {
      throw error;
    }
    return !item.isEnd();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T element = current.element();
    current = null;
    return element;
  }

  /** Waits for the element to come; the end stays. */
  private Item<T> current() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (current == null) {
      try {
        current = ready.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for an element", e);
      }
    }
    return current;
  }

  /** Ends the thread and waits until it has ended; an element in the making is finished first. */
  @Override
  public void close() {
    closed = true;
    worker.interrupt();
    boolean interrupted = false;
    while (worker.isAlive()) {
      ready.clear();
      try {
        worker.join(50);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
