package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

@RequiresChromium
class QualityPageTests {
  private static Site site;
  private static Browser browser;

  @BeforeAll
  static void start() {
    site = new Site().write("dates", Trained::quality);
    browser = site.browser;
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @BeforeEach
  void open() {
    site.open("/attention/quality", "dates");
    browser.see("#samples li");
  }

  @AfterEach
  void check() {
    site.assertNothingLeftAndNothingBroke();
  }

  @Test
  void metricsAreDrawnOverEpochs() {
    assertThat(browser.texts("#metrics h2"))
        .containsExactly("exact match", "BLEU", "perplexity", "learning rate");
    assertThat(browser.texts("#metrics .summary"))
        .containsExactly(
            "99.75% after epoch 6, the best so far",
            "38.01 after epoch 6, the best so far",
            "1.198 after epoch 6, the best so far",
            "0.0002621 after epoch 6");
    assertThat(browser.all("#metrics section:first-child svg path")).hasSize(1);
    browser.screenshot("quality");
  }

  @Test
  void keysReadACurvesPoints() {
    WebElement chart = browser.see("#metrics section:first-child .chart");
    chart.sendKeys(Keys.HOME, Keys.ARROW_RIGHT);
    assertThat(browser.text("#metrics section:first-child output")).isEqualTo("epoch 2: 86.47%");
  }

  @Test
  void allFiguresAreATableToo() {
    browser.click("summary");
    assertThat(browser.see("#numbers tbody tr:first-child").getText())
        .isEqualTo("6 99.75% 38.01 1.198 0.0002621");
    assertThat(browser.all("#numbers tbody tr")).hasSize(6);
  }

  @Test
  void changedWordsAreMarked() {
    assertThat(browser.text("#tally")).isEqualTo("1 of 3 as the reference");
    assertThat(browser.texts("#samples .verdict"))
        .containsExactly("✓ same", "✗ 3 changes", "✗ 2 changes");
    assertThat(texts("#samples li:nth-child(2) del")).containsExactly("cat", "the ");
    assertThat(texts("#samples li:nth-child(2) ins")).containsExactly("dog");
    assertThat(browser.see("ins").getCssValue("text-decoration-line")).isEqualTo("underline");
    assertThat(browser.see("del").getCssValue("text-decoration-line")).isEqualTo("line-through");
  }

  /** The marked words themselves, without what only readers of the screen hear. */
  private static List<Object> texts(String selector) {
    return browser.all(selector).stream()
        .map(mark -> browser.run("return arguments[0].lastChild.data", mark))
        .toList();
  }

  @Test
  void epochsArePickedAndTheNewestIsFollowed() {
    site.write("growing", Trained::quality);
    site.open("/attention/quality", "growing");
    browser.choose("#epoch", "2");
    assertThat(texts("#samples li:first-child ins")).containsExactly("08");
    browser.click("#wrong");
    assertThat(browser.all("#samples li")).hasSize(3);
    browser.choose("#epoch", "6 (newest)");
    assertThat(browser.all("#samples li")).hasSize(2);
    site.write("growing", writer -> Trained.qualityAt(writer, 7));
    browser.until("document.getElementById('epoch').value === '7'");
  }

  @Test
  void samplesAreTextWhateverTheyHold() {
    assertThat(browser.see("#samples li:nth-child(3) dd").getText()).isEqualTo(Trained.HOSTILE);
    assertThat(browser.all("img")).isEmpty();
    assertThat(browser.run("return document.title")).isEqualTo("Quality");
  }
}
