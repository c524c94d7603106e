package io.github.dl4jattention.zoo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy is asked, by what the environment and the JVM say, and what it is told. */
class ProxiesTests {
  private static final Duration STALL = Duration.ofSeconds(10);
  private static final String SECRET = "Basic " + base64("me:p ss:w");

  @AfterEach
  void forgetProperties() {
    for (String name : new String[] {"Host", "Port", "User", "Password"}) {
      System.clearProperty("http.proxy" + name);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Variables with blanks between. */
  private static Map<String, String> environment(String variables) {
    return Arrays.stream(variables.split(" ", -1))
        .filter(variable -> !variable.isEmpty())
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY=http://p:3128, https://a.org/b, p:3128",
    "https_proxy=http://p:3128, https://a.org/b, p:3128",
    "HTTPS_PROXY=p:3128, https://a.org/b, p:3128",
    "HTTPS_PROXY=http://p, https://a.org/b, p:80",
    "HTTPS_PROXY=http://me:secret@p:3128/, https://a.org/b, p:3128",
    "HTTPS_PROXY=http://p:1 https_proxy=http://q:2, https://a.org/b, q:2",
    "HTTPS_PROXY=http://p:3128, http://a.org/b,",
    "HTTP_PROXY=http://p:3128, http://a.org/b, p:3128",
    "HTTP_PROXY=http://p:3128, https://a.org/b,",
    "HTTP_PROXY=http://p:3128 REQUEST_METHOD=GET, http://a.org/b,",
    "http_proxy=http://p:3128 REQUEST_METHOD=GET, http://a.org/b, p:3128",
    "HTTPS_PROXY=, https://a.org/b,",
    "HTTPS_PROXY=http://p:1 NO_PROXY=a.org, https://a.org/b,",
    "HTTPS_PROXY=http://p:1 NO_PROXY=a.org, https://www.a.org/b,",
    "HTTPS_PROXY=http://p:1 NO_PROXY=a.org, https://banana.org/b, p:1",
    "'HTTPS_PROXY=http://p:1 NO_PROXY=b.org,.a.org:443', https://A.org/b,",
    "HTTPS_PROXY=http://p:1 no_proxy=*, https://a.org/b,",
    "HTTPS_PROXY=http://p:1 no_proxy=, https://a.org/b, p:1",
    "HTTPS_PROXY=http://p:1, https://localhost/b,",
    "HTTPS_PROXY=http://p:1, https://127.0.0.1:8080/b,",
    "'', https://a.org/b,"
  })
  void theEnvironmentNamesIt(String variables, URI address, String expected) {
    Proxy proxy = new Proxies(null, environment(variables)).select(address).get(0);
    if (expected == null) {
      assertThat(proxy).isEqualTo(Proxy.NO_PROXY);
    } else {
      InetSocketAddress at = (InetSocketAddress) proxy.address();
      assertThat(at.getHostString() + ":" + at.getPort()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:secret@p:3128",
        "socks5://me:secret@p",
        "http://me:secret@",
        "http://me:secret@p:99999"
      })
  void anAddressThatIsNoneIsNamedWithoutItsPassword(String proxy) {
    Proxies proxies = new Proxies(null, Map.of("HTTPS_PROXY", proxy));
    assertThatThrownBy(() -> proxies.select(URI.create("https://a.org")))
        .isInstanceOf(UserError.class)
        .hasMessage("HTTPS_PROXY is no address of a proxy: write it as http://HOST:PORT")
        .hasNoCause();
  }

  private static MisbehavingServer proxy(int status) throws IOException {
    return new MisbehavingServer(
        (request, reply) -> {
          reply.head(status, "Content-Length: 5");
          reply.body("right".getBytes(StandardCharsets.US_ASCII), 0, 5);
        });
  }

  @Test
  void aProxyOfTheEnvironmentIsAskedAndToldThePassword() throws Exception {
    try (MisbehavingServer proxy = proxy(200)) {
      URI at = proxy.address("");
      Proxies proxies =
          new Proxies(null, Map.of("http_proxy", "http://me:p%20ss:w@127.0.0.1:" + at.getPort()));
      HttpResponse<InputStream> response =
          new WebClient(STALL, proxies)
              .get(URI.create("http://zoo.example/index.json"), 0, Optional.empty());
      assertThat(response.body()).hasContent("right");
      MisbehavingServer.Request request = proxy.requests().get(0);
      assertThat(request.path()).isEqualTo("http://zoo.example/index.json");
      assertThat(request.header("Proxy-Authorization")).hasValue(SECRET);
    }
  }

  /** A process that asks for a file, and prints why it did not get it. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) {
      try {
        new Downloader().optPause(time -> {}).read("it", URI.create(arguments[0]), 100);
      } catch (UserError e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** In a process of its own: Java reads once what it may tell a proxy. */
  @Test
  void aProxyBeforeHttpsIsAskedToHandOnAndToldThePassword() throws Exception {
    try (MisbehavingServer proxy = proxy(403)) {
      ProcessBuilder asking =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Asking.class.getName(),
              "https://zoo.example/index.json");
      String at = "127.0.0.1:" + proxy.address("").getPort();
      asking
          .environment()
          .keySet()
          .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
      asking.environment().put("HTTPS_PROXY", "http://me:p%20ss:w@" + at);
      Process process = asking.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said)
          .contains("it cannot be fetched (https://zoo.example/")
          .doesNotContain("ss:w");
      assertThat(process.waitFor()).isZero();
      MisbehavingServer.Request request = proxy.requests().get(0);
      assertThat(request.path()).isEqualTo("zoo.example:443");
      assertThat(request.header("Proxy-Authorization")).hasValue(SECRET);
    }
  }

  @Test
  void aProxyOfTheJvmIsAskedFirst() throws IOException {
    try (MisbehavingServer proxy = proxy(200)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "" + proxy.address("").getPort());
      System.setProperty("http.proxyUser", "me");
      System.setProperty("http.proxyPassword", "p ss:w");
      byte[] content =
          new Downloader().read("the index", URI.create("http://zoo.example/index.json"), 100);
      assertThat(content).asString(StandardCharsets.US_ASCII).isEqualTo("right");
      assertThat(proxy.requests().get(0).header("Proxy-Authorization")).hasValue(SECRET);
    }
  }

  @Test
  void aProxyThatWantsAPasswordIsNamedWithTheMend() throws IOException {
    try (MisbehavingServer proxy = proxy(407)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "" + proxy.address("").getPort());
      assertThatThrownBy(
              () -> new Downloader().read("the index", URI.create("http://zoo.example/i"), 100))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("the proxy wants a user and a password: set HTTPS_PROXY=");
    }
  }

  /** A password for the proxy is no business of the server's. */
  @Test
  void aServerWithoutAProxyIsNotToldThePassword() throws Exception {
    try (MisbehavingServer server = proxy(200)) {
      Proxies proxies = new Proxies(null, Map.of("HTTP_PROXY", "http://me:secret@127.0.0.1:1"));
      new WebClient(STALL, proxies).get(server.address("/a"), 0, Optional.empty()).body().close();
      assertThat(server.requests().get(0).header("Proxy-Authorization")).isEmpty();
    }
  }
}
