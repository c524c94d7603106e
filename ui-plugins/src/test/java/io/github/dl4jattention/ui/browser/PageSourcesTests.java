package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The sources of the pages hold nothing that reads text as markup or as a program. */
class PageSourcesTests {
  private static final Path RESOURCES = Path.of("src", "main", "resources");
  private static final Path SCRIPTS = RESOURCES.resolve("deeplearning4jUiAssets/attention");
  private static final Path PAGES = RESOURCES.resolve("attention-pages");
  private static final int MOST_LINES = 400;

  /** What a script may not hold, and why. */
  private static final Map<Pattern, String> FORBIDDEN =
      Map.of(
          Pattern.compile("\\b(inner|outer)HTML\\b|insertAdjacentHTML|createContextualFragment"),
          "text is set as text",
          Pattern.compile("document\\.write|DOMParser|setHTML|srcdoc"),
          "no markup is made of text",
          Pattern.compile("\\beval\\b|new Function|setTimeout\\(\\s*['\"`]"),
          "no program is made of text",
          Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)"),
          "nothing is loaded from elsewhere");

  private static List<Path> files(Path folder, String extension) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(extension)).toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> scriptsMakeNoMarkup() throws IOException {
    List<Path> scripts = files(SCRIPTS, ".js");
    assertThat(scripts).hasSizeGreaterThan(15);
    return scripts.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String script = Files.readString(file);
    FORBIDDEN.forEach((pattern, why) -> assertThat(script).as(why).doesNotContainPattern(pattern));
    assertThat(script.lines().count()).isLessThanOrEqualTo(MOST_LINES);
  }

  /** The Content-Security-Policy would refuse these; the test says it before the browser does. */
  @Test
  void pagesHaveNoInlineScriptsOrStyles() throws IOException {
    assertThat(files(PAGES, ".html"))
        .hasSize(3)
        .allSatisfy(
            file ->
                assertThat(Files.readString(file))
                    .doesNotContainPattern("<script(?![^>]* src=)")
                    .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|javascript:|https?://")
                    .contains("<html lang=\"en\">", "name=\"viewport\"", "<noscript>"));
  }

  @Test
  void theForbiddenIsFound() {
    assertThat("box.innerHTML = name").containsPattern(pattern("text is set as text"));
    assertThat("eval(name)").containsPattern(pattern("no program is made of text"));
    assertThat("fetch('https://example.org')")
        .containsPattern(pattern("nothing is loaded from elsewhere"));
  }

  private static Pattern pattern(String why) {
    return FORBIDDEN.entrySet().stream()
        .filter(entry -> entry.getValue().equals(why))
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
