package io.github.dl4jattention.layers;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Lets only known classes into DL4J's JSON reader, which instantiates every class that a
 * configuration names.
 *
 * <p>Known are DL4J's and ND4J's packages of layers, weights, activations, losses, updaters and
 * schedules, and this library's. Ask it before a configuration that came from somebody else is
 * read:
 *
 * <pre>{@code
 * ConfigurationGuard.check(json);
 * ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
 * }</pre>
 */
public final class ConfigurationGuard {
  private static final Pattern CLASS_NAME = Pattern.compile("[\\w.$]+");
  private static final int MAX_DEPTH = 50;

  private static final List<String> ALLOWED_PACKAGES =
      List.of(
          "io.github.dl4jattention.layers.",
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.impl.",
          "org.nd4j.linalg.learning.config.",
          "org.nd4j.linalg.learning.regularization.",
          "org.nd4j.linalg.lossfunctions.impl.",
          "org.nd4j.linalg.schedule.");

  private ConfigurationGuard() {}

  /**
   * Checks a configuration.
   *
   * <p>As a stream and not as a tree, which keeps one of several equal keys and may nest too deep.
   * Every text with a dot is taken for a class's name, wherever it is: Jackson finds such names
   * under more keys than one, and in lists.
   *
   * @param json DL4J's configuration
   * @throws IOException if it is not JSON, nests more than 50 deep, or names a class outside the
   *     known packages
   */
  public static void check(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("its configuration is not a JSON object");
      }
      int depth = 1;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > MAX_DEPTH) {
          throw new IOException("its configuration is nested too deep");
        }
        if (token == JsonToken.VALUE_STRING) {
          checkText(parser.getText());
        }
      }
    }
  }

  private static void checkText(String text) throws IOException {
    if (text.indexOf('.') >= 0
        && (!CLASS_NAME.matcher(text).matches()
            || ALLOWED_PACKAGES.stream().noneMatch(text::startsWith))) {
      throw new IOException("its configuration names the class " + printable(text));
    }
  }

  private static String printable(String name) {
    String safe = name.replaceAll("[^\\w.$]", "?");
    return safe.length() > 100 ? safe.substring(0, 100) + "..." : safe;
  }
}
