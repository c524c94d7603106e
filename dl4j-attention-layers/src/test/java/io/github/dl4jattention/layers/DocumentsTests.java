package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents point to what is there, show code that compiles, and list what a package has. */
class DocumentsTests {
  private static final Path ROOT = Path.of("..");
  private static final Path EXAMPLES =
      Path.of("src/test/java/io/github/dl4jattention/layers/examples");
  private static final Pattern INLINE_LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern REFERENCE = Pattern.compile("(?m)^\\[([^]]+)]: +(\\S+)$");
  private static final Pattern REFERRED = Pattern.compile("\\[[^]]*]\\[([^]]+)]");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*`");

  static Stream<Path> documents() {
    List<Path> all = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    all.add(ROOT.resolve("CONTRIBUTING.md"));
    all.add(ROOT.resolve("CHANGELOG.md"));
    all.addAll(filesBelow(ROOT.resolve("docs"), ".md"));
    assertThat(all).hasSizeGreaterThan(10);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkPointsToWhatIsThere(Path document) {
    String text = withoutCode(document);
    Stream<String> inline = matches(INLINE_LINK, text).map(link -> link.group(1));
    Stream<String> references = matches(REFERENCE, text).map(link -> link.group(2));
    List<String> broken =
        Stream.concat(inline, references)
            .filter(link -> !link.matches("[a-z]+:.*"))
            .filter(link -> !resolves(document, link))
            .toList();
    assertThat(broken).as("links of %s that point to nothing", document).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyReferenceIsDefinedAndUsed(Path document) {
    String text = withoutCode(document);
    List<String> defined = matches(REFERENCE, text).map(link -> link.group(1)).toList();
    List<String> used = matches(REFERRED, text).map(link -> link.group(1)).distinct().toList();
    assertThat(used).as(document.toString()).containsExactlyInAnyOrderElementsOf(defined);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CrossAttentionExample.java", "PoolingExample.java"})
  void theLayersPageShowsItsExamplesAsTheyAre(String file) {
    String source = read(EXAMPLES.resolve(file));
    String shown = source.substring(source.indexOf("import "));
    assertThat(read(ROOT.resolve("docs/layers.md"))).contains("```java\n" + shown + "```\n");
  }

  static Stream<Path> sourceFolders() {
    return filesBelow(Path.of("src/main/java"), ".java").stream().map(Path::getParent).distinct();
  }

  @ParameterizedTest
  @MethodSource("sourceFolders")
  void aPackagesContentsNameEachOfItsClasses(Path folder) {
    String contents = read(folder.resolve("package-info.java"));
    List<String> named =
        matches(Pattern.compile("\\{@(?:link|code)[\\s*]+(?:[a-z0-9]+\\.)*([A-Z]\\w+)}"), contents)
            .map(name -> name.group(1))
            .distinct()
            .toList();
    List<String> there =
        filesBelow(folder, ".java").stream()
            .filter(file -> file.getParent().equals(folder))
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .filter(name -> !name.equals("package-info"))
            .toList();
    assertThat(named).as(folder.toString()).containsAll(there);
  }

  private static boolean resolves(Path document, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? document : document.resolveSibling(file);
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** Headings as links name them: small letters, hyphens for blanks, no punctuation. */
  private static List<String> anchors(Path document) {
    return withoutFences(document)
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }

  private static String withoutFences(Path document) {
    return read(document).replaceAll("(?ms)^```.*?^```$", "");
  }

  private static String withoutCode(Path document) {
    return CODE.matcher(read(document)).replaceAll("");
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static List<Path> filesBelow(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
