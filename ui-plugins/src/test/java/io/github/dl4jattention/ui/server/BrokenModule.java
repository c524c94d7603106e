package io.github.dl4jattention.ui.server;

import io.github.dl4jattention.ui.records.QualityRecord;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;

/** Somebody else's module, in which everything fails. */
public final class BrokenModule implements UIModule {
  @Override
  public List<String> getCallbackTypeIDs() {
    return List.of(QualityRecord.TYPE);
  }

  @Override
  public List<Route> getRoutes() {
    return List.of(
        new Route(
            "/broken",
            HttpMethod.GET,
            (arguments, context) -> {
              throw new IllegalStateException("broken on purpose");
            }));
  }

  @Override
  public void reportStorageEvents(Collection<StatsStorageEvent> events) {
    throw new IllegalStateException("broken on purpose");
  }

  @Override
  public void onAttach(StatsStorage storage) {
    throw new NoClassDefFoundError("broken on purpose");
  }

  @Override
  public void onDetach(StatsStorage storage) {
    throw new IllegalStateException("broken on purpose");
  }

  @Override
  public List<I18NResource> getInternationalizationResources() {
    return List.of();
  }
}
