package io.github.dl4jattention.zoo.files;

import static io.github.dl4jattention.zoo.files.ServedWeights.ANOTHER_FILE;
import static io.github.dl4jattention.zoo.files.ServedWeights.CONTENT;
import static io.github.dl4jattention.zoo.files.ServedWeights.CUT_AT_HALF;
import static io.github.dl4jattention.zoo.files.ServedWeights.CUT_WITHOUT_LENGTH;
import static io.github.dl4jattention.zoo.files.ServedWeights.ENDLESS;
import static io.github.dl4jattention.zoo.files.ServedWeights.GOOD;
import static io.github.dl4jattention.zoo.files.ServedWeights.HALF;
import static io.github.dl4jattention.zoo.files.ServedWeights.HANG_UP;
import static io.github.dl4jattention.zoo.files.ServedWeights.LENGTH;
import static io.github.dl4jattention.zoo.files.ServedWeights.LONGER_THAN_SAID;
import static io.github.dl4jattention.zoo.files.ServedWeights.NO_ANSWER;
import static io.github.dl4jattention.zoo.files.ServedWeights.NO_HTTP;
import static io.github.dl4jattention.zoo.files.ServedWeights.OTHER_RANGE;
import static io.github.dl4jattention.zoo.files.ServedWeights.RANGE_WITHOUT_NAME;
import static io.github.dl4jattention.zoo.files.ServedWeights.STALL_AT_HALF;
import static io.github.dl4jattention.zoo.files.ServedWeights.TAG;
import static io.github.dl4jattention.zoo.files.ServedWeights.WITHOUT_RANGES;
import static io.github.dl4jattention.zoo.files.ServedWeights.redirect;
import static io.github.dl4jattention.zoo.files.ServedWeights.status;
import static io.github.dl4jattention.zoo.files.ServedWeights.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.MisbehavingServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server does: afterwards the right file is there, or none and a message. */
class DownloaderTests {
  /** Requests that nobody counts: the JDK's client asks again by itself, or a slow machine does. */
  private static final int MORE = 1000;

  @TempDir private Path folder;
  private final List<Duration> pauses = new ArrayList<>();
  private final List<long[]> progress = new ArrayList<>();
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("below/weights.h5");
  }

  static Stream<Arguments> whatEndsWell() {
    return Stream.of(
        Arguments.of("a good server", new Answer[] {GOOD}, 1),
        Arguments.of("no ranges", new Answer[] {WITHOUT_RANGES}, 1),
        Arguments.of("cut off, then resumed", new Answer[] {CUT_AT_HALF, GOOD}, 2),
        Arguments.of("cut off, no ranges", new Answer[] {CUT_AT_HALF, WITHOUT_RANGES}, 2),
        Arguments.of("cut off without a length", new Answer[] {CUT_WITHOUT_LENGTH, GOOD}, 2),
        Arguments.of("stalled, then resumed", new Answer[] {STALL_AT_HALF, GOOD}, MORE),
        Arguments.of("hung up", new Answer[] {HANG_UP, GOOD}, 2),
        Arguments.of("no answer", new Answer[] {NO_ANSWER, GOOD}, MORE),
        Arguments.of("no HTTP", new Answer[] {NO_HTTP, GOOD}, 2),
        Arguments.of("busy", new Answer[] {status(503), status(429), GOOD}, 3),
        Arguments.of("broken inside", new Answer[] {status(500), status(502), GOOD}, 3),
        Arguments.of("slow behind", new Answer[] {status(504), status(408), GOOD}, 3),
        Arguments.of("another file once", new Answer[] {ANOTHER_FILE, GOOD}, 2),
        Arguments.of("another range", new Answer[] {CUT_AT_HALF, OTHER_RANGE, GOOD}, 3),
        Arguments.of("a range not named", new Answer[] {CUT_AT_HALF, RANGE_WITHOUT_NAME, GOOD}, 3),
        Arguments.of("no such range", new Answer[] {CUT_AT_HALF, status(416), GOOD}, 3),
        Arguments.of("moved", new Answer[] {redirect(301, "/elsewhere"), GOOD}, 2),
        Arguments.of("moved for now", new Answer[] {redirect(302, "b"), GOOD}, 2),
        Arguments.of("see other", new Answer[] {redirect(303, "/b?c=d"), GOOD}, 2),
        Arguments.of(
            "moved and kept", new Answer[] {redirect(307, "/b"), redirect(308, "/c"), GOOD}, 3),
        Arguments.of(
            "broken five times",
            new Answer[] {status(500), status(500), status(500), status(500), status(500), GOOD},
            6));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatEndsWell")
  void theRightFileIsThere(String name, Answer[] answers, int requests) throws IOException {
    try (MisbehavingServer server = new MisbehavingServer(answers)) {
      Downloader downloader = downloader();
      if (requests == MORE) {
        downloader.optStall(Duration.ofMillis(700));
      }
      assertThat(downloader.fetch(download(server.address("/a")))).isEqualTo(file);
      assertThat(server.requests())
          .as(name)
          .hasSizeBetween(requests == MORE ? 2 : requests, requests);
    }
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("weights.h5", "weights.h5.lock");
  }

  static Stream<Arguments> whatEndsBadly() {
    return Stream.of(
        Arguments.of(status(404), "127.0.0.1: it answers 404", 1),
        Arguments.of(status(403), "it answers 403", 1),
        Arguments.of(status(410), "it answers 410", 1),
        Arguments.of(status(401), "it answers 401", 1),
        Arguments.of(status(304), "it answers 304", 1),
        Arguments.of(status(503), "it answers 503", 6),
        Arguments.of(HANG_UP, "the connection broke", MORE),
        Arguments.of(ANOTHER_FILE, "it has another file, with SHA-256 ", 2),
        Arguments.of(ENDLESS, "bytes, more than 400000", 1),
        Arguments.of(LONGER_THAN_SAID, "more than 10", 1),
        Arguments.of(status(200, "Content-Length: 400001"), "it has 400001 bytes, more than", 1),
        Arguments.of(CUT_AT_HALF, "the connection broke", MORE),
        Arguments.of(CUT_WITHOUT_LENGTH, "it has another file", 2),
        Arguments.of(status(200, "Content-Length: many"), "", MORE),
        Arguments.of(status(200, "Content-Length: -5"), "", MORE),
        Arguments.of(status(200, "Content-Length: 99999999999999999999"), "", MORE),
        Arguments.of(status(206, "Content-Range: bytes 0-9/400001"), "it has 400001 bytes", 1),
        Arguments.of(status(206, "Content-Range: bytes 7-9/10"), "it sent another part", 6),
        Arguments.of(status(302), "", MORE),
        Arguments.of(redirect(302, "/a"), "it redirects more than 10 times", 11),
        Arguments.of(redirect(302, "http://example.org/a"), "an address that is not https", 1),
        Arguments.of(redirect(302, "file:///etc/passwd"), "an address that is not https", 1),
        Arguments.of(redirect(302, "ftp://127.0.0.1/a"), "an address that is not https", 1),
        Arguments.of(redirect(302, "https:///a"), "an address that is not https", 1),
        Arguments.of(redirect(302, "http://[bad"), "it redirects to what is no address", 1));
  }

  @ParameterizedTest(name = "{index} {1}")
  @MethodSource("whatEndsBadly")
  void noFileIsThereAndTheMessageNamesTheMend(Answer answer, String reason, int requests)
      throws IOException {
    URI address;
    try (MisbehavingServer server = new MisbehavingServer(answer)) {
      address = server.address("/a");
      assertThatThrownBy(() -> downloader().fetch(download(address)))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("the weights cannot be fetched (127.0.0.1: ")
          .hasMessageContaining(reason)
          .hasMessageEndingWith(
              "): fetch %s, with %s, by other means and put it at %s", address, sum(), file);
      if (requests != MORE) {
        assertThat(server.requests()).hasSize(requests);
      }
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void goesOnWhereItBrokeOffIfTheFileIsStillTheSame() throws IOException {
    try (MisbehavingServer server = new MisbehavingServer(CUT_AT_HALF, GOOD)) {
      downloader().fetch(download(server.address("/a")));
      assertThat(server.requests().get(0).header("Range")).isEmpty();
      // What the client had received when the connection broke, it may not have passed on.
      assertThat(server.requests().get(1).from()).isBetween(1, HALF);
      assertThat(server.requests().get(1).header("If-Range")).hasValue(TAG);
    }
    assertThat(progress).first().isEqualTo(new long[] {0, LENGTH});
    assertThat(progress).last().isEqualTo(new long[] {LENGTH, LENGTH});
  }

  @Test
  void goesOnWithWhatAnEarlierProcessLeft() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(folder.resolve("below/weights.h5.part"), java.util.Arrays.copyOf(CONTENT, 1000));
    try (MisbehavingServer server = new MisbehavingServer(GOOD)) {
      downloader().fetch(download(server.address("/a")));
      assertThat(server.requests().get(0).header("Range")).hasValue("bytes=1000-");
      assertThat(server.requests().get(0).header("If-Range")).isEmpty();
    }
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void startsOverWhereWhatWasLeftIsOfAnotherFile() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(folder.resolve("below/weights.h5.part"), new byte[1000]);
    try (MisbehavingServer server = new MisbehavingServer(GOOD)) {
      downloader().fetch(download(server.address("/a")));
      assertThat(server.requests()).hasSize(2);
    }
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void finishesWhatIsWholeWithoutAsking() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(folder.resolve("below/weights.h5.part"), CONTENT);
    downloader().fetch(download(URI.create("http://127.0.0.1:1/a")));
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void aTagThatIsNoHeaderIsNotSent() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(folder.resolve("below/weights.h5.part"), java.util.Arrays.copyOf(CONTENT, 1000));
    try (MisbehavingServer server = new MisbehavingServer(GOOD)) {
      URI address = server.address("/a");
      Files.writeString(folder.resolve("below/weights.h5.part.origin"), address + "\n\"v\u0007\"");
      downloader().fetch(download(address));
      assertThat(server.requests().get(0).header("If-Range")).isEmpty();
    }
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void waitsLongerEachTimeAndAsLongAsItIsAskedTo() throws IOException {
    try (MisbehavingServer server =
        new MisbehavingServer(
            status(503),
            status(503),
            status(429, "Retry-After: 17"),
            status(503, "Retry-After: 86400"),
            status(503, "Retry-After: soon"),
            GOOD)) {
      downloader().fetch(download(server.address("/a")));
    }
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 17L, 60L, 16L);
  }

  @Test
  void countsFailuresAnewWhereBytesHaveCome() throws IOException {
    Answer some =
        (request, reply) -> {
          int from = request.from();
          reply.head(
              from == 0 ? 200 : 206,
              "Content-Length: " + (LENGTH - from),
              "Content-Range: bytes %d-%d/%d".formatted(from, LENGTH - 1, LENGTH));
          reply.body(CONTENT, from, Math.min(LENGTH, from + LENGTH / 20));
        };
    try (MisbehavingServer server = new MisbehavingServer(some)) {
      downloader().fetch(download(server.address("/a")));
      assertThat(server.requests().size()).isBetween(20, 22);
    }
    assertThat(pauses).extracting(Duration::toSeconds).containsOnly(1L);
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void asksTheNextAddressWhereOneHasNot() throws IOException {
    try (MisbehavingServer none = new MisbehavingServer(status(404));
        MisbehavingServer server = new MisbehavingServer(GOOD)) {
      downloader().fetch(download(none.address("/a"), server.address("/b")));
      assertThat(none.requests()).hasSize(1);
    }
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void aFolderWillDo() throws IOException {
    Path mirror = Files.write(folder.resolve("mirror"), CONTENT);
    downloader().fetch(download(mirror.toUri()));
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(mirror).exists();
  }

  @Test
  void keepsTheRightFileWithoutAsking() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, CONTENT);
    downloader().optOffline(true).fetch(download(URI.create("http://127.0.0.1:1/a")));
    assertThat(names()).containsExactly("weights.h5");
  }

  @Test
  void setsDamagedFileAside() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "damaged");
    try (MisbehavingServer server = new MisbehavingServer(GOOD)) {
      downloader().fetch(download(server.address("/a")));
    }
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("below/weights.h5.damaged")).hasContent("damaged");
  }

  @Test
  void offlineItSaysWhatToFetchAndWhereToPutIt() {
    assertThatThrownBy(
            () -> downloader().optOffline(true).fetch(download(URI.create("https://a.org/b.h5"))))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the weights cannot be fetched (this program was told not to use the network): fetch"
                + " https://a.org/b.h5, with %s, by other means and put it at %s",
            sum(), file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a.org/b", "a.h5", "https:///b"})
  void refusesWhatIsNoAddressOfTheWeb(String address) {
    assertThatThrownBy(() -> downloader().fetch(download(URI.create(address))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("that is no address of the web");
  }

  @Test
  void aFolderInTheWayIsNamed() throws IOException {
    Files.createDirectories(file);
    assertThatThrownBy(() -> downloader().fetch(download(URI.create("http://127.0.0.1:1/a"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a folder is in the way");
  }

  @Test
  void aDiskThatIsFullIsNotTheServersFault() throws IOException {
    Files.createDirectories(file.getParent());
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
    try (MisbehavingServer server =
        new MisbehavingServer(
            (request, reply) -> {
              // The part is a link to a device without room; ranges make that it is added to.
              reply.head(206, "Content-Range: bytes 0-%d/%d".formatted(LENGTH - 1, LENGTH));
              reply.body(CONTENT, 0, LENGTH);
            })) {
      Files.createSymbolicLink(folder.resolve("below/weights.h5.part"), full);
      assertThatThrownBy(() -> downloader().fetch(download(server.address("/a"))))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("No space left on device");
    }
    assertThat(file).doesNotExist();
  }

  private Downloader downloader() {
    return new Downloader()
        .optPause(pauses::add)
        .optProgress((bytes, of) -> progress.add(new long[] {bytes, of}));
  }

  private Download download(URI... addresses) {
    return ServedWeights.download(file, addresses);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
