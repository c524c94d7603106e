package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.storage.StorageFile;
import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** {@code train --ui} and {@code ui}, as a user runs them. */
@Tag("slow")
class DashboardCommandTests {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static Path data;

  @BeforeAll
  static void writePairs() throws IOException {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      int number = 10 + random.nextInt(90);
      lines.append("<b>%d\t%d\n".formatted(number, 99 - number));
    }
    data = Files.writeString(folder.resolve("pairs.tsv"), lines);
  }

  private record Answer(int code, String err) {}

  private static Answer zoo(String... arguments) {
    StringWriter err = new StringWriter();
    int code = Zoo.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    return new Answer(code, err.toString());
  }

  private static String[] training(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "dates", "--name", name));
    arguments.addAll(List.of("--data", data.toString(), "--runs", folder.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private static final String[] SETTINGS = {"--epochs", "3", "--batch", "16", "--threads", "2"};

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private static Process start(List<String> options, String... arguments) throws IOException {
    return new ProcessBuilder(ZooProcess.command(options, arguments))
        .redirectErrorStream(true)
        .start();
  }

  private static String urlOf(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("the dashboard is ")) {
      line = lines.readLine();
    }
    assertThat(line).as("the dashboard's URL").isNotNull();
    return line.split(" ", -1)[3];
  }

  private static String get(String url, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url).resolve(path)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static JsonNode json(String url, String path) throws Exception {
    return new ObjectMapper().readTree(get(url, path));
  }

  private static INDArray parameters(String name) {
    return ModelFile.load(folder.resolve(name).resolve("model.zip")).model().graph().params();
  }

  private static List<Integer> iterations(StatsStorage storage, String session, String type) {
    List<Integer> iterations = new ArrayList<>();
    for (Persistable record : storage.getAllUpdatesAfter(session, type, -1)) {
      if (record instanceof AttentionRecord attention && attention.example() == 0) {
        iterations.add(attention.progress().iteration());
      } else if (record instanceof QualityRecord quality) {
        iterations.add(quality.progress().iteration());
      } else if (record instanceof StatsReport report) {
        iterations.add(report.getIterationCount());
      }
    }
    return iterations;
  }

  @Test
  void aTrainingIsShownSurvivesAKillAndGoesOnInTheSameFile() throws Exception {
    Process process =
        start(List.of(), training("killed", with(SETTINGS, "--ui", "--ui-port", "0")));
    try (BufferedReader lines = process.inputReader()) {
      String url = urlOf(lines);
      assertThat(url).startsWith("http://127.0.0.1:");
      String line = lines.readLine();
      while (line != null && !line.startsWith("epoch 2/3  loss")) {
        line = lines.readLine();
      }
      assertThat(line).as("the second epoch ended").isNotNull();
    } finally {
      process.destroyForcibly().waitFor();
    }

    Answer resumed = zoo(training("killed", "--resume", "--ui", "--ui-port", "0"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("the dashboard is http://127.0.0.1:");
    Answer unbroken = zoo(training("unbroken", SETTINGS));
    assertThat(unbroken.code()).as(unbroken.err()).isZero();
    assertThat(parameters("killed")).isEqualTo(parameters("unbroken"));
    assertThat(folder.resolve("unbroken").resolve("dashboard.db")).doesNotExist();

    StatsStorage storage = StorageFile.open(folder.resolve("killed").resolve("dashboard.db"));
    assertThat(iterations(storage, "killed", QualityRecord.TYPE)).containsExactly(5, 10, 15);
    assertThat(iterations(storage, "killed", AttentionRecord.TYPE))
        .contains(15)
        .doesNotHaveDuplicates();
    assertThat(iterations(storage, "killed", StatsListener.TYPE_ID))
        .isNotEmpty()
        .isSorted()
        .doesNotHaveDuplicates();
    storage.close();
  }

  @Test
  void aFileIsShownAfterwards() throws Exception {
    assertThat(zoo(training("shown", with(SETTINGS, "--ui", "--ui-port", "0"))).code()).isZero();
    Path file = folder.resolve("shown").resolve("dashboard.db");
    Process process = start(List.of(), "ui", "--storage", file.toString(), "--port", "0");
    try (BufferedReader lines = process.inputReader()) {
      String url = urlOf(lines);
      assertThat(json(url, "/attention/api/sessions").path("sessions").get(0).path("id").asText())
          .isEqualTo("shown");
      JsonNode attention = json(url, "/attention/api/attention?session=shown");
      assertThat(attention.path("examples")).hasSize(8);
      assertThat(attention.path("examples").get(0).path("name").asText()).startsWith("<b>");
      int last = attention.path("iterations").size() - 1;
      JsonNode weights =
          json(
              url,
              "/attention/api/weights?session=shown&example=0&iteration="
                  + attention.path("iterations").get(last).path("iteration").asInt());
      assertThat(weights.path("source").get(0).asText()).isEqualTo("<");
      assertThat(weights.path("layers").get(0).path("name").asText()).isEqualTo("decoder");
      JsonNode quality = json(url, "/attention/api/quality?session=shown");
      assertThat(quality.path("metrics"))
          .extracting(metric -> metric.path("name").asText())
          .containsExactly(
              "exact match", "characters", "training loss", "held-out loss", "learning rate");
      assertThat(quality.path("metrics").get(4).path("points").get(2).path("value").asDouble())
          .isBetween(0.0, 0.001);
      assertThat(quality.path("samples")).hasSize(24);
      JsonNode overview = json(url, "/train/overview/data");
      assertThat(overview.path("scores").size()).isPositive();
      assertThat(overview.path("scores").get(0).asDouble()).isPositive();
      assertThat(get(url, "/train/model")).contains("<html");
      assertThat(json(url, "/train/model/graph").path("vertexNames").size()).isPositive();
      assertThat(json(url, "/train/model/data/5").isObject()).isTrue();
      assertThat(json(url, "/train/system/data").isObject()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @CsvSource({"bahdanau, true", "none, false"})
  void aTranslationIsShownByItsBleuItsTextsAndWhereItLooks(String attention, boolean looks)
      throws IOException {
    Path pairs = ToyLanguage.write(folder.resolve("toy.tsv"), ToyLanguage.pairs(120, 1));
    String settings =
        "train translation --units 12 --embedding-size 12 --epochs 2 --threads 2 --average 1"
            + " --overwrite --ui --ui-port 0 --name toy --attention ";
    Answer trained =
        zoo(
            with(
                (settings + attention).split(" "),
                "--data",
                pairs.toString(),
                "--runs",
                folder.toString()));
    assertThat(trained.code()).as(trained.err()).isZero();

    StatsStorage storage = StorageFile.open(folder.resolve("toy").resolve("dashboard.db"));
    List<Persistable> records = storage.getAllUpdatesAfter("toy", QualityRecord.TYPE, -1);
    assertThat(records).hasSize(2);
    QualityRecord last = (QualityRecord) records.get(1);
    assertThat(last.metrics())
        .extracting(QualityRecord.Metric::name)
        .containsExactly(
            "BLEU",
            "chrF",
            "exact match",
            "perplexity",
            "target tokens a second",
            "training loss",
            "held-out loss",
            "learning rate");
    assertThat(last.metrics().get(7).value()).isBetween(0.0001, 0.002);
    assertThat(last.samples()).isNotEmpty();
    for (QualityRecord.Sample sample : last.samples()) {
      assertThat(Files.readString(pairs)).contains(sample.source() + "\t" + sample.reference());
    }
    assertThat(iterations(storage, "toy", AttentionRecord.TYPE).isEmpty()).isNotEqualTo(looks);
    storage.close();
  }

  @Test
  void aCaptionerIsShownByItsBleuItsSentencesAndWhereItLooksInEachPhoto() throws IOException {
    String settings =
        "train captioner --scenes 40 --units 12 --embedding-size 8 --epochs 2 --threads 2"
            + " --average 1 --ui --ui-port 0 --name scenes";
    Answer trained = zoo(with(settings.split(" "), "--runs", folder.toString()));
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("the dashboard is http://127.0.0.1:");

    StatsStorage storage = StorageFile.open(folder.resolve("scenes").resolve("dashboard.db"));
    List<Persistable> records = storage.getAllUpdatesAfter("scenes", QualityRecord.TYPE, -1);
    assertThat(records).hasSize(2);
    QualityRecord last = (QualityRecord) records.get(1);
    assertThat(last.metrics()).extracting(QualityRecord.Metric::name).contains("BLEU");
    assertThat(last.samples()).isNotEmpty();
    assertThat(last.samples().get(0).source()).startsWith("scene 4");
    List<Persistable> looks = storage.getAllUpdatesAfter("scenes", AttentionRecord.TYPE, -1);
    assertThat(looks).isNotEmpty();
    AttentionRecord record = (AttentionRecord) looks.get(looks.size() - 1);
    assertThat(record.example()).isLessThan(4); // a tenth of the scenes is held out
    assertThat(record.tokens().grid()).isEqualTo(new AttentionRecord.Grid(12, 12));
    storage.close();
  }

  @Test
  void withoutUiNothingOfItIsLoaded() throws Exception {
    Process process =
        start(List.of("-Xlog:class+load"), training("plain", "--epochs", "1", "--threads", "1"));
    String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(loaded)
        .contains("io.github.dl4jattention.zoo.training.Trainer")
        .doesNotContain("io.vertx.", "io.github.dl4jattention.ui.", "org.sqlite.", "freemarker.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ui                          | Missing required option: '--storage=FILE'",
        "ui --storage none           | there is no file none: check the name",
        "ui --storage pom.xml        | pom.xml is no file of the dashboard's: give one that a",
        "ui --storage x --port 70000 | --port is 70000: choose 0 to 65535",
        "train dates --ui-port -1    | --ui-port is -1: choose 0 to 65535",
      })
  void whatIsWrongIsSaidInOneLine(String arguments, String message) {
    Answer answer = zoo(arguments.split(" +", -1));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err().lines()).singleElement().asString().contains(message);
  }

  @Test
  void aDamagedFileIsSaidInOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("half.db"), "SQLite format 3\0half");
    Answer answer = zoo("ui", "--storage", file.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err().lines())
        .singleElement()
        .asString()
        .contains("half.db", "is damaged", "use a copy, or train anew");
  }

  @Test
  void anAddressThatIsNoneIsSaid() {
    Answer answer =
        zoo(training("nowhere", with(SETTINGS, "--ui", "--ui-address", "no such address")));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("there is no address \"no such address\"");
  }
}
