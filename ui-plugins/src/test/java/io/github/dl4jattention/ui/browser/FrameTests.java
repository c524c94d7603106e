package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.Samples;
import io.github.dl4jattention.ui.records.RecordQueue;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** What the pages have in common: sidebar, sessions, words in place of pictures. */
@RequiresChromium
class FrameTests {
  private static Browser browser;
  private Site site;

  @BeforeAll
  static void startBrowser() {
    browser = new Browser();
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @BeforeEach
  void start() {
    site = new Site(browser);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void stockPagesLeadToOurs() {
    site.write("dates", writer -> Trained.attention(writer, 2));
    for (String page : List.of("overview", "model", "system")) {
      site.open("/train/" + page);
      browser.see(".sidebar a[href='/attention']");
      assertThat(browser.texts(".sidebar .nav-link"))
          .containsExactly("Overview", "Model", "System", "Attention", "Quality", "Search");
    }
    browser.click(".sidebar a[href='/attention']");
    browser.see("#matrix svg");
    browser.click(".sidebar a[href^='/attention/quality']");
    assertThat(browser.url()).endsWith("/attention/quality?session=dates");
    browser.click(".sidebar a[href='/train/overview']");
    browser.see("#scoreiterchart");
  }

  @Test
  void aSessionsIdIsTextWhateverItHolds() {
    site.write(Trained.HOSTILE, writer -> Trained.attention(writer, 2));
    site.write("other", writer -> Trained.attention(writer, 3));
    for (String path : List.of("/attention", "/train/overview", "/train/model")) {
      site.open(path);
      browser.see(".sidebar a");
      browser.until("document.readyState === 'complete'");
      assertThat(browser.run("return document.title")).isNotEqualTo("broken");
      assertThat(browser.all("img")).isEmpty();
    }
    site.open("/attention", "other");
    browser.until("document.getElementById('session').options.length === 2");
    browser.choose("#session", Trained.HOSTILE);
    browser.until("document.getElementById('iteration-words').textContent.includes('(2 of 2)')");
    assertThat(browser.url()).doesNotContain("<");
    assertThat(browser.run("return document.title")).isEqualTo("Attention");
    browser.run("history.back()");
    browser.until("document.getElementById('iteration-words').textContent.includes('(3 of 3)')");
    site.assertNothingLeftAndNothingBroke();
  }

  /** DL4J's pages put names of layers into markup: in its charts' legends, in its tables. */
  @Test
  void aLayersNameRunsNothingOnStockPages() {
    train(Trained.HOSTILE, "one");
    site.open("/train/overview");
    browser.until("document.querySelector('.legend img') !== null");
    browser.until("performance.getEntriesByType('resource').some(r => r.name.endsWith('/x'))");
    assertThat(browser.run("return document.title")).isEqualTo("DL4J Training UI");
    assertThat(browser.requests()).allMatch(site::isOwn);
    assertThat(browser.errors())
        .isNotEmpty()
        .allMatch(line -> line.contains("/train/x") || line.contains("inline event handler"));
  }

  /** Their own scripts run under the policy that stops others. */
  @Test
  void stockPagesWorkAsBefore() {
    train("dense", "one");
    train("dense", "two");
    site.open("/train/overview");
    browser.until("document.querySelector('#scoreiterchart canvas') !== null");
    browser.see("#sessionSelect");
    assertThat(new Select(browser.see("#sessionSelect")).getOptions())
        .extracting(WebElement::getText)
        .containsExactlyInAnyOrder("one", "two");
    browser.click("#stdevGradients a");
    browser.until("document.querySelector('#stdevGradients.active') !== null");
    site.open("/train/model");
    browser.until("document.querySelector('canvas') !== null");
    site.open("/train/system");
    browser.until("document.getElementById('jvmName').textContent.length > 3");
    site.assertNothingLeftAndNothingBroke();
  }

  /** Three steps of a network whose layer has this name. */
  private void train(String layer, String session) {
    try (RecordQueue queue = new RecordQueue(site.storage)) {
      ComputationGraph graph = graph(layer);
      graph.setListeners(new StatsListener(queue, 1, session));
      INDArray[] one = {Nd4j.ones(DataType.FLOAT, 1, 2)};
      for (int i = 0; i < 3; i++) {
        graph.fit(one, one);
      }
    }
  }

  private static ComputationGraph graph(String layer) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs("in")
                .addLayer(layer, new DenseLayer.Builder().nIn(2).nOut(2).build(), "in")
                .addLayer("out", new OutputLayer.Builder().nIn(2).nOut(2).build(), layer)
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/attention", "/attention/quality", "/attention/search"})
  void withoutASessionThePageTellsHowToGetOne(String path) {
    site.open(path);
    browser.until("document.querySelector('#state h2') !== null");
    assertThat(browser.text("#state")).contains("No session yet", "./zoo train MODEL --ui");
    browser.screenshot("empty" + path.replace('/', '-'));
    site.write("first", writer -> Trained.attention(writer, 2));
    site.write("first", Trained::quality);
    site.write("first", Trained::search);
    browser.until("!document.getElementById('view').hidden");
    site.assertNothingLeftAndNothingBroke();
  }

  @ParameterizedTest
  @CsvSource({
    "/attention/search?session=dates, No search records in this session",
    "/attention?session=gone, Session not found",
  })
  void whatIsNotThereIsSaidInWords(String path, String title) {
    site.write("dates", writer -> Trained.attention(writer, 2));
    site.open(path);
    browser.until("document.querySelector('#state h2') !== null");
    assertThat(browser.text("#state h2")).isEqualTo(title);
    site.assertNothingLeftAndNothingBroke();
  }

  @Test
  void aServerThatIsGoneAndComesBackIsNoticed() {
    site.write("dates", writer -> Trained.attention(writer, 2));
    site.open("/attention", "dates");
    browser.see("#matrix svg");
    site.stopServer();
    browser.see("#banner");
    assertThat(browser.text("#banner")).contains("does not answer", "asks again every");
    browser.screenshot("server-gone");
    site.startServer();
    browser.until("document.getElementById('banner').hidden");
    assertThat(browser.see("#matrix svg").isDisplayed()).isTrue();
  }

  @Test
  void sessionsWithoutRecordsForThePageSaySo() {
    site.write("dates", writer -> writer.putQuality(Samples.quality(1)));
    site.write("search", Trained::search);
    site.open("/attention/search");
    browser.until("document.getElementById('session').options.length === 2");
    assertThat(new Select(browser.see("#session")).getOptions())
        .extracting(WebElement::getText)
        .containsExactlyInAnyOrder("search", "dates (nothing here)");
    assertThat(browser.run("return document.getElementById('session').value"))
        .as("the one that has some")
        .isEqualTo("search");
  }
}
