package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.storage.StorageFile;
import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.core.storage.StatsStorage;

/** The dashboard of a training that has been, or that runs in another program. */
public final class StoredDashboard implements AutoCloseable {
  private final AttentionDashboard dashboard;
  private final StatsStorage storage;

  private StoredDashboard(AttentionDashboard dashboard, StatsStorage storage) {
    this.dashboard = dashboard;
    this.storage = storage;
  }

  /**
   * Shows a file.
   *
   * @param file what a training with a dashboard wrote, or DL4J's {@code FileStatsStorage}
   * @param where where the server listens
   * @return a dashboard that can be reached
   * @throws UserError if it cannot start, or the file is none of these, damaged, or of a later
   *     version
   */
  public static StoredDashboard start(Path file, Where where) {
    return Where.mendable(
        () -> {
          StatsStorage storage = StorageFile.open(file);
          return new StoredDashboard(where.start(storage), storage);
        });
  }

  /**
   * Where a browser finds it.
   *
   * @return the address, with the token where one is needed
   */
  public String url() {
    return dashboard.url();
  }

  @Override
  public void close() {
    dashboard.close();
    try {
      storage.close();
    } catch (IOException e) {
      throw new UserError("cannot close the file that was shown: " + e.getMessage(), e);
    }
  }
}
