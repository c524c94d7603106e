package io.github.dl4jattention.ui.storage;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether another program has written to a file. */
final class ChangePoll implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangePoll.class);
  private static final int MILLIS = 500;

  private final SqliteTables tables;
  private final Told told;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread thread;
  private long lastId;
  private int lastVersion;

  ChangePoll(SqliteTables tables, Told told) {
    this.tables = tables;
    this.told = told;
  }

  /** Is told of a record. */
  @FunctionalInterface
  interface Told {
    void of(EventType event, String session, String type, String worker, long stamp);
  }

  /** What is there now is known to whoever listens; what comes later is told. */
  synchronized void start() {
    if (thread != null) {
      return;
    }
    lastVersion = tables.pragma("data_version");
    lastId = tables.query("SELECT coalesce(max(id), 0) FROM records", row -> row.getLong(1)).get(0);
    thread = new Thread(this::run, "dl4j-attention-storage");
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells of what has been written since the last look. */
  synchronized void look() {
    int version = tables.pragma("data_version");
    if (version == lastVersion) {
      return;
    }
    lastVersion = version;
    List<Runnable> news =
        tables.query(
            "SELECT id, kind, session, type, worker, stamp FROM records WHERE id > ? ORDER BY id"
                + " LIMIT 100000",
            row -> {
              lastId = row.getLong(1);
              EventType event = event(row.getInt(2));
              String session = row.getString(3);
              String type = row.getString(4);
              String worker = row.getString(5);
              long stamp = row.getLong(6);
              return () -> told.of(event, session, type, worker, stamp);
            },
            lastId);
    news.forEach(Runnable::run);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!closed.await(MILLIS, TimeUnit.MILLISECONDS)) {
        safely();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void safely() {
    try {
      look();
    } catch (RuntimeException e) {
      if (closed.getCount() > 0) {
        LOG.warn("Cannot see what is new: {}", e.getMessage());
      }
    }
  }

  private static EventType event(int kind) {
    return switch (kind) {
      case SqliteTables.META -> EventType.PostMetaData;
      case SqliteTables.STATIC -> EventType.PostStaticInfo;
      default -> EventType.PostUpdate;
    };
  }
}
