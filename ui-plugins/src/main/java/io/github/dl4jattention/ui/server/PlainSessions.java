package io.github.dl4jattention.ui.server;

import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;

/** A storage as DL4J's own pages may see it: without sessions whose ids are not plain. */
final class PlainSessions {
  private PlainSessions() {}

  static StatsStorage of(StatsStorage storage) {
    return Delegates.of(
        StatsStorage.class,
        storage,
        (method, arguments, proxy) ->
            switch (method.getName()) {
              case "listSessionIDs" -> plain(storage.listSessionIDs());
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> Delegates.PASS;
            });
  }

  private static List<String> plain(List<String> ids) {
    return ids.stream().filter(RequestGuard::isPlain).toList();
  }
}
