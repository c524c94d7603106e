package io.github.dl4jattention.ui.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module whose failures are its own.
 *
 * <p>DL4J tells all modules of new records from one thread, which ends for good when one of them
 * throws; and {@code attach}, in the training's thread, throws what a module throws. DL4J's own
 * modules also put session ids into their pages as they are, so they are told of those only that
 * mean nothing to HTML: see {@link PlainSessions}.
 */
final class IsolatedModule implements UIModule {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedModule.class);

  private final UIModule module;
  private final boolean stock;
  private final IdentityHashMap<StatsStorage, StatsStorage> views = new IdentityHashMap<>();
  private boolean failed;

  private IsolatedModule(UIModule module) {
    this.module = module;
    this.stock = module.getClass().getName().startsWith("org.deeplearning4j.");
  }

  /** Isolates all modules of a server that has started; its list of them is not public. */
  static void isolate(VertxUIServer server) {
    List<UIModule> modules = GuardedServer.modules(server);
    for (int i = 0; i < modules.size(); i++) {
      modules.set(i, new IsolatedModule(modules.get(i)));
    }
  }

  @Override
  public List<String> getCallbackTypeIDs() {
    return module.getCallbackTypeIDs();
  }

  @Override
  public List<Route> getRoutes() {
    return module.getRoutes();
  }

  @Override
  public List<I18NResource> getInternationalizationResources() {
    return module.getInternationalizationResources();
  }

  @Override
  public void reportStorageEvents(Collection<StatsStorageEvent> events) {
    safely(() -> module.reportStorageEvents(stock ? plain(events) : events));
  }

  @Override
  public void onAttach(StatsStorage storage) {
    safely(() -> module.onAttach(view(storage)));
  }

  @Override
  public void onDetach(StatsStorage storage) {
    safely(() -> module.onDetach(view(storage)));
    forget(storage);
  }

  private List<StatsStorageEvent> plain(Collection<StatsStorageEvent> events) {
    List<StatsStorageEvent> plain = new ArrayList<>();
    for (StatsStorageEvent event : events) {
      if (RequestGuard.isPlain(event.getSessionID())) {
        plain.add(
            new StatsStorageEvent(
                view(event.getStatsStorage()),
                event.getEventType(),
                event.getSessionID(),
                event.getTypeID(),
                event.getWorkerID(),
                event.getTimestamp()));
      }
    }
    return plain;
  }

  /** The same view for the same storage each time: modules compare them. */
  private synchronized StatsStorage view(StatsStorage storage) {
    return stock ? views.computeIfAbsent(storage, PlainSessions::of) : storage;
  }

  private synchronized void forget(StatsStorage storage) {
    views.remove(storage);
  }

  private void safely(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      if (!failed) {
        LOG.warn("{} failed; the other pages and training go on.", module.getClass().getName(), e);
        failed = true;
      }
    }
  }
}
