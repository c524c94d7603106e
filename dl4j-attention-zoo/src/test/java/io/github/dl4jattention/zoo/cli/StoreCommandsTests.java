package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TinyModels;
import io.github.dl4jattention.zoo.model.Translator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.common.resources.DL4JResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The commands list, pull, info and publish, from a folder to a server to a user. */
class StoreCommandsTests {
  @TempDir private static Path shared;
  private static Path runs;
  private static Path zoo;
  private static Answer published;

  @TempDir private Path folder;

  @BeforeAll
  static void writeRunAndPublish() throws IOException {
    runs = shared.resolve("runs");
    zoo = shared.resolve("zoo");
    ModelFile.write(
        runs.resolve("mine/model.zip"), TinyModels.decided(3).graph(), TinyModels.card(), null);
    published = publish("letters", "--attribution", "by me", "--limits", "Four letters.");
    publish("mine");
  }

  @BeforeEach
  void useFolderOfItsOwn() throws IOException {
    DL4JResources.setBaseDirectory(Files.createDirectory(folder.resolve("dl4j")).toFile());
  }

  @AfterEach
  void forgetFolder() {
    DL4JResources.resetBaseDirectoryLocation();
  }

  private static Answer zoo(Path runs, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runs", runs.toString()));
    return Answer.zoo(all.toArray(String[]::new));
  }

  private static Answer publish(String name, String... more) {
    List<String> all = new ArrayList<>(List.of("publish", "mine", "--to", zoo.toString()));
    all.addAll(List.of("--licence", "CC-BY-4.0", "--name", name, "--figure", "BLEU=12.5"));
    all.addAll(List.of(more));
    return zoo(runs, all.toArray(String[]::new));
  }

  /** As any web server does. */
  private static HttpServer serve(Path folder) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, content.length);
            exchange.getResponseBody().write(content);
          }
        });
    server.start();
    return server;
  }

  @Test
  void whatOnePublishesAnotherPullsAndUses() throws IOException {
    assertThat(published.code()).as(published.err()).isZero();
    assertThat(published.err()).contains("letters, version 1, is in " + zoo, "zoo pull letters");
    HttpServer server = serve(zoo);
    String from = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      Answer listed = zoo(runs, "list", "--from", from, "--json");
      assertThat(listed.code()).as(listed.err()).isZero();
      assertThat(listed.err()).isEmpty();
      String line =
          listed.out().lines().filter(l -> l.contains("\"letters\"")).findFirst().orElseThrow();
      JsonNode letters = new ObjectMapper().readTree(line);
      assertThat(letters.path("where").asText()).isEqualTo("to download");
      assertThat(letters.path("figures").path("BLEU").asDouble()).isEqualTo(12.5);
      Answer pulled = Answer.zoo("pull", "letters", "--from", from);
      assertThat(pulled.code()).as(pulled.err()).isZero();
      assertThat(Path.of(pulled.out().strip())).startsWith(folder.resolve("dl4j/models")).exists();
      assertThat(pulled.err())
          .contains("letters, version 1: texts to texts; licence CC-BY-4.0; by me")
          .contains("use it: zoo translate letters");
    } finally {
      server.stop(0);
    }
    String expected =
        new Translator(TinyModels.decided(3), 1).translate(List.of("abc")).get(0).prediction();
    assertThat(zoo(runs, "translate", "letters", "abc").out().strip()).isEqualTo(expected);
    Path pairs = Files.writeString(folder.resolve("pairs.tsv"), "abc\t" + expected + "\n");
    assertThat(zoo(runs, "evaluate", "letters", "--data", pairs.toString()).code()).isZero();
    Answer info = zoo(runs, "info", "letters", "--offline");
    assertThat(info.code()).as(info.err()).isZero();
    assertThat(info.out())
        .contains("here, " + folder.resolve("dl4j"), "CC-BY-4.0", "BLEU 12.5", "Four letters.");
  }

  @Test
  void listsRunsAndWhatIsHereAndBundledAsATable() {
    Answer.zoo("pull", "letters", "--from", zoo.toString());
    Answer listed = zoo(runs, "list");
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("name +task +size +quality .*"),
            line -> assertThat(line).matches("mine +texts to texts +0\\.0 MB .* run .*"),
            line -> assertThat(line).matches("letters +texts to .* CC-BY-4\\.0 +here .*"),
            line ->
                assertThat(line)
                    .matches(
                        "dates +dates to ISO 8601 +0\\.5 MB +exact match 1\\.000 .* bundled .*"),
            line ->
                assertThat(line)
                    .matches("english-french +English to French +5\\.\\d MB +BLEU .* bundled .*"));
  }

  @Test
  void listsWhatIsHereWhereTheZooCannotBeAsked() {
    Answer listed = zoo(runs, "list", "--from", folder.resolve("nowhere").toString());
    assertThat(listed.code()).isEqualTo(2);
    assertThat(listed.out()).contains("mine");
    assertThat(listed.err())
        .startsWith("zoo: the index of the zoo cannot be fetched (file:")
        .contains("there is no such file): check the address");
  }

  @Test
  void warnsOfWhatAnybodyOnTheWayCouldChange() {
    // Of an own model, which asks no zoo.
    Answer own = zoo(runs, "info", "mine", "--from", "http://zoo.invalid/zoo");
    assertThat(own.code()).isZero();
    assertThat(own.err())
        .startsWith("zoo: http://zoo.invalid/zoo/ is not https: who is on the way can change");
  }

  @Test
  void aRunGoesBeforeWhatWasFetched() throws IOException {
    Answer.zoo("pull", "mine", "--from", zoo.toString());
    JsonNode info = new ObjectMapper().readTree(zoo(runs, "info", "mine", "--json").out());
    assertThat(info.path("path").asText()).isEqualTo(runs.resolve("mine/model.zip").toString());
    assertThat(info.path("where").asText()).isEqualTo("own");
  }

  @Test
  void aRunThatCannotBeReadIsNamedAndPassedOver() throws IOException {
    Files.createDirectories(folder.resolve("others/bad"));
    Files.writeString(folder.resolve("others/bad/model.zip"), "bad");
    Answer listed = zoo(folder.resolve("others"), "list");
    assertThat(listed.code()).isZero();
    assertThat(listed.out()).contains("bundled").doesNotContain("bad").doesNotContain(" run ");
    assertThat(listed.err()).contains("bad/model.zip", "cannot be read as a model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pull letters | the model letters is not here, and no zoo is known that may have it: tell",
        "pull letters --from ftp://a.org | \"ftp://a.org\" is no address of a zoo: give a folder",
        "pull letters --from https://a.org --offline | the model letters is not here, and this",
        "pull ../../letters --from ZOO | there is no model ../../letters in ",
        "info letters | there is no model letters: check the name (zoo list), or tell of a zoo",
        "info ../letters | \"../letters\" is no name for a run: use up to 64 letters",
        "publish letters --to ZOO --licence MIT | there is no model letters (looked for ",
        "publish mine --to ZOO | Missing required option: '--licence=TEXT' (see --help)",
        "publish mine --to ZOO --licence MIT --name a/b | this cannot be published (its name is",
        "publish mine --to ZOO --licence MIT --figure BLEU=high | Invalid value for option '--figure'",
        "publish mine --to ZOO --licence MIT --figure BLEU=NaN | this cannot be published (its fig"
      })
  void namesWhatIsWrongAndTheMend(String arguments, String message) {
    String[] given = arguments.replace("ZOO", zoo.toString()).split(" ");
    Answer result = given[0].equals("pull") ? Answer.zoo(given) : zoo(runs, given);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("zoo: " + message).hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }
}
