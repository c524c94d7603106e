package io.github.dl4jattention.zoo.pretrained;

import static io.github.dl4jattention.zoo.pretrained.PublishedModel.bytes;
import static io.github.dl4jattention.zoo.pretrained.PublishedModel.cut;
import static io.github.dl4jattention.zoo.pretrained.PublishedModel.first;
import static io.github.dl4jattention.zoo.pretrained.PublishedModel.text;
import static io.github.dl4jattention.zoo.pretrained.PublishedModel.zoo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.Checksum;
import io.github.dl4jattention.zoo.files.Downloader;
import io.github.dl4jattention.zoo.files.MisbehavingServer;
import io.github.dl4jattention.zoo.files.MisbehavingServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a zoo says and sends: afterwards the right model is here, or none and a message. */
class PullTests {
  private static final int MORE_THAN_AN_INDEX = ModelIndex.MAX_BYTES + 1;

  @TempDir private static Path shared;
  private static PublishedModel published;

  @TempDir private Path folder;
  private Path cache;

  @BeforeAll
  static void publish() throws IOException {
    published = new PublishedModel(shared);
  }

  @BeforeEach
  void nameTheCache() {
    cache = folder.resolve("cache");
  }

  private static Answer status(int status, String... headers) {
    return (request, reply) -> reply.head(status, headers);
  }

  private static Answer index() {
    return text(published.index);
  }

  private static Answer file() {
    return bytes(published.content);
  }

  static Stream<Arguments> whatEndsWell() {
    return Stream.of(
        Arguments.of("a good server", zoo(index(), file())),
        Arguments.of("busy, with the index", zoo(first(status(503), index()), file())),
        Arguments.of("busy, with the file", zoo(index(), first(status(429), file()))),
        Arguments.of(
            "the index cut off", zoo(first(cut(bytesOf(published.index)), index()), file())),
        Arguments.of("the file cut off", zoo(index(), first(cut(published.content), file()))),
        Arguments.of("hung up", first((request, reply) -> {}, zoo(index(), file()))),
        Arguments.of("another file, once", zoo(index(), first(bytes(new byte[1000]), file()))),
        Arguments.of("moved", zoo(first(status(302, "Location: /b/index.json"), index()), file())),
        Arguments.of(
            "more keys than are known",
            zoo(text(published.index.replace("\"task\"", "\"new\": [{}], \"task\"")), file())));
  }

  private static byte[] bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatEndsWell")
  void theRightModelIsHere(String name, Answer answer) throws IOException {
    try (MisbehavingServer server = new MisbehavingServer(answer)) {
      Path file = store(server).pull("tiny");
      assertThat(file).as(name).hasBinaryContent(published.content);
    }
    assertThat(store().find("tiny")).isPresent();
  }

  static Stream<Arguments> indexesThatAreNone() {
    return Stream.of(
        Arguments.of(status(404), "it answers 404): check the address, or try"),
        Arguments.of(status(503), "it answers 503): check the address, or try"),
        Arguments.of(status(429, "Retry-After: 1"), "it answers 429): check the address"),
        Arguments.of(status(302, "Location: /zoo/index.json"), "redirects more than 10 times"),
        Arguments.of(status(302, "Location: http://example.org/"), "that is not https"),
        Arguments.of(status(302, "Location: file:///etc/passwd"), "that is not https"),
        Arguments.of(cut(bytesOf(published.index)), "check the address, or try again later"),
        Arguments.of(status(200, "Content-Length: " + MORE_THAN_AN_INDEX), "more than 4194304"),
        Arguments.of(bytes(new byte[MORE_THAN_AN_INDEX]), "more than 4194304"),
        Arguments.of(text(""), "it is no index of a zoo): check the address, or tell its owner"),
        Arguments.of(text("<!doctype html>"), "it is not JSON): check the address, or tell"),
        Arguments.of(text(published.index.substring(0, 300)), "it is not JSON"),
        Arguments.of(text("[]"), "it is no index of a zoo"),
        Arguments.of(text("[".repeat(100_000)), "it is not JSON"),
        Arguments.of(text("{\"kind\": \"shop\", \"formatVersion\": 1}"), "it is no index of a zoo"),
        Arguments.of(altered("\"models\"", "\"others\""), "its models are missing"),
        Arguments.of(altered("\"formatVersion\" : 1", "\"formatVersion\" : 2"), "update this"),
        Arguments.of(altered("\"formatVersion\" : 1", "\"formatVersion\" : 1e300"), "update this"),
        Arguments.of(altered("\"formatVersion\" : 1", "\"formatVersion\" : \"1\""), "no index"),
        Arguments.of(altered("\"models\" : [ {", "\"models\" : [ 7, {"), "of its model 1: name"),
        Arguments.of(twice("tiny"), "tiny is there twice"),
        Arguments.of(twice("Tiny"), "is there twice"));
  }

  private static Answer altered(String old, String changed) {
    assertThat(published.index).contains(old);
    return text(published.index.replace(old, changed));
  }

  private static Answer twice(String name) {
    String model = ModelIndex.toJson(published.entry).put("name", name).toString();
    return altered("\"models\" : [", "\"models\" : [" + model + ",");
  }

  static Stream<Arguments> entriesThatAreNone() {
    String file = "\"file\" : \"" + published.entry.file();
    String bytes = "\"bytes\" : " + published.entry.bytes();
    String sum = published.entry.checksum().hex();
    return Stream.of(
        Arguments.of(altered(file, "\"file\" : \"../../tiny.zip"), "its file's name is none"),
        Arguments.of(altered(file, "\"file\" : \"/tmp/tiny.zip"), "its file's name is none"),
        Arguments.of(altered(file, "\"file\" : \"a\\\\..\\\\b.zip"), "its file's name is none"),
        Arguments.of(altered(file, "\"file\" : \"http://a.org/b.zip"), "its file's name is none"),
        Arguments.of(altered(file, "\"file\" : \"tiny.zip\\u0000.zip"), "its file's name is none"),
        Arguments.of(altered(file, "\"file\" : \"index.json"), "its file's name is none"),
        Arguments.of(altered("\"tiny\"", "\"../../tiny\""), "of its model 1: its name is none"),
        Arguments.of(altered("\"tiny\"", "\"..\""), "its name is none"),
        Arguments.of(altered("\"tiny\"", "\"\""), "its name is none"),
        Arguments.of(altered("\"tiny\"", "\"tiny.zip\""), "its name is none"),
        Arguments.of(altered("\"tiny\"", "7"), "name is missing"),
        Arguments.of(altered(bytes, "\"bytes\" : 0"), "its size is not between"),
        Arguments.of(altered(bytes, "\"bytes\" : -1"), "its size is not between"),
        Arguments.of(altered(bytes, "\"bytes\" : 1e18"), "its size is not between"),
        Arguments.of(altered(bytes, "\"bytes\" : \"many\""), "its size is not between"),
        Arguments.of(altered(sum, sum.substring(2)), "SHA-256 has 64 hexadecimal digits"),
        Arguments.of(altered("\"version\" : 1", "\"version\" : 0"), "its version is not positive"),
        Arguments.of(altered("\"Apache-2.0\"", "null"), "licence is missing"),
        Arguments.of(altered("Apache-2.0", "\\u001b[2J"), "characters that cannot be seen"),
        Arguments.of(altered("Apache-2.0", "\\u202egpj"), "characters that cannot be seen"),
        Arguments.of(altered("Apache-2.0", "long ".repeat(1_000)), "a text of it is too long"),
        Arguments.of(altered("\"figures\" : {", "\"figures\" : {\"BLEU\": \"high\""), "no numbers"),
        Arguments.of(altered("\"figures\"", "\"measures\""), "figures are missing"));
  }

  @ParameterizedTest(name = "{index} {1}")
  @MethodSource({"indexesThatAreNone", "entriesThatAreNone"})
  void anIndexThatIsNoneIsRefused(Answer index, String message) throws IOException {
    refuses(zoo(index, file()), "the index of the zoo", message);
  }

  static Stream<Arguments> modelsThatAreNone() throws IOException {
    String bytes = "\"bytes\" : " + published.entry.bytes();
    return Stream.of(
        Arguments.of(zoo(altered("\"tiny\"", "\"other\""), file()), "there is no model tiny in"),
        Arguments.of(zoo(index(), status(404)), "it answers 404): fetch "),
        Arguments.of(zoo(index(), status(503)), "it answers 503): fetch "),
        Arguments.of(zoo(index(), bytes(new byte[1000])), "it has another file, with SHA-256"),
        Arguments.of(zoo(index(), cut(published.content)), "by other means and put it at"),
        Arguments.of(
            zoo(altered(bytes, "\"bytes\" : 1000"), file()), "bytes, more than 1000): fetch"),
        Arguments.of(
            zoo(altered(bytes, "\"bytes\" : 2000000000"), file()),
            "it is not of the size and kind that the index says): tell its owner"),
        Arguments.of(
            zoo(altered("sequence-to-sequence-of-characters", "transformer"), file()),
            "it is not of the size and kind that the index says): tell its owner"),
        Arguments.of(
            zoo(altered("\"modelFormat\" : 1", "\"modelFormat\" : 2"), file()),
            "it is not of the size and kind"),
        Arguments.of(
            zoo(altered("\"modelFormat\" : 1", "\"modelFormat\" : 3"), file()),
            "is of a later version (sequence-to-sequence-of-characters, form 3) than this"),
        Arguments.of(
            zoo(altered("sequence-to-sequence-of-characters", "quantum"), file()),
            "is of a later version (quantum, form 1) than this program: update it"),
        Arguments.of(sending(bytesOf("no zip")), "): tell its owner"),
        Arguments.of(sending(zip("../../evil", 1)), "an entry that is no part of a model"),
        Arguments.of(sending(zip("/etc/evil", 1)), "an entry that is no part of a model"),
        Arguments.of(sending(zip("preprocessor.bin", 1)), "an entry that is no part of a model"),
        Arguments.of(sending(zip("configuration.json", 17 << 20)), "json is too large"),
        Arguments.of(sending(zip("model-card.md", 2 << 20)), "model-card.md is too large"),
        Arguments.of(sending(zip("configuration.json", 10)), "is missing): fetch"));
  }

  /** A model with the right checksum that is none. */
  private static Answer sending(byte[] content) throws IOException {
    Path file = Files.write(shared.resolve("hostile"), content);
    String sum = Checksum.of(Checksum.Algorithm.SHA_256, file).hex();
    return zoo(
        text(
            published
                .index
                .replace(published.entry.checksum().hex(), sum)
                .replace(
                    "\"bytes\" : " + published.entry.bytes(), "\"bytes\" : " + content.length)),
        bytes(content));
  }

  /** A zip with an entry of zeros, which packs well. */
  private static byte[] zip(String name, int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(new byte[size]);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "{index} {1}")
  @MethodSource("modelsThatAreNone")
  void aModelThatIsNoneIsRefused(Answer zoo, String message) throws IOException {
    refuses(zoo, "", message);
  }

  private void refuses(Answer answer, String start, String message) throws IOException {
    try (MisbehavingServer server = new MisbehavingServer(answer)) {
      assertThatThrownBy(() -> store(server).pull("tiny"))
          .isInstanceOf(UserError.class)
          .message()
          .startsWith(start)
          .contains(message)
          .doesNotContainPattern("\\p{Cntrl}");
    }
    assertThat(store().find("tiny")).isEmpty();
    assertThat(store().present()).isEmpty();
    assertThat(filesBelow(folder)).noneMatch(file -> file.endsWith(".zip"));
  }

  @Test
  void aDamagedModelIsSetAsideAndFetchedAgain() throws IOException {
    try (MisbehavingServer server = new MisbehavingServer(zoo(index(), file()))) {
      Path file = store(server).pull("tiny");
      byte[] damaged = published.content.clone();
      damaged[damaged.length / 2] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> store().find("tiny"))
          .isInstanceOf(UserError.class)
          .hasMessage("the model tiny (%s) is damaged: fetch it again with zoo pull tiny", file);
      assertThat(store(server).fetch("tiny")).isEqualTo(file);
      assertThat(file).hasBinaryContent(published.content);
      assertThat(file.resolveSibling(file.getFileName() + ".damaged")).hasBinaryContent(damaged);
    }
  }

  @Test
  void aDownloadThatBrokeOffGoesOnInTheNextProcess() throws IOException {
    Path part = cache.resolve("tiny").resolve(published.entry.file() + ".part");
    Files.createDirectories(part.getParent());
    Files.write(part, java.util.Arrays.copyOf(published.content, 1000));
    try (MisbehavingServer server = new MisbehavingServer(zoo(index(), file()))) {
      assertThat(store(server).pull("tiny")).hasBinaryContent(published.content);
      assertThat(server.requests().get(1).header("Range")).hasValue("bytes=1000-");
    }
  }

  @Test
  void aDiskThatIsFullIsNamedAndNothingIsThere() throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    Path part = cache.resolve("tiny").resolve(published.entry.file() + ".part");
    Files.createDirectories(part.getParent());
    Files.createSymbolicLink(part, full);
    Answer adding =
        (request, reply) -> {
          int length = published.content.length;
          reply.head(206, "Content-Range: bytes 0-%d/%d".formatted(length - 1, length));
          reply.body(published.content, 0, length);
        };
    refuses(zoo(index(), adding), "cannot write ", "No space left on device): choose a folder");
  }

  @Test
  void anotherVersionTakesThePlaceOfTheOldOneOnceItIsHere() throws IOException {
    Path old;
    try (MisbehavingServer server = new MisbehavingServer(zoo(index(), file()))) {
      old = store(server).pull("tiny");
    }
    PublishedModel next = new PublishedModel(Files.createDirectory(folder.resolve("next")));
    // The same model with another page.
    ModelEntry entry =
        new ZooFolder(next.zoo)
            .publish(
                next.zoo.resolve(next.entry.file()),
                ModelDescription.of(
                        io.github.dl4jattention.zoo.model.ModelPackage.read(
                            next.zoo.resolve(next.entry.file())))
                    .optLicence("MIT"));
    assertThat(entry.version()).isEqualTo(2);
    Answer newer = text(Files.readString(next.zoo.resolve(ModelIndex.FILE)));
    try (MisbehavingServer server = new MisbehavingServer(zoo(newer, status(404)))) {
      assertThat(store(server).list())
          .extracting(ListedModel::place)
          .containsExactly(ListedModel.Place.OUTDATED);
      assertThatThrownBy(() -> store(server).pull("tiny")).isInstanceOf(UserError.class);
      assertThat(store(server).fetch("tiny")).isEqualTo(old).exists();
    }
    Path now = store().optFrom(folder(next.zoo)).pull("tiny");
    assertThat(now).isNotEqualTo(old).hasFileName(entry.file());
    assertThat(old).doesNotExist();
  }

  @Test
  void offlineItSaysWhatIsMissingAndAsksNobody() throws IOException {
    try (MisbehavingServer server = new MisbehavingServer(zoo(index(), file()))) {
      assertThatThrownBy(() -> store(server).optOffline(true).pull("tiny"))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "the model tiny is not here, and this program was told not to use the network: leave"
                  + " --offline out, or give a folder with --from");
      assertThat(server.requests()).isEmpty();
      Path file = store(server).pull("tiny");
      int asked = server.requests().size();
      assertThat(store(server).optOffline(true).pull("tiny")).isEqualTo(file);
      assertThat(store(server).optOffline(true).list()).hasSize(1);
      assertThat(server.requests()).hasSize(asked);
    }
  }

  @Test
  void withoutAZooItSaysHowToTellOfOne() {
    assertThatThrownBy(() -> store().pull("tiny"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "tell of one with --from, or by the system property " + ZooAddress.PROPERTY);
  }

  @Test
  void aFolderWillDoOfflineToo() {
    ModelStore store = store().optFrom(folder(published.zoo)).optOffline(true);
    assertThat(store.list())
        .extracting(ListedModel::place)
        .containsExactly(ListedModel.Place.TO_DOWNLOAD);
    assertThat(store.pull("tiny")).hasBinaryContent(published.content);
    assertThat(store.list()).extracting(ListedModel::place).containsExactly(ListedModel.Place.HERE);
  }

  private static ZooAddress folder(Path path) {
    return ZooAddress.of(path.toString());
  }

  /** Without the models that come with this library. */
  private ModelStore store() {
    return new ModelStore().optFolder(cache).optLoader(new URLClassLoader(new URL[0], null));
  }

  private ModelStore store(MisbehavingServer server) {
    return store()
        .optFrom(PublishedModel.address(server))
        .optDownloader(new Downloader().optPause(time -> {}));
  }

  private static List<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }
}
