package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.server.ServerException;
import io.github.dl4jattention.ui.storage.StorageException;
import io.github.dl4jattention.zoo.UserError;
import java.util.function.Supplier;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * Where a dashboard listens.
 *
 * @param port the first port tried
 * @param address an address of this machine; null for 127.0.0.1
 */
public record Where(int port, String address) {
  AttentionDashboard start(StatsStorage storage) {
    AttentionDashboard dashboard = new AttentionDashboard(storage).port(port);
    return (address == null ? dashboard : dashboard.address(address)).start();
  }

  /** What the dashboard's user can mend is what the zoo's user can. */
  static <T> T mendable(Supplier<T> work) {
    try {
      return work.get();
    } catch (ServerException | StorageException e) {
      throw new UserError(e.getMessage(), e);
    }
  }
}
