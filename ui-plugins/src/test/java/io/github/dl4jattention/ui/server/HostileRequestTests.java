package io.github.dl4jattention.ui.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.Samples;
import io.github.dl4jattention.ui.server.RawClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that mean harm, against the running server, each with the answer it must get. */
class HostileRequestTests {
  private static AttentionDashboard dashboard;
  private static String url;
  private static String authority;

  @BeforeAll
  static void start() {
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    Samples.write(storage, "s");
    dashboard = new AttentionDashboard(storage).port(0).start();
    url = dashboard.url();
    authority = URI.create(url).getAuthority();
  }

  @AfterAll
  static void stop() {
    dashboard.close();
  }

  @AfterEach
  void theServerGoesOn() throws IOException {
    assertThat(RawClient.get(url, "/attention/api/sessions").status()).isEqualTo(200);
  }

  static Stream<Arguments> targets() throws IOException {
    return Files.readString(
            Path.of("src/test/resources/hostile/targets.tsv"), StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split("\t", -1)))
        .map(parts -> Arguments.of(Integer.parseInt(parts.get(0)), parts.get(1), parts.get(2)));
  }

  @ParameterizedTest(name = "{2}: {0}")
  @MethodSource("targets")
  void targetsAreJudged(int status, String target, String what) throws IOException {
    Answer answer = RawClient.get(url, target);
    assertThat(answer.status()).as(what + ": " + answer).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("root:", "<img", "<script", "Exception", "\tat ");
  }

  private static final String GET = "GET /attention HTTP/1.1\r\n";
  private static final String END = "Connection: close\r\n\r\n";

  private static String host() {
    return "Host: " + authority + "\r\n";
  }

  static Stream<Arguments> hosts() {
    return Stream.of(
        Arguments.of(400, GET + END, "no Host"),
        Arguments.of(400, GET + host() + host() + END, "Host twice"),
        Arguments.of(400, GET + host() + "Host: evil.example\r\n" + END, "two Hosts"),
        Arguments.of(400, GET + "Host:\r\n" + END, "an empty Host"),
        Arguments.of(403, GET + "Host: evil.example\r\n" + END, "a rebound name"),
        Arguments.of(403, GET + "Host: 127.0.0.1.evil.example\r\n" + END, "a name that begins so"),
        Arguments.of(403, GET + "Host: localhost:1\r\n" + END, "another port"),
        Arguments.of(403, GET + "Host: 0.0.0.0\r\n" + END, "any address"),
        Arguments.of(403, GET + "Host: 127.0.0.1@evil.example\r\n" + END, "a user's name"));
  }

  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.of(405, "POST /attention HTTP/1.1\r\n" + host() + END, "POST"),
        Arguments.of(405, "PUT /attention HTTP/1.1\r\n" + host() + END, "PUT"),
        Arguments.of(405, "DELETE /attention HTTP/1.1\r\n" + host() + END, "DELETE"),
        Arguments.of(405, "OPTIONS /attention HTTP/1.1\r\n" + host() + END, "OPTIONS"),
        Arguments.of(405, "TRACE /attention HTTP/1.1\r\n" + host() + END, "TRACE"),
        Arguments.of(405, "PATCH /attention HTTP/1.1\r\n" + host() + END, "PATCH"),
        Arguments.of(405, "CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + host() + END, "CONNECT"),
        Arguments.of(
            405, "get /attention HTTP/1.1\r\n" + host() + END, "a method in small letters"),
        Arguments.of(405, "NOTHING /attention HTTP/1.1\r\n" + host() + END, "no method"),
        Arguments.of(
            405,
            "POST /tsne/upload HTTP/1.1\r\n"
                + host()
                + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 104\r\n"
                + END
                + "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../f\"\r\n\r\n"
                + "0123456789abcdefghij\r\n--x--\r\n",
            "an upload"),
        Arguments.of(
            405,
            "POST /remoteReceive HTTP/1.1\r\n" + host() + "Content-Length: 2\r\n" + END + "{}",
            "to the receiver"),
        Arguments.of(
            405,
            "POST /attention HTTP/1.1\r\n"
                + host()
                + "Content-Length: 9999999999\r\n"
                + END
                + "a".repeat(1_000),
            "a body without end"));
  }

  static Stream<Arguments> bodiesAndOrigins() {
    return Stream.of(
        Arguments.of(
            400, GET + host() + "Content-Length: 5\r\n" + END + "hello", "GET with a body"),
        Arguments.of(
            400,
            GET + host() + "Transfer-Encoding: chunked\r\n" + END + "5\r\nhello\r\n0\r\n\r\n",
            "GET with a body in pieces"),
        Arguments.of(
            403,
            GET + host() + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n" + END,
            "a foreign page's picture"),
        Arguments.of(
            403,
            "GET /train/sessions/set/s HTTP/1.1\r\n"
                + host()
                + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"
                + END,
            "a foreign page's link that changes something"),
        Arguments.of(
            403,
            "GET /train/workers/setByIdx/7 HTTP/1.1\r\n"
                + host()
                + "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\n"
                + END,
            "a neighbour's picture that changes something"),
        Arguments.of(403, GET + "Host: " + authority + "\r\n folded\r\n" + END, "a folded Host"));
  }

  @ParameterizedTest(name = "{2}: {0}")
  @MethodSource({"hosts", "methods", "bodiesAndOrigins"})
  void requestsAreJudged(int status, String request, String what) throws IOException {
    Answer answer = RawClient.send(url, request);
    assertThat(answer.status()).as(what + ": " + answer).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("<", "Exception", "\tat ");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("\r\n\r\n\r\n", "nothing"),
        Arguments.of("GET\r\n\r\n", "half a line"),
        Arguments.of("GET /attention\r\n\r\n", "HTTP/0.9"),
        Arguments.of("GET /attention HTTP/9.9\r\n\r\n", "a version to come"),
        Arguments.of("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", "TLS"),
        Arguments.of("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n", "a line without end"),
        Arguments.of(
            "GET /attention HTTP/1.1\r\nA: " + "a".repeat(100_000) + "\r\n\r\n",
            "a header without end"),
        Arguments.of(
            "GET /attention HTTP/1.1\r\n" + "A: a\r\n".repeat(20_000) + "\r\n", "many headers"),
        Arguments.of("GET /attention HTTP/1.1\r\nA b\r\n\r\n", "a header without a colon"),
        Arguments.of(
            "GET /attention HTTP/1.1\r\nContent-Length: x\r\n\r\n", "a length that is none"),
        Arguments.of(
            "GET /attention HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0",
            "two lengths of a body"),
        Arguments.of("GET /attention HTTP/1.1\r\nA\0: b\r\n\r\n", "a zero in a header"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("malformed")
  void whatIsNoRequestIsRefusedOrCutOff(String request, String what) {
    try {
      Answer answer = RawClient.sendAndEnd(url, request);
      assertThat(answer.status()).as(what + ": " + answer).isNotEqualTo(200);
    } catch (IOException e) {
      assertThat(e).as(what).hasMessageContaining("reset"); // Cut off while still sending.
    }
  }

  @Test
  void headHasTheHeadOfGetAndNoBody() throws IOException {
    for (String target : List.of("/attention", "/train/overview", "/assets/css/style.css")) {
      Answer answer =
          RawClient.send(
              url,
              "HEAD %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(target, authority));
      assertThat(answer.status()).as(target).isEqualTo(200);
      assertThat(answer.body()).as(target).isEmpty();
      assertThat(answer.header("content-type"))
          .isEqualTo(RawClient.get(url, target).header("content-type"));
    }
  }

  @Test
  void pagesForbidBrowsersWhatTheyDoNotNeed() throws IOException {
    Answer ours = RawClient.get(url, "/attention");
    assertThat(ours.header("content-security-policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
                + " 'none'");
    Answer stock = RawClient.get(url, "/train/overview");
    assertThat(stock.header("content-security-policy"))
        .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe-eval", "*", "http:");
    for (String target : List.of("/attention", "/train/overview", "/assets/nothing", "/..")) {
      Answer answer = RawClient.get(url, target);
      assertThat(answer.header("x-content-type-options")).as(target).isEqualTo("nosniff");
      assertThat(answer.header("x-frame-options")).as(target).isEqualTo("DENY");
      assertThat(answer.header("referrer-policy")).as(target).isEqualTo("no-referrer");
      assertThat(answer.header("content-type")).as(target).isNotNull();
    }
  }

  @Test
  void stockAnswersThatRepeatWhatWasSentAreText() throws IOException {
    assertThat(RawClient.get(url, "/train/sessions/current").header("content-type"))
        .isEqualTo("text/plain; charset=utf-8");
    assertThat(RawClient.get(url, "/train/overview").header("content-type"))
        .isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void assetsComeFromTheJars() throws IOException {
    Answer script = RawClient.get(url, "/assets/webjars/jquery/3.4.1/dist/jquery.min.js");
    assertThat(script.status()).isEqualTo(200);
    assertThat(script.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(RawClient.get(url, "/assets/js/counter.js").body()).contains("countTo");
  }
}
