package io.github.dl4jattention.ui;

import io.github.dl4jattention.ui.server.Address;
import io.github.dl4jattention.ui.server.GuardedServer;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * DL4J's training dashboard with pages for attention, on this machine alone.
 *
 * <pre>{@code
 * StatsStorage storage = new InMemoryStatsStorage();
 * try (AttentionDashboard dashboard = new AttentionDashboard(storage).start()) {
 *   System.out.println(dashboard.url()); // http://127.0.0.1:9000/attention
 *   graph.setListeners(new StatsListener(storage));
 *   graph.fit(data, epochs);
 * }
 * }</pre>
 *
 * <p>It listens on 127.0.0.1 unless told another address, and then only serves who has the token
 * that is a part of {@link #url}. If the port is taken, it takes the next free one of {@value
 * GuardedServer#PORTS_TRIED}. Requests pass a {@link
 * io.github.dl4jattention.ui.server.RequestGuard}. DL4J knows one dashboard a program.
 *
 * <p>One thread at a time may use it; trainings may write to the storage all the while.
 */
public final class AttentionDashboard implements AutoCloseable {
  /** The first port tried, unless told another. */
  public static final int DEFAULT_PORT = 9_000;

  private final StatsStorage storage;
  private int port = DEFAULT_PORT;
  private Address address = Address.LOOPBACK;
  private GuardedServer server;

  /**
   * A dashboard that has not started.
   *
   * @param storage what it shows: what trainings write to, or have written
   */
  public AttentionDashboard(StatsStorage storage) {
    this.storage = storage;
  }

  /**
   * Sets the first port tried; {@value #DEFAULT_PORT} if not set.
   *
   * @param port 1 to 65535; 0 lets the system choose
   * @return this
   */
  public AttentionDashboard port(int port) {
    this.port = port;
    return this;
  }

  /**
   * Sets where it listens; 127.0.0.1 if not set. Whoever reaches another address needs the token,
   * which travels unencrypted, as all else: name one in networks only that you trust.
   *
   * @param host an address or a name of this machine; {@code 0.0.0.0} for all it has
   * @return this
   * @throws io.github.dl4jattention.ui.server.ServerException if there is no such address
   */
  public AttentionDashboard address(String host) {
    this.address = Address.of(host);
    return this;
  }

  /**
   * Starts it.
   *
   * @return this, when it can be reached
   * @throws io.github.dl4jattention.ui.server.ServerException if a dashboard runs in this program
   *     already, or no port is free; the message says the mend
   */
  public AttentionDashboard start() {
    server = GuardedServer.start(address, port);
    server.attach(storage);
    return this;
  }

  /**
   * Where a browser finds it.
   *
   * @return the address, with the token where one is needed
   * @throws IllegalStateException if it has not started
   */
  public String url() {
    if (server == null) {
      throw new IllegalStateException("the dashboard has not started: call start() first");
    }
    return server.url();
  }

  /** Stops it; the storage stays open. */
  public void stop() {
    if (server == null) {
      return;
    }
    try {
      server.detach(storage);
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server = null;
  }

  @Override
  public void close() {
    stop();
  }
}
