package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.records.RecordQueue;
import io.github.dl4jattention.ui.records.RecordWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** A dashboard over sessions in memory, and a browser to look at it. */
final class Site implements AutoCloseable {
  final StatsStorage storage = new InMemoryStatsStorage();
  final Browser browser;
  private final boolean closesBrowser;
  private AttentionDashboard dashboard = new AttentionDashboard(storage).port(0).start();
  private final String origin = dashboard.url().replaceFirst("/attention.*", "");

  /** With a browser of its own. */
  Site() {
    this(new Browser(), true);
  }

  /** With a browser that others use before and after. */
  Site(Browser browser) {
    this(browser, false);
  }

  private Site(Browser browser, boolean closesBrowser) {
    this.browser = browser;
    this.closesBrowser = closesBrowser;
  }

  /** Writes into a session; returns when everything is written. */
  Site write(String session, Consumer<RecordWriter> records) {
    try (RecordQueue queue = new RecordQueue(storage)) {
      records.accept(new RecordWriter(storage, queue, session));
    }
    return this;
  }

  /** Opens a page of the dashboard. */
  Browser open(String path) {
    browser.open(origin + path);
    return browser;
  }

  /** Opens a page of ours with a session chosen. */
  Browser open(String path, String session) {
    return open(path + "?session=" + URLEncoder.encode(session, StandardCharsets.UTF_8));
  }

  /** Whether an address is the dashboard's own, or was made in the page. */
  boolean isOwn(String url) {
    return url.startsWith(origin + "/") || url.startsWith("data:") || url.startsWith("blob:");
  }

  /** Every request so far went to the dashboard, and the console has no complaint. */
  void assertNothingLeftAndNothingBroke() {
    assertThat(browser.requests()).isNotEmpty().allMatch(this::isOwn);
    assertThat(browser.errors()).isEmpty();
  }

  void stopServer() {
    dashboard.close();
  }

  /** Starts the server again where it was. */
  void startServer() {
    int port = Integer.parseInt(origin.substring(origin.lastIndexOf(':') + 1));
    dashboard = new AttentionDashboard(storage).port(port).start();
    assertThat(dashboard.url()).startsWith(origin + "/");
  }

  @Override
  public void close() {
    if (closesBrowser) {
      browser.close();
    } else {
      browser.forget();
    }
    dashboard.close();
  }
}
