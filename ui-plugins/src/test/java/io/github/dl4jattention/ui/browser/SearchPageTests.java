package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.Samples;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

@RequiresChromium
class SearchPageTests {
  private static Site site;
  private static Browser browser;

  @BeforeAll
  static void start() {
    site = new Site().write("search", Trained::search);
    browser = site.browser;
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @BeforeEach
  void open() {
    site.open("/attention/search", "search");
    browser.see("#trials tbody tr");
    browser.until("document.querySelectorAll('canvas').length === 5");
  }

  @AfterEach
  void check() {
    site.assertNothingLeftAndNothingBroke();
  }

  private static List<String> numbers() {
    return browser.texts("#trials tbody th");
  }

  @Test
  void theBestTrialAndTheCountsAreTold() {
    assertThat(browser.text("#best-title")).isEqualTo("Best: trial 7");
    assertThat(browser.text("#best-values dd")).isEqualTo("37");
    assertThat(browser.text("#counts"))
        .isEqualTo("12 trials: 9 done, 1 running, 1 pruned, 1 failed.");
  }

  @Test
  void headingsSort() {
    assertThat(numbers()).startsWith("12", "11", "10");
    browser.click("[data-key='sort .score']");
    assertThat(numbers()).startsWith("2", "6", "1").endsWith("10", "11", "12");
    assertThat(browser.see("#trials th:nth-child(3)").getDomAttribute("aria-sort"))
        .isEqualTo("ascending");
    browser.see("[data-key='sort .score']").sendKeys(Keys.ENTER);
    assertThat(numbers()).startsWith("10", "7", "8").endsWith("11", "12");
    assertThat(browser.see("#trials th:nth-child(3)").getDomAttribute("aria-sort"))
        .isEqualTo("descending");
    assertThat(browser.all("#trials th[aria-sort=none]")).hasSize(6);
    browser.click("[data-key='sort p.cell']");
    assertThat(numbers()).startsWith("2", "4", "6", "8", "10", "12", "1");
  }

  @Test
  void everyChartHasSomethingOnItAndSaysWhat() {
    assertThat(browser.all("#charts .chart"))
        .hasSize(5)
        .allSatisfy(
            chart -> {
              assertThat(inks(chart)).isGreaterThan(3);
              assertThat(chart.getDomAttribute("role")).isEqualTo("img");
            });
    assertThat(browser.see("#progress").getDomAttribute("aria-label"))
        .isEqualTo("bleu by trial, and the best so far: 37 in trial 7. The table has the figures.");
    browser.screenshot("search");
  }

  /** How many colours are on a chart's canvas. */
  private static long inks(WebElement chart) {
    return ((Number)
            browser.run(
                "const c = arguments[0].querySelector('canvas');"
                    + "const p = new Uint32Array(c.getContext('2d')"
                    + ".getImageData(0, 0, c.width, c.height).data.buffer);"
                    + "return new Set(p).size;",
                chart))
        .longValue();
  }

  @Test
  void aTrialIsMarkedInTheCharts() {
    String before = picture();
    browser.click("[data-key='mark 3']");
    assertThat(browser.see("[data-key='mark 3']").getDomAttribute("aria-pressed"))
        .isEqualTo("true");
    assertThat(browser.see("#trials tr.marked th").getText()).isEqualTo("◆ 3");
    browser.until("document.querySelector('#progress canvas') !== null");
    assertThat(picture()).isNotEqualTo(before);
  }

  private static String picture() {
    return (String) browser.run("return document.querySelector('#progress canvas').toDataURL()");
  }

  @Test
  void importanceIsInWordsAndBars() {
    assertThat(browser.texts("#importance-rows tr"))
        .containsExactly("learningRate 70%", "cell 20%", "dropout 10%");
  }

  @Test
  void newTrialsAppearByThemselves() {
    site.write("growing", Trained::search);
    site.open("/attention/search", "growing");
    browser.see("#trials tbody tr");
    site.write("growing", writer -> writer.putTrial(Samples.trial(13, 50)));
    browser.until("document.getElementById('best-title').textContent === 'Best: trial 13'");
  }
}
