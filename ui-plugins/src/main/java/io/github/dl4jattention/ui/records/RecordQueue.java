package io.github.dl4jattention.ui.records;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to a storage from a thread of its own, in the order in which they were given.
 *
 * <p>Up to {@value #CAPACITY} records wait. If the storage is slower than that, whoever gives the
 * next one waits: nothing is dropped. {@link #close} writes what waits. What the storage refuses is
 * logged once and counted; training goes on.
 *
 * <p>It is a router, so DL4J's own listener may write through it: {@code new StatsListener(queue)}.
 * A storage keeps one update a millisecond of a worker and silently replaces it by the next; so
 * DL4J's reports get time stamps that differ.
 */
public final class RecordQueue implements StatsStorageRouter, AutoCloseable {
  /** How many records wait before whoever gives the next one waits, too. */
  public static final int CAPACITY = 256;

  private static final Logger LOG = LoggerFactory.getLogger(RecordQueue.class);

  private final StatsStorageRouter storage;
  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(CAPACITY);
  private final Map<List<String>, Long> lastStamps = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * Starts a thread that writes.
   *
   * @param storage what is written to
   */
  public RecordQueue(StatsStorageRouter storage) {
    this.storage = storage;
    thread = new Thread(this::write, "dl4j-attention-records");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void putStorageMetaData(StorageMetaData data) {
    put(() -> storage.putStorageMetaData(data));
  }

  @Override
  public void putStorageMetaData(Collection<? extends StorageMetaData> data) {
    data.forEach(this::putStorageMetaData);
  }

  @Override
  public void putStaticInfo(Persistable info) {
    put(() -> storage.putStaticInfo(info));
  }

  @Override
  public void putStaticInfo(Collection<? extends Persistable> infos) {
    infos.forEach(this::putStaticInfo);
  }

  @Override
  public void putUpdate(Persistable update) {
    if (update instanceof StatsReport report) {
      separate(report);
    }
    put(() -> storage.putUpdate(update));
  }

  @Override
  public void putUpdate(Collection<? extends Persistable> updates) {
    updates.forEach(this::putUpdate);
  }

  /**
   * How many records the storage refused.
   *
   * @return 0 if all is well
   */
  public int refused() {
    return refused.get();
  }

  /** Writes what waits and ends the thread; nothing may be given after it. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    put(() -> closed = true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Runnable write) {
    if (closed) {
      throw new IllegalStateException("the records' queue is closed: write before close()");
    }
    try {
      waiting.put(write);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a record waited to be written", e);
    }
  }

  private synchronized void separate(StatsReport report) {
    List<String> key = List.of(report.getSessionID(), report.getTypeID(), report.getWorkerID());
    long last = lastStamps.getOrDefault(key, Long.MIN_VALUE);
    long stamp = Math.max(report.getTimeStamp(), last + 1);
    lastStamps.put(key, stamp);
    if (stamp != report.getTimeStamp()) {
      report.reportIDs(key.get(0), key.get(1), key.get(2), stamp);
    }
  }

  private void write() {
    while (!closed) {
      try {
        waiting.take().run();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (refused.getAndIncrement() == 0) {
          LOG.warn("The storage refuses records; training goes on without them.", e);
        }
      }
    }
  }
}
