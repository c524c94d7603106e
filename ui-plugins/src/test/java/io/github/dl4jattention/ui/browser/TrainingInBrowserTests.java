package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.storage.StorageFile;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.deeplearning4j.core.storage.StatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** A program trains with the dashboard on, is killed with -9, and its file is opened again. */
@RequiresChromium
class TrainingInBrowserTests {
  private static final String SCORES =
      "$('#scoreiterchart').data('plot') && $('#scoreiterchart').data('plot').getData()[0].data";

  @TempDir private Path folder;

  @Test
  void aTrainingIsWatchedKilledAndOpenedAgain() throws Exception {
    Path file = folder.resolve("dashboard.db");
    Process training = start(file);
    try (Browser browser = new Browser();
        BufferedReader lines = training.inputReader()) {
      String url = lines.readLine();
      String origin = origin(url);
      browser.open(origin + "/train/overview");
      seeTheScoreMove(browser);
      browser.screenshot("overview");
      lookAtAttention(browser, origin, "live");
      assertThat(browser.errors()).isEmpty();
      training.destroyForcibly().waitFor(); // kill -9
      browser.see("#banner");
      assertThat(browser.text("#banner")).startsWith("The dashboard does not answer.");
      browser.errors(); // That nobody answers is a line of the console.
    } finally {
      training.destroyForcibly().waitFor();
    }
    openAgain(file);
  }

  private static void openAgain(Path file) {
    StatsStorage storage = StorageFile.open(file);
    try (AttentionDashboard dashboard = new AttentionDashboard(storage).port(0).start();
        Browser browser = new Browser()) {
      String origin = origin(dashboard.url());
      browser.open(origin + "/train/overview");
      browser.until(SCORES + ".length > 10");
      lookAtAttention(browser, origin, "reopened");
      assertThat(browser.errors()).isEmpty();
    }
  }

  private static Process start(Path file) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            TrainingProcess.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String origin(String url) {
    return url.replaceFirst("(https?://[^/]*)/.*", "$1");
  }

  private static void seeTheScoreMove(Browser browser) {
    browser.until(SCORES + ".length > 2");
    String last = "(d => d[d.length - 1][0])(" + SCORES + ")";
    Object before = browser.run("return " + last);
    browser.until(last + " > " + before);
    assertThat(browser.run("const d = " + SCORES + "; return d[0][1] > d[d.length - 1][1]"))
        .as("the score falls")
        .isEqualTo(true);
  }

  /** From the sidebar to the page, a head, the slider, a cell, a file. */
  private static void lookAtAttention(Browser browser, String origin, String when) {
    browser.click(".sidebar a[href^='/attention']:not([href*='/attention/'])");
    browser.see("#matrix svg");
    assertThat(browser.url()).startsWith(origin + "/attention");
    browser.click("#follow");
    browser.run(
        "const i = document.getElementById('iteration'); i.value = 0;"
            + " i.dispatchEvent(new Event('input'))");
    browser.until("document.getElementById('iteration-words').textContent.includes('(1 of')");
    assertThat(browser.text("#iteration-words")).startsWith("iteration 0, epoch 0");
    browser.click("#heads .thumb:nth-child(2)");
    browser.until("document.getElementById('head').value === '1'");
    String first = fills(browser);
    browser.click("#follow");
    browser.until("!document.getElementById('iteration-words').textContent.includes('(1 of')");
    browser.until(
        "[...document.querySelectorAll('#matrix .cells rect')].map(r => r.getAttribute('fill'))"
            + ".join() !== '"
            + first
            + "'");
    browser.click("#follow");
    browser.settle();
    browser.point(() -> browser.see("#matrix .cells rect:nth-child(8)"));
    assertThat(browser.text("#matrix-readout").replaceAll("[\u2068\u2069]", ""))
        .matches("“a” \\(target 2\\) looks at “c” \\(source 1\\): [01]\\.\\d{3}");
    browser.screenshot("attention-" + when);
    save(browser);
    assertThat(browser.requests())
        .allMatch(url -> url.startsWith(origin + "/") || url.matches("(data|blob):.*"));
  }

  private static String fills(Browser browser) {
    return (String)
        browser.run(
            "return [...document.querySelectorAll('#matrix .cells rect')]"
                + ".map(r => r.getAttribute('fill')).join()");
  }

  private static void save(Browser browser) {
    String iteration = browser.text("#iteration-words").replaceAll("iteration (\\d+),.*", "$1");
    String name = "matrix_copying-letters_attention_head2_iteration" + iteration;
    browser.click("[data-save=matrix][data-form=svg]");
    browser.click("[data-save=matrix][data-form=png]");
    try {
      Path svg = browser.downloaded(name + ".svg");
      Document document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
      assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(6 * 6 + 3);
      BufferedImage png = ImageIO.read(browser.downloaded(name + ".png").toFile());
      assertThat(png.getWidth())
          .isEqualTo(2 * Integer.parseInt(document.getDocumentElement().getAttribute("width")));
      Files.delete(svg);
    } catch (Exception e) {
      throw new AssertionError("the saved files cannot be read", e);
    }
  }
}
