package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Keys reach everything, texts can be read, a narrow screen has room: each page, light and dark.
 */
@RequiresChromium
class AccessibilityTests {
  private static final int MOST_TABS = 120;

  private static Site site;
  private static Browser browser;
  private static String script;

  /** A page, its picture that tells it is drawn, and the session's example. */
  private enum Page {
    ATTENTION("/attention", "#matrix svg", "15 March 2009"),
    HEADS("/attention", "#matrix svg", "the cat sat on the mat"),
    PHOTO("/attention", "#matrix svg", "photo"),
    QUALITY("/attention/quality", "#samples li", null),
    SEARCH("/attention/search", "#progress canvas", null);

    private final String path;
    private final String drawn;
    private final String example;

    Page(String path, String drawn, String example) {
      this.path = path;
      this.drawn = drawn;
      this.example = example;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    site = new Site();
    site.write("all", writer -> Trained.attention(writer, 12));
    site.write("all", Trained::quality);
    site.write("all", Trained::search);
    browser = site.browser;
    try (InputStream in = AccessibilityTests.class.getResourceAsStream("accessibility.js")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @AfterEach
  void check() {
    browser.size(1280, 900);
    browser.prefer("prefers-color-scheme", "light");
    site.assertNothingLeftAndNothingBroke();
  }

  static Stream<Arguments> pages() {
    return Stream.of(Page.values())
        .flatMap(page -> Stream.of("light", "dark").map(colours -> Arguments.of(page, colours)));
  }

  private static void open(Page page, String colours) {
    browser.prefer("prefers-color-scheme", colours);
    site.open(page.path, "all");
    browser.see(page.drawn);
    if (page.example != null && !page.example.equals("15 March 2009")) {
      browser.choose("#example", page.example);
      browser.see(page == Page.PHOTO ? "#photo canvas" : "#heads .thumb");
    }
  }

  private static Object ask(String question, Object... arguments) {
    return browser.run(script + "\nreturn " + question + ";", arguments);
  }

  private static List<?> list(String question) {
    return (List<?>) ask(question);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void textsAndControlsHaveContrast(Page page, String colours) {
    open(page, colours);
    if (page == Page.HEADS) {
      browser.see("#matrix").sendKeys(Keys.ENTER, Keys.ARROW_DOWN); // A pinned row and a readout.
    }
    assertThat(list("faintTexts()")).isEmpty();
    assertThat(list("faintControls()")).isEmpty();
    assertThat(ask("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(colours.equals("dark") ? "rgb(22, 25, 28)" : "rgb(233, 235, 237)");
    browser.screenshot("%s-%s".formatted(page, colours).toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aNarrowScreenHasRoom(Page page, String colours) {
    browser.size(360, 740);
    open(page, colours);
    assertThat(ask("document.documentElement.scrollWidth")).isEqualTo(360L);
    assertThat(list("cutOff()")).isEmpty();
    browser.screenshot("%s-%s-360".formatted(page, colours).toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void keysReachEveryControlAndShowIt(Page page, String colours) {
    open(page, colours);
    List<WebElement> controls = list("controls()").stream().map(WebElement.class::cast).toList();
    assertThat(controls).hasSizeGreaterThan(8);
    Set<WebElement> missing = new HashSet<>(controls);
    browser.run("document.activeElement.blur(); scrollTo(0, 0);");
    for (int i = 0; i < MOST_TABS && !missing.isEmpty(); i++) {
      browser.actions().sendKeys(Keys.TAB).perform();
      missing.remove((WebElement) ask("document.activeElement"));
      assertThat(ask("showsFocus()"))
          .as("focus is seen on %s", ask("name(document.activeElement)"))
          .isEqualTo(true);
    }
    assertThat(missing).extracting(AccessibilityTests::name).isEmpty();
    assertThat(controls)
        .allSatisfy(
            control -> assertThat(control.getAccessibleName()).as(name(control)).isNotBlank());
  }

  private static String name(WebElement element) {
    return (String) ask("name(arguments[0])", element);
  }

  @Test
  void motionIsReducedOnRequest() {
    open(Page.ATTENTION, "light");
    assertThat(moving()).as("without the request").isNotEmpty();
    browser.prefer("prefers-reduced-motion", "reduce");
    assertThat(moving()).isEmpty();
  }

  private static List<?> moving() {
    return list(
        "[...document.querySelectorAll('*')].filter(e => {const s = getComputedStyle(e);"
            + " return s.transitionDuration !== '0s' || s.animationName !== 'none';}).map(name)");
  }
}
