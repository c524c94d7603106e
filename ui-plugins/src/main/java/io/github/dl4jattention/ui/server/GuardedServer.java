package io.github.dl4jattention.ui.server;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.UIModule;

/**
 * DL4J's dashboard server behind a {@link RequestGuard}.
 *
 * <p>The stock server listens on every interface and reads any file for anybody. It makes its HTTP
 * server through the Vert.x instance it is given; this gives it one whose HTTP servers listen only
 * where they should and whose requests pass the guard first. Its remote receiver, which
 * instantiates any class it is told, cannot be turned on.
 *
 * <p>DL4J knows one server a JVM.
 */
public final class GuardedServer extends VertxUIServer {
  /** How many ports are tried, from the one asked for on. */
  public static final int PORTS_TRIED = 20;

  private static final int START_SECONDS = 60;
  private static final int IDLE_SECONDS = 60;
  private static final int MAX_HEADER = 16 * 1_024;
  private static final int MAX_CONNECTIONS = 1_024;

  private final Address address;
  private final int firstPort;
  private final Access access;
  private final Assets assets = new Assets();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile HttpServer listening;

  private GuardedServer(Address address, int firstPort) {
    this.address = address;
    this.firstPort = firstPort;
    this.access = address.isLoopback() ? Access.open() : Access.byToken();
  }

  /**
   * Starts the server.
   *
   * @param address where it listens
   * @param port the first port tried; 0 lets the system choose one
   * @return a server that listens
   * @throws ServerException if there is one already, or none of the ports can be listened on
   */
  public static synchronized GuardedServer start(Address address, int port) {
    VertxUIServer other = VertxUIServer.getInstance();
    if (other != null && !other.isStopped()) {
      throw new ServerException(
          "a dashboard runs in this program already, at %s: stop it first"
              .formatted(other.getAddress()));
    }
    if (port < 0 || port > 0xffff) {
      throw new ServerException("the port is %d: choose 0 to 65535".formatted(port));
    }
    VertxUIServer.getMultiSession().set(false);
    VertxUIServer.setStatsStorageProvider(null);
    GuardedServer server = new GuardedServer(address, port);
    Vertx vertx = Vertx.vertx(vertxOptions());
    CompletableFuture<String> deployed = new CompletableFuture<>();
    vertx.deployVerticle(
        server,
        result -> {
          if (result.succeeded()) {
            deployed.complete(result.result());
          } else {
            deployed.completeExceptionally(result.cause());
          }
        });
    try {
      deployed.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      server.abandon(vertx);
      throw new ServerException(server.whyNot(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.abandon(vertx);
      throw new ServerException("interrupted while the dashboard started: start it again", e);
    }
    IsolatedModule.isolate(server);
    return server;
  }

  /** DL4J remembers its last server, and takes it for a running one until it is told to stop. */
  private void abandon(Vertx vertx) {
    stop(Promise.promise());
    vertx.close();
  }

  /**
   * Where a browser finds it.
   *
   * @return the address, with the token where one is needed
   */
  public String url() {
    String token = access.token() == null ? "" : "?" + Access.PARAMETER + "=" + access.token();
    return "http://" + address.urlHost() + ":" + getPort() + "/attention" + token;
  }

  @Override
  public void init(Vertx vertx, Context context) {
    super.init(
        Delegates.of(
            Vertx.class,
            vertx,
            (method, arguments, proxy) ->
                method.getName().equals("createHttpServer") ? guarded(vertx) : Delegates.PASS),
        context);
  }

  @Override
  public int getPort() {
    return listening == null ? firstPort : listening.actualPort();
  }

  @Override
  public String getAddress() {
    return "http://" + address.urlHost() + ":" + getPort();
  }

  @Override
  public void enableRemoteListener() {
    throw noRemote();
  }

  @Override
  public void enableRemoteListener(StatsStorageRouter storage, boolean attach) {
    throw noRemote();
  }

  private static UnsupportedOperationException noRemote() {
    return new UnsupportedOperationException(
        "the remote receiver would instantiate any class it is told: write to a storage file and"
            + " open that");
  }

  /** Stands in the place of the HTTP server that the stock one makes. */
  private HttpServer guarded(Vertx vertx) {
    List<Handler<HttpServerRequest>> router = new ArrayList<>();
    HttpServer unused = vertx.createHttpServer(options());
    return Delegates.of(
        HttpServer.class,
        unused,
        (method, arguments, proxy) ->
            switch (method.getName()) {
              case "requestHandler" -> {
                router.add(GuardedServer.<Handler<HttpServerRequest>>cast(arguments[0]));
                yield proxy;
              }
              case "listen" -> {
                Handler<AsyncResult<HttpServer>> told = cast(arguments[arguments.length - 1]);
                listen(vertx, router.get(0), firstPort, told);
                yield proxy;
              }
              case "actualPort" -> getPort();
              default -> Delegates.PASS;
            });
  }

  /** A port that is taken cannot be tried again with the same server, so each has a new one. */
  private void listen(
      Vertx vertx,
      Handler<HttpServerRequest> router,
      int port,
      Handler<AsyncResult<HttpServer>> told) {
    HttpServer server = vertx.createHttpServer(options()).connectionHandler(this::count);
    server.requestHandler(
        request ->
            new RequestFilter(
                    vertx, guard(server), access, assets, router, RequestFilter.ANSWER_MILLIS)
                .handle(request));
    server.listen(
        port,
        address.host(),
        result -> {
          if (result.succeeded()) {
            listening = server;
            told.handle(Future.succeededFuture(server));
          } else if (result.cause() instanceof BindException
              && port != 0
              && port < Math.min(0xffff, firstPort + PORTS_TRIED - 1)) {
            listen(vertx, router, port + 1, told);
          } else {
            told.handle(Future.failedFuture(result.cause()));
          }
        });
  }

  private RequestGuard guard(HttpServer server) {
    return new RequestGuard(address.names(), server.actualPort());
  }

  private void count(HttpConnection connection) {
    connection.closeHandler(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > MAX_CONNECTIONS) {
      connection.close();
    }
  }

  /** DL4J's start and its pages take their time on the event loop; that is no news to a user. */
  private static VertxOptions vertxOptions() {
    String factory = "vertx.logger-delegate-factory-class-name";
    if (System.getProperty(factory) == null) {
      System.setProperty(factory, "io.vertx.core.logging.SLF4JLogDelegateFactory");
    }
    return new VertxOptions()
        .setMaxEventLoopExecuteTime(START_SECONDS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS);
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(2 * RequestGuard.MAX_LENGTH)
        .setMaxHeaderSize(MAX_HEADER)
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  private String whyNot(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return firstPort == 0
            ? "cannot listen on %s: choose an address of this machine".formatted(address.host())
            : "cannot listen on %s, ports %d to %d: choose another port, or an address of this machine"
                .formatted(
                    address.host(), firstPort, Math.min(0xffff, firstPort + PORTS_TRIED - 1));
      }
    }
    return "the dashboard cannot start (%s)".formatted(e.getCause() == null ? e : e.getCause());
  }

  /** DL4J's own list of what it shows; see {@link IsolatedModule}. */
  static List<UIModule> modules(VertxUIServer server) {
    try {
      var field = VertxUIServer.class.getDeclaredField("uiModules");
      field.setAccessible(true);
      return cast(field.get(server));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this is not the DL4J that it was built for", e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Of what reflection gives.
  private static <T> T cast(Object object) {
    return (T) object;
  }
}
