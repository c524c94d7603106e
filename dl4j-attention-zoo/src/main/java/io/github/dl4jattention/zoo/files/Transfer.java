package io.github.dl4jattention.zoo.files;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One attempt to fetch what is missing of a file from one address. */
final class Transfer {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");
  private static final long UNKNOWN = -1;

  private final WebClient web;
  private final Downloader.Progress progress;

  Transfer(WebClient web, Downloader.Progress progress) {
    this.web = web;
    this.progress = progress;
  }

  /** It may work if it is tried again. */
  static final class TemporaryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How long to wait, if the server said so. */
    private final transient Optional<Duration> wait;

    TemporaryException(String reason, Optional<Duration> wait, Throwable cause) {
      super(reason, cause);
      this.wait = wait;
    }

    Optional<Duration> waiting() {
      return wait;
    }
  }

  /** It will not work from this address. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
      super(reason);
    }
  }

  /**
   * Fetches the rest.
   *
   * @param address where from
   * @param part what is here already; takes the rest
   * @param maxBytes most bytes of the whole
   */
  void run(URI address, PartFile part, long maxBytes) throws TemporaryException, RefusedException {
    try {
      if ("file".equalsIgnoreCase(address.getScheme())) {
        copy(address, part, maxBytes);
        return;
      }
      long have = part.size();
      HttpResponse<InputStream> response = web.get(address, have, part.tag(address));
      try (InputStream body = response.body()) {
        long total = accept(address, response, part, have, maxBytes);
        try (WebClient.Watched watched = web.watch(body)) {
          copy(watched, part, maxBytes, total);
        }
      }
    } catch (IOException e) {
      throw cannotWrite(part, e);
    }
  }

  private static UserError cannotWrite(PartFile part, IOException e) {
    return new UserError(
        "cannot write %s (%s): choose a folder you may write to, with room left"
            .formatted(part.path(), AtomicFiles.reason(e)),
        e);
  }

  private void copy(URI address, PartFile part, long maxBytes)
      throws IOException, RefusedException, TemporaryException {
    Path source = Path.of(address);
    if (!Files.isRegularFile(source)) {
      throw new RefusedException("there is no such file");
    }
    part.restart(address, Optional.empty());
    long size = Files.size(source);
    requireSize(size, maxBytes);
    try (InputStream in = Files.newInputStream(source)) {
      copy(new WebClient.Watched(in), part, maxBytes, size);
    }
  }

  /** Looks at the head of an answer; afterwards the part is what its body continues. */
  private long accept(
      URI address, HttpResponse<InputStream> response, PartFile part, long have, long maxBytes)
      throws IOException, TemporaryException, RefusedException {
    HttpHeaders headers = response.headers();
    switch (response.statusCode()) {
      case 200 -> {
        long total = headers.firstValueAsLong("Content-Length").orElse(UNKNOWN);
        requireSize(total, maxBytes);
        requireRoom(part, total);
        part.restart(address, tag(headers));
        return total;
      }
      case 206 -> {
        Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != have) {
          part.delete();
          throw temporary("it sent another part than was asked for", headers);
        }
        long total = range.group(2).equals("*") ? UNKNOWN : Long.parseLong(range.group(2));
        requireSize(total, maxBytes);
        requireRoom(part, total - have);
        return total;
      }
      case 416 -> {
        part.delete(); // The file has become shorter than what is here.
        throw temporary("it has no such part", headers);
      }
      case 408, 429, 500, 502, 503, 504 ->
          throw temporary("it answers " + response.statusCode(), headers);
      case 407 ->
          throw new RefusedException(
              "the proxy wants a user and a password: set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT");
      default -> throw new RefusedException("it answers " + response.statusCode());
    }
  }

  private static TemporaryException temporary(String reason, HttpHeaders headers) {
    Optional<Duration> wait =
        headers
            .firstValue("Retry-After")
            .flatMap(value -> Backoff.retryAfter(value, Clock.systemUTC()));
    return new TemporaryException(reason, wait, null);
  }

  /** What says that the rest is of the same version: a strong tag, or else a date. */
  private static Optional<String> tag(HttpHeaders headers) {
    Optional<String> strong = headers.firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
    return strong.isPresent() ? strong : headers.firstValue("Last-Modified");
  }

  private static void requireSize(long size, long maxBytes) throws RefusedException {
    if (size > maxBytes) {
      throw new RefusedException("it has %d bytes, more than %d".formatted(size, maxBytes));
    }
  }

  private static void requireRoom(PartFile part, long bytes) throws IOException {
    long room = Files.getFileStore(part.path().toAbsolutePath().getParent()).getUsableSpace();
    if (bytes > room) {
      throw new IOException("%d MB needed, %d MB left".formatted(bytes >> 20, room >> 20));
    }
  }

  private void copy(WebClient.Watched body, PartFile part, long maxBytes, long total)
      throws IOException, TemporaryException, RefusedException {
    byte[] buffer = new byte[1 << 16];
    long done = part.size();
    progress.received(done, total);
    try (OutputStream out = part.append()) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        done += count;
        requireSize(done, total == UNKNOWN ? maxBytes : Math.min(total, maxBytes));
        out.write(buffer, 0, count);
        progress.received(done, total);
      }
    }
    if (done < total) {
      throw new TemporaryException(
          "it ended after %d of %d bytes".formatted(done, total), Optional.empty(), null);
    }
  }
}
