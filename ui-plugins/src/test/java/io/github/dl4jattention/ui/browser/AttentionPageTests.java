package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

@RequiresChromium
class AttentionPageTests {
  private static Site site;
  private static Browser browser;

  @BeforeAll
  static void start() {
    site = new Site().write("dates", writer -> Trained.attention(writer, 20));
    browser = site.browser;
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @BeforeEach
  void open() {
    site.open("/attention", "dates");
    browser.see("#matrix svg");
    browser.settle();
  }

  @AfterEach
  void check() {
    site.assertNothingLeftAndNothingBroke();
  }

  /** Shows another example. */
  private static void example(String name) {
    browser.choose("#example", name);
  }

  /**
   * The cell of a row and a column, both from 0; the first rectangle is what is behind the cells.
   */
  private static WebElement cell(int row, int column, int columns) {
    return browser.see("#matrix .cells rect:nth-child(" + (row * columns + column + 2) + ")");
  }

  /** What a line below a picture says, without the marks that isolate tokens. */
  private static String readout(String id) {
    return browser.text("#" + id + "-readout").replaceAll("[\u2068\u2069]", "");
  }

  private static void iteration(int place) {
    browser.run(
        "const i = document.getElementById('iteration'); i.value = arguments[0];"
            + " i.dispatchEvent(new Event('input'));",
        place);
  }

  @Test
  void hoveringACellTellsBothTokensAndTheWeight() {
    browser.point(() -> cell(0, 9, 13));
    // exp(0) and exp(-d (0.1 + 200/60)) for the keys beside it: 1 / (1 + 2 * 0.0323 + ...) = 0.937
    assertThat(readout("matrix")).isEqualTo("“2” (target 1) looks at “2” (source 10): 0.937");
    browser.point(() -> cell(4, 8, 13));
    assertThat(readout("matrix")).startsWith("“-” (target 5) looks at “␣” (source 9): 0.93");
  }

  @Test
  void aClickPinsARowAndAnotherUnpinsIt() {
    cell(0, 9, 13).click();
    browser.see("#matrix .pin");
    assertThat(browser.text("#row tbody tr:first-child")).isEqualTo("1020.937");
    assertThat(browser.all("#lines .lines line")).hasSizeLessThan(6);
    cell(0, 9, 13).click();
    browser.until("document.querySelector('#row table') === null");
    assertThat(browser.all("#lines .lines line")).hasSizeGreaterThan(10);
  }

  @Test
  void keysMoveOverTheMatrixAndPin() {
    WebElement matrix = browser.see("#matrix");
    matrix.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.END, Keys.ARROW_LEFT);
    assertThat(readout("matrix")).startsWith("“0” (target 3) looks at “0” (source 12)");
    matrix.sendKeys(Keys.ENTER);
    browser.see("#row table");
    assertThat(browser.text("#row p").replaceAll("[\u2068\u2069]", ""))
        .isEqualTo("“0”, target 3, looks at");
    matrix.sendKeys(Keys.ESCAPE);
    browser.until("document.querySelector('#row table') === null");
  }

  @Test
  void hoveringATokenShowsItsLinesAlone() {
    int all = browser.all("#lines .lines line").size();
    browser.point(() -> browser.see("#lines .targets text:nth-child(6)"));
    browser.until("document.querySelector('#lines .numbers') !== null");
    assertThat(browser.all("#lines .lines line")).hasSizeLessThan(all);
    assertThat(browser.all("#lines .lines line"))
        .extracting(line -> line.getDomAttribute("y1"))
        .as("all start at the sixth target")
        .containsOnly("126");
    assertThat(readout("lines")).startsWith("“0” looks at “M” 0.93");
    WebElement lines = browser.see("#lines");
    lines.sendKeys(Keys.ARROW_RIGHT, Keys.HOME);
    assertThat(readout("lines")).startsWith("“1” is looked at by “1” 0.9");
  }

  @Test
  void layersAndHeadsArePicked() {
    example("the cat sat on the mat");
    browser.until("document.querySelectorAll('#heads .thumb').length === 8");
    browser.click("#heads .heads-of-layer:nth-child(2) .thumb:nth-child(3)");
    browser.until("document.getElementById('head').value === '2'");
    assertThat(browser.run("return document.getElementById('layer').value")).isEqualTo("1");
    // Head 3 of the second layer looks 3 tokens ahead.
    browser.point(() -> cell(1, 4, 8));
    assertThat(readout("matrix")).startsWith("“the” (target 2) looks at “on” (source 5): 0.9");
    browser.choose("#head", "mean of all");
    browser.point(() -> cell(2, 5, 8));
    assertThat(readout("matrix")).startsWith("“cat” (target 3) looks at “the” (source 6): 0.2");
  }

  @Test
  void theSliderShowsHowAttentionFormed() {
    iteration(0);
    browser.until("document.getElementById('iteration-words').textContent.includes('(1 of 20)')");
    assertThat(browser.text("#iteration-words")).isEqualTo("iteration 10, epoch 0 (1 of 20)");
    browser.point(() -> cell(0, 9, 13));
    String early = readout("matrix");
    iteration(19);
    browser.until("document.getElementById('matrix-readout').textContent.endsWith(': 0.937')");
    assertThat(early).endsWith(": 0.173");
  }

  @Test
  void playReplaysToTheEnd() {
    iteration(17);
    browser.click("#play");
    browser.until("document.getElementById('play').textContent === 'Pause'");
    browser.until("document.getElementById('iteration').value === '19'");
    browser.until("document.getElementById('play').textContent === 'Play'");
    assertThat(browser.text("#iteration-words")).contains("(20 of 20)");
  }

  @Test
  void newIterationsAreFollowedUnlessOneIsHeld() {
    site.write("live", writer -> Trained.attention(writer, 2));
    site.open("/attention", "live");
    browser.until("document.getElementById('iteration-words').textContent.includes('(2 of 2)')");
    site.write("live", writer -> Trained.attentionAt(writer, 30));
    browser.until("document.getElementById('iteration-words').textContent.includes('(3 of 3)')");
    iteration(0);
    site.write("live", writer -> Trained.attentionAt(writer, 40));
    browser.until("document.getElementById('iteration').max === '3'");
    assertThat(browser.text("#iteration-words")).isEqualTo("iteration 10, epoch 0 (1 of 4)");
  }

  @Test
  void eachWordOfACaptionLooksAtThePhoto() {
    example("photo");
    browser.see("#photo canvas");
    // House at row 8, column 4 of the grid; the sun at row 2, column 11.
    assertThat(brightness(8, 4)).isGreaterThan(3 * brightness(2, 11) / 2);
    for (int i = 0; i < 5; i++) {
      browser.click("#word-on");
    }
    browser.until("document.querySelector('#words .thumb:nth-child(6) input').checked");
    browser.until("document.querySelector('#photo canvas') !== null");
    assertThat(brightness(2, 11)).isGreaterThan(3 * brightness(8, 4));
    browser.see("#photo").sendKeys(Keys.ARROW_DOWN, Keys.ARROW_RIGHT);
    assertThat(readout("photo")).startsWith("“sun” looks at row 2, column 2 of the grid: 0.0");
    browser.screenshot("attention-photo");
  }

  private static long brightness(int row, int column) {
    return ((Number)
            browser.run(
                "const c = document.querySelector('#photo canvas');"
                    + "const one = document.createElement('canvas').getContext('2d');"
                    + "one.drawImage(c, -(arguments[1] + 0.5) * c.width / 14,"
                    + " -(arguments[0] + 0.5) * c.height / 14);"
                    + "const p = one.getImageData(0, 0, 1, 1).data; return p[0] + p[1] + p[2];",
                row,
                column))
        .longValue();
  }

  @Test
  void theMatrixIsSavedAsSvgAndPng() throws Exception {
    browser.click("[data-save=matrix][data-form=svg]");
    browser.click("[data-save=matrix][data-form=png]");
    String name = "matrix_15-March-2009_decoder_head1_iteration200";
    Document svg = parse(browser.downloaded(name + ".svg"));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("15␣March␣2009:␣decoder,␣head␣1,␣iteration␣200");
    NodeList rectangles = svg.getElementsByTagName("rect");
    assertThat(rectangles.getLength()).as("cells, paper, behind, frame").isEqualTo(11 * 13 + 3);
    assertThat(svg.getElementsByTagName("text").getLength()).isEqualTo(11 + 13);
    BufferedImage png = ImageIO.read(browser.downloaded(name + ".png").toFile());
    int width = Integer.parseInt(svg.getDocumentElement().getAttribute("width"));
    assertThat(png.getWidth()).isEqualTo(2 * width);
    assertThat(png.getRGB(2, 2)).as("white paper").isEqualTo(0xffffffff);
    assertThat(darkest(png)).as("dark cells").isLessThan(0x60);
  }

  @Test
  void linesAndPhotosAreSavedToo() throws Exception {
    browser.click("[data-save=lines][data-form=svg]");
    Document lines =
        parse(browser.downloaded("lines_15-March-2009_decoder_head1_iteration200.svg"));
    assertThat(lines.getElementsByTagName("line").getLength()).isGreaterThan(10);
    example("photo");
    browser.see("#photo canvas");
    browser.click("[data-save=photo][data-form=png]");
    BufferedImage photos =
        ImageIO.read(browser.downloaded("photo_photo_decoder_head1_iteration200.png").toFile());
    assertThat(photos.getWidth()).isEqualTo(2 * (5 * 212 + 12));
  }

  private static Document parse(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(file.toFile());
  }

  private static int darkest(BufferedImage image) {
    int darkest = 255;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        darkest = Math.min(darkest, (image.getRGB(x, y) >> 8) & 0xff);
      }
    }
    return darkest;
  }

  @Test
  void aSourceReadFromRightToLeftRunsSo() {
    example("שלום עולם");
    browser.until("document.querySelectorAll('#matrix .columns text').length === 3");
    browser.settle();
    List<WebElement> columns = browser.all("#matrix .columns text");
    assertThat(columns.get(0).getRect().x).isGreaterThan(columns.get(2).getRect().x);
    browser.see("#matrix").sendKeys(Keys.ARROW_LEFT);
    assertThat(readout("matrix")).startsWith("“hello” (target 1) looks at “עולם” (source 2)");
    browser.screenshot("attention-right-to-left");
  }

  @Test
  void tokensAreTextWhateverTheyHold() {
    example(Trained.HOSTILE);
    browser.until("document.querySelectorAll('#matrix .columns text').length === 6");
    browser.settle();
    assertThat(browser.texts("#matrix .rows text"))
        .containsExactly("<img␣src=x␣on…", "⟨U+202E⟩evil", "∅", "a␣b", "↵⇥", "機械");
    assertThat(browser.text("#reference-text")).isEqualTo(Trained.HOSTILE);
    assertThat(browser.all("img")).isEmpty();
    assertThat(browser.run("return document.title")).isEqualTo("Attention");
    browser.screenshot("attention-hostile-tokens");
  }
}
