package io.github.dl4jattention.zoo.model;

import java.io.IOException;
import java.util.List;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Lets only known classes into DL4J's JSON reader, which instantiates every class that a
 * configuration names.
 */
final class ConfigurationGuard {
  private static final String CLASS = "@class";

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
   * @param json DL4J's configuration
   * @throws IOException if it is not JSON, or names a class outside the known packages
   */
  static void check(String json) throws IOException {
    JsonNode root = new ObjectMapper().readTree(json);
    if (root == null || !root.isObject()) {
      throw new IOException("its configuration is not a JSON object");
    }
    check(root);
  }

  private static void check(JsonNode node) throws IOException {
    if (node.has(CLASS)) {
      String name = node.get(CLASS).asText();
      if (ALLOWED_PACKAGES.stream().noneMatch(name::startsWith)) {
        throw new IOException("its configuration names the class " + printable(name));
      }
    }
    for (JsonNode child : node) {
      check(child);
    }
  }

  private static String printable(String name) {
    String safe = name.replaceAll("[^\\w.$]", "?");
    return safe.length() > 100 ? safe.substring(0, 100) + "..." : safe;
  }
}
