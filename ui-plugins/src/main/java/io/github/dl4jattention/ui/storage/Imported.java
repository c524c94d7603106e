package io.github.dl4jattention.ui.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** What was read of a file, in memory. */
final class Imported {
  /** More is not read: it would not fit beside all else. */
  private static final long MOST_BYTES = 512L * 1_024 * 1_024;

  private final String file;
  private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
  private final Deque<Persistable> updates = new ArrayDeque<>();
  private long bytes;

  Imported(String file) {
    this.file = file;
  }

  void count(long some) {
    bytes += some;
    if (bytes > MOST_BYTES) {
      throw new StorageException(
          "%s holds more than %d MiB: write with StorageFile, whose files are not read into memory"
              .formatted(file, MOST_BYTES / 1_024 / 1_024));
    }
  }

  void meta(Optional<Persistable> record) {
    record
        .filter(StorageMetaData.class::isInstance)
        .ifPresent(data -> storage.putStorageMetaData((StorageMetaData) data));
  }

  void info(Optional<Persistable> record) {
    record.ifPresent(storage::putStaticInfo);
  }

  void update(Optional<Persistable> record) {
    record.ifPresent(updates::add);
  }

  /** All of it; static information came before the updates. */
  StatsStorage storage() {
    updates.forEach(storage::putUpdate);
    return storage;
  }
}
