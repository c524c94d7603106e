package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.records.RecordQueue;
import io.github.dl4jattention.ui.records.RecordWriter;
import io.github.dl4jattention.ui.storage.StorageFile;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.io.IOException;
import org.deeplearning4j.core.storage.StatsStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run writes for the dashboard while the dashboard shows it.
 *
 * @param storage the run's file
 * @param queue writes to it, on another thread
 * @param writer makes its records, in a session that is called as the run
 * @param dashboard shows it
 */
record LiveStorage(
    StatsStorage storage, RecordQueue queue, RecordWriter writer, AttentionDashboard dashboard)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStorage.class);

  /** Begins a run's file or goes on with it, and starts the server. */
  static LiveStorage open(RunFolder run, Where where) {
    StatsStorage storage = StorageFile.write(run.storage());
    try {
      AttentionDashboard dashboard = where.start(storage);
      RecordQueue queue = new RecordQueue(storage);
      return new LiveStorage(
          storage, queue, new RecordWriter(storage, queue, session(run)), dashboard);
    } catch (RuntimeException e) {
      close(storage);
      throw e;
    }
  }

  static String session(RunFolder run) {
    return run.folder().getFileName().toString();
  }

  /** Writes what waits to be written, and stops the server. */
  @Override
  public void close() {
    queue.close();
    dashboard.close();
    close(storage);
  }

  private static void close(StatsStorage storage) {
    try {
      storage.close();
    } catch (IOException e) {
      LOG.warn("The dashboard's file cannot be closed.", e);
    }
  }
}
