package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.data.Pair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Where a model comes from, as JSON: versions, seed, hash of the data, settings, figures. */
public final class Provenance {
  private static final String FIGURES = "figures";

  private Provenance() {}

  /**
   * Describes a training before it starts.
   *
   * @param origin where the pairs come from
   * @param training pairs trained on
   * @param heldOut pairs evaluated on
   * @param settings the model's, such as sizes
   * @param options the run's options
   * @return JSON without figures
   */
  public static ObjectNode of(
      String origin,
      List<Pair> training,
      List<Pair> heldOut,
      ObjectNode settings,
      TrainingOptions options) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.putObject("versions")
        .put("dl4jAttention", version(Provenance.class))
        .put("deeplearning4j", deeplearning4jVersion())
        .put("java", System.getProperty("java.vm.version"))
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    json.put("seed", options.seed());
    json.putObject("data")
        .put("origin", origin)
        .put("trainingPairs", training.size())
        .put("trainingSha256", sha256(training))
        .put("heldOutPairs", heldOut.size())
        .put("heldOutSha256", sha256(heldOut));
    ObjectNode all = settings.deepCopy();
    json.set("settings", all);
    all.setAll(StateJson.options(options));
    json.putArray(FIGURES);
    return json;
  }

  /** The figures of the epochs so far. */
  static ArrayNode figures(ObjectNode json) {
    return json.withArray(FIGURES);
  }

  /**
   * Hash of pairs: SHA-256 of the lines source TAB target LF in UTF-8.
   *
   * @param pairs the pairs
   * @return hexadecimal digits
   */
  public static String sha256(List<Pair> pairs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Pair pair : pairs) {
        String line = pair.source() + "\t" + pair.target() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** DL4J's jars do not state their version where Java looks for it; Maven left it here. */
  private static String deeplearning4jVersion() {
    try (InputStream in =
        ComputationGraph.class.getResourceAsStream(
            "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
