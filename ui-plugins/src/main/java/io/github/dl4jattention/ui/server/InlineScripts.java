package io.github.dl4jattention.ui.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.ui.VertxUIServer;

/**
 * The scripts that stand in DL4J's own pages, as the hashes by which a policy knows them.
 *
 * <p>These pages put names of layers and machines into markup. A policy that allows inline scripts
 * would run what such a name holds; one that lists the pages' own runs these and no other.
 */
final class InlineScripts {
  private static final List<String> TEMPLATES =
      List.of("TrainingOverview", "TrainingModel", "TrainingSystem");

  private static final Pattern BLOCK = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

  private static final Pattern HANDLER = Pattern.compile("\\son[a-z]+=(?:\"([^\"]*)\"|'([^']*)')");

  private InlineScripts() {}

  /** The sources of a policy's {@code script-src} that allow these scripts. */
  static String sources() {
    return TEMPLATES.stream()
        .map(InlineScripts::template)
        .flatMap(page -> Stream.concat(found(BLOCK, page), found(HANDLER, page)))
        .map(InlineScripts::source)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(" ", "'unsafe-hashes' ", ""));
  }

  private static Stream<String> found(Pattern pattern, String page) {
    return pattern.matcher(page).results().map(InlineScripts::content);
  }

  private static String content(MatchResult match) {
    return match.group(1) != null ? match.group(1) : match.group(2);
  }

  private static String source(String script) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String template(String name) {
    String path = "templates/" + name + ".html.ftl";
    try (InputStream in = VertxUIServer.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("DL4J's dashboard has no " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from its jar", e);
    }
  }
}
