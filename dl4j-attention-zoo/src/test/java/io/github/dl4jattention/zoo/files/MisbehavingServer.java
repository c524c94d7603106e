package io.github.dl4jattention.zoo.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on this machine that answers each request as it was told, the last way for ever. */
public final class MisbehavingServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Answer> answers;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What was asked. */
  public record Request(String path, Map<String, String> headers) {
    /** A header's value. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** First byte asked for; 0 without a range. */
    public int from() {
      return header("Range")
          .map(range -> Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")))
          .orElse(0);
    }
  }

  /** What a connection gets, before it is closed. */
  @FunctionalInterface
  public interface Answer {
    /** Writes it. */
    void write(Request request, Reply reply) throws IOException, InterruptedException;
  }

  /** Writes answers. */
  public final class Reply {
    private final OutputStream out;

    Reply(OutputStream out) {
      this.out = out;
    }

    /** Status line and headers, each with a name, a colon and a value. */
    public void head(int status, String... headers) throws IOException {
      String lines = "HTTP/1.1 " + status + " Said\r\nConnection: close\r\n";
      for (String header : headers) {
        lines += header + "\r\n";
      }
      out.write((lines + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** A piece of some content. */
    public void body(byte[] content, int from, int to) throws IOException {
      out.write(content, from, to - from);
      out.flush();
    }

    /** Keeps the connection open until the test is over. */
    public void stall() throws InterruptedException {
      closed.await();
    }
  }

  /** A server that does one thing after the other. */
  public MisbehavingServer(Answer... answers) throws IOException {
    this.answers = List.of(answers);
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "misbehaving-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        daemon(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String first = in.readLine();
      if (first == null) {
        return;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
      }
      Request request = new Request(first.split(" ", -1)[1], headers);
      requests.add(request);
      Answer answer = answers.get(Math.min(next.getAndIncrement(), answers.size() - 1));
      answer.write(request, new Reply(connection.getOutputStream()));
    } catch (IOException e) {
      // The client left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A path of this server. */
  public URI address(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(socket.getLocalPort(), path));
  }

  /** All that was asked so far. */
  public List<Request> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
