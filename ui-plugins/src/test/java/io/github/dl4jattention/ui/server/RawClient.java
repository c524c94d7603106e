package io.github.dl4jattention.ui.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends bytes as they are: other clients tidy up what they send. */
final class RawClient {
  private static final int MILLIS = 60_000;

  private RawClient() {}

  /** What a server answered. */
  record Answer(int status, String head, String body) {
    String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).trim())
          .findFirst()
          .orElse(null);
    }
  }

  /** The answer to a GET; everything else as a browser would send it. */
  static Answer get(String url, String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
    request.append("Host: ").append(URI.create(url).getAuthority()).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return send(url, request + "Connection: close\r\n\r\n");
  }

  /** Sends a text, each character a byte, and reads until the server closes. */
  static Answer send(String url, String request) throws IOException {
    return send(url, request, false);
  }

  /** The same for what may be half a request: nothing more will come. */
  static Answer sendAndEnd(String url, String request) throws IOException {
    return send(url, request, true);
  }

  private static Answer send(String url, String request, boolean end) throws IOException {
    URI uri = URI.create(url);
    try (Socket socket = new Socket(InetAddress.getByName(uri.getHost()), uri.getPort())) {
      socket.setSoTimeout(MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      if (end) {
        socket.shutdownOutput();
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return parse(answer.toString(StandardCharsets.UTF_8));
    }
  }

  private static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, text, "");
    }
    int status = Integer.parseInt(text.substring(9, 12));
    return new Answer(status, text.substring(0, end), text.substring(end + 4));
  }
}
