package io.github.dl4jattention.ui.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.server.RequestGuard.Verdict;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTests {
  private final RequestGuard guard = RequestGuard.loopback(9000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/train",
        "/train/overview",
        "/train/overview?sid=a..b&x=%2e%2e",
        "/train/multisession",
        "/train/model/data/0",
        "/train/s%C3%A9ance/overview",
        "/train/sessions/current?a=/../b",
        "/tsne",
        "/tsne/sessions",
        "/tsne/uploads",
        "/settings",
        "/setlanguage",
        "/assets/js/counter.js",
        "/assets/js/jquery.min.js?v=1..2",
        "/assets/webjars/coreui__coreui/2.1.9/dist/css/coreui.min.css",
        "/assets/.well-known",
        "/assets/..hidden",
        "/assets/a..b/c",
        "/assets/100%25",
        "/assets/a%20b.png",
        "/assets//double",
        "/assets/trailing/",
        "/a;v=1/b",
        "/a:b@c,d~e'(f)*!$&+=",
        "/%E6%B3%A8%E6%84%8F",
      })
  void passesHarmlessPaths(String target) {
    assertThat(guard.check("GET", "localhost:9000", target))
        .isEqualTo(new Verdict(200, "OK"))
        .matches(Verdict::allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../",
        "/.",
        "/./train",
        "/train/../../etc/passwd",
        "/assets/a/a/a/webjars/../../../../etc/hostname",
        "/..?x",
        "/%2e%2e/etc/passwd",
        "/%2E./etc/passwd",
        "/.%2e/etc/passwd",
        "/assets%2f..%2f..%2fetc",
        "/assets/..%2Fetc",
        "/%252e%252e/etc/passwd",
        "/%25252e%25252e%25252fetc",
        "/%25%32%65%25%32%65/etc",
        "/%2525252525252e",
        "/..;/etc",
        "/..;a=b/etc",
        "/..%3b/etc",
        "/.../etc",
        "/..%20/etc",
        "/%20../etc",
        "/..//etc",
        "//..",
        "/%EF%BC%8E%EF%BC%8E/etc",
        "/%E2%80%A5/etc",
        "/a%EF%BC%8F..%EF%BC%8Fetc",
        "/%EF%BC%85%32%65%EF%BC%85%32%65/etc",
      })
  void refusesToClimb(String target) {
    assertThat(guard.check("GET", "localhost:9000", target).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..\\etc",
        "/a\\b",
        "/%5c..%5cetc",
        "/..%5C..%5Cwindows",
        "/%255c..%255cetc",
        "/a%EF%BC%BCb",
      })
  void refusesBackslashes(String target) {
    assertThat(guard.check("GET", "localhost:9000", target).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%c0%ae%c0%ae/etc",
        "/%c0%2e",
        "/%e0%80%ae/etc",
        "/%f0%80%80%ae",
        "/%c0%af",
        "/%25c0%25ae/etc",
        "/%ff",
        "/%ed%a0%80",
        "/%C3",
        "/%",
        "/%2",
        "/%zz",
        "/%u002e%u002e/etc",
        "/100%",
      })
  void refusesWhatIsNotUtf8(String target) {
    assertThat(guard.check("GET", "localhost:9000", target))
        .isEqualTo(new Verdict(400, "The path is not percent-encoded UTF-8."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%00.css",
        "/%2500",
        "/%0d%0aSet-Cookie:%20a=b",
        "/%0a",
        "/%1b[2J",
        "/%7f",
        "/%C2%85",
        "/a\0b",
        "/a\r\nHost: x",
        "/a\tb",
        "/a b",
        "/a?b\n",
        "/é",
        "/a#b",
      })
  void refusesControlCharactersAndUnencodedOnes(String target) {
    assertThat(guard.check("GET", "localhost:9000", target).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"train", "http://localhost:9000/train", "*", "?/train", "%2ftrain"})
  void refusesWhatIsNoPath(String target) {
    assertThat(guard.check("GET", "localhost:9000", target))
        .isEqualTo(new Verdict(400, "The path must start with a slash."));
  }

  @Test
  void measuresTheLength() {
    assertThat(guard.check("GET", "localhost", "/" + "a".repeat(2_047)).allowed()).isTrue();
    assertThat(guard.check("GET", "localhost", "/" + "a".repeat(2_048)))
        .isEqualTo(new Verdict(400, "The path is longer than 2048 characters."));
    assertThat(guard.check("GET", "localhost", "/?" + "a".repeat(2_047)).allowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tsne/upload",
        "/tsne/upload/",
        "/tsne/upload?x=y",
        "/tsne/upload/more",
        "/TSNE/Upload",
        "//tsne//upload",
        "/tsne%2fupload",
        "/%74sne/upload",
        "/%2574sne/upload",
        "/tsne;a=b/upload;c",
        "/setlang/en",
        "/setlang/session/xx",
        "/setlang",
        "/SetLang/en",
        "/remoteReceive",
        "/remoteReceive/",
        "/remotereceive",
        "/remote%52eceive",
      })
  void closesDangerousRoutes(String target) {
    assertThat(guard.check("GET", "localhost:9000", target))
        .isEqualTo(new Verdict(404, "Not served here."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "GET ", ""})
  void refusesOtherMethods(String method) {
    assertThat(guard.check(method, "localhost:9000", "/train"))
        .isEqualTo(new Verdict(405, "Only GET and HEAD are served."));
  }

  @Test
  void refusesNoMethod() {
    assertThat(guard.check(null, "localhost:9000", "/train").status()).isEqualTo(405);
  }

  @Test
  void passesHead() {
    assertThat(guard.check("HEAD", "localhost:9000", "/train").allowed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:9000",
        "LocalHost:9000",
        "127.0.0.1",
        "127.0.0.1:9000",
        "[::1]",
        "[::1]:9000",
      })
  void passesItsOwnNames(String host) {
    assertThat(guard.check("GET", host, "/").allowed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:9000",
        "localhost.evil.example",
        "localhost.",
        "localhost:",
        "localhost:80",
        "localhost:09000",
        "localhost:9000:9000",
        "localhost:9000, evil.example",
        "localhost:9000@evil.example",
        "evil.example#localhost",
        " localhost",
        "localhost\t",
        "127.0.0.2",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "0.0.0.0:9000",
        "::1",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
        "192.168.0.1:9000",
      })
  void refusesForeignHosts(String host) {
    assertThat(guard.check("GET", host, "/"))
        .isEqualTo(new Verdict(403, "This server does not answer to that host name."));
  }

  @ParameterizedTest
  @NullAndEmptySource
  void refusesNoHost(String host) {
    assertThat(guard.check("GET", host, "/"))
        .isEqualTo(new Verdict(400, "One Host header is needed."));
  }

  @Test
  void knowsOnlyTheHostsItWasGiven() {
    RequestGuard other = new RequestGuard(Set.of("Dash.Local"), 80);
    assertThat(other.check("GET", "dash.local:80", "/").allowed()).isTrue();
    assertThat(other.check("GET", "localhost", "/").status()).isEqualTo(403);
  }

  @Test
  void neverRepeatsWhatWasSent() {
    String marker = "marker";
    assertThat(guard.check(marker, marker, marker).reason()).doesNotContain(marker);
    assertThat(guard.check("GET", marker, marker).reason()).doesNotContain(marker);
    assertThat(guard.check("GET", "localhost", "/../" + marker).reason()).doesNotContain(marker);
  }
}
