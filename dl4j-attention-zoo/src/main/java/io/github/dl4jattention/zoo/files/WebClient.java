package io.github.dl4jattention.zoo.files;

import io.github.dl4jattention.zoo.files.Transfer.RefusedException;
import io.github.dl4jattention.zoo.files.Transfer.TemporaryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks servers for files: follows redirects only to where they may lead, and leaves a server that
 * sends nothing. Which {@link Proxies} stand between is told from outside.
 */
final class WebClient {
  private static final int MAX_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dl4j-attention-download");
            thread.setDaemon(true);
            return thread;
          });

  private final Proxies proxies;
  private final HttpClient client;
  private final Duration stall;

  /**
   * A client.
   *
   * @param stall how long a server may send nothing
   */
  WebClient(Duration stall) {
    this(stall, new Proxies());
  }

  WebClient(Duration stall, Proxies proxies) {
    this.stall = stall;
    this.proxies = proxies;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(stall)
            .proxy(proxies)
            .build();
  }

  /**
   * Asks for a file from a byte on, and where that leads to.
   *
   * @param address the file
   * @param from the first byte wanted
   * @param tag of the version whose first bytes are here; another version is sent as a whole
   * @return the first answer that is no redirect; its body is to be closed
   */
  HttpResponse<InputStream> get(URI address, long from, Optional<String> tag)
      throws TemporaryException, RefusedException {
    URI next = address;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response = send(request(next, from, tag));
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      closeQuietly(response.body());
      next = redirected(address, next, response.headers().firstValue("Location").orElse(""));
    }
    throw new RefusedException("it redirects more than %d times".formatted(MAX_REDIRECTS));
  }

  private HttpRequest request(URI address, long from, Optional<String> tag)
      throws RefusedException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address).timeout(stall).header("User-Agent", "dl4j-attention");
      if (from > 0) {
        request.header("Range", "bytes=%d-".formatted(from));
        tag.ifPresent(value -> request.header("If-Range", value));
      }
      proxies
          .authorization(address)
          .ifPresent(value -> request.header("Proxy-Authorization", value));
      return request.build();
    } catch (IllegalArgumentException e) {
      throw new RefusedException("that is no address of the web");
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws TemporaryException, RefusedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw new TemporaryException("it does not answer", Optional.empty(), e);
    } catch (ConnectException e) {
      if (isUnresolved(e)) {
        throw new RefusedException("its name is not known: no network?");
      }
      throw new TemporaryException("it cannot be reached", Optional.empty(), e);
    } catch (IOException e) {
      throw new TemporaryException(
          "the connection broke (%s)".formatted(AtomicFiles.reason(e)), Optional.empty(), e);
    } catch (IllegalArgumentException e) {
      // The JDK's answer to a length that is no number.
      throw new TemporaryException("it does not answer in HTTP", Optional.empty(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted");
    }
  }

  private static boolean isUnresolved(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  /** To https; a server on this machine may also lead to itself. */
  private static URI redirected(URI first, URI from, String location) throws RefusedException {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RefusedException("it redirects to what is no address");
    }
    boolean https = "https".equalsIgnoreCase(next.getScheme());
    boolean allowed = https || (isLoopback(first) && isLoopback(next));
    if (!allowed || next.getHost() == null) {
      throw new RefusedException("it redirects to an address that is not https");
    }
    return next;
  }

  private static boolean isLoopback(URI address) {
    return "http".equalsIgnoreCase(address.getScheme()) && ThisMachine.has(address);
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Nothing more is wanted of it.
    }
  }

  Watched watch(InputStream body) {
    Watched watched = new Watched(body);
    watched.start(stall);
    return watched;
  }

  /** A body whose errors are the server's, not the disk's; closed when nothing comes any more. */
  static final class Watched implements AutoCloseable {
    private final InputStream body;
    private volatile long alive = System.nanoTime();
    private volatile boolean stalled;
    private ScheduledFuture<?> check;

    Watched(InputStream body) {
      this.body = body;
    }

    private void start(Duration stall) {
      long nanos = stall.toNanos();
      check =
          WATCH.scheduleWithFixedDelay(
              () -> {
                if (System.nanoTime() - alive > nanos) {
                  stalled = true;
                  closeQuietly(body);
                }
              },
              nanos / 4,
              nanos / 4,
              TimeUnit.NANOSECONDS);
    }

    int read(byte[] buffer) throws TemporaryException {
      try {
        int count = body.read(buffer);
        alive = System.nanoTime();
        if (count >= 0 || !stalled) {
          return count;
        }
        throw new IOException("stalled");
      } catch (IOException e) {
        throw new TemporaryException(
            stalled
                ? "it sends nothing any more"
                : "the connection broke (%s)".formatted(AtomicFiles.reason(e)),
            Optional.empty(),
            e);
      }
    }

    @Override
    public void close() {
      if (check != null) {
        check.cancel(false);
      }
    }
  }
}
