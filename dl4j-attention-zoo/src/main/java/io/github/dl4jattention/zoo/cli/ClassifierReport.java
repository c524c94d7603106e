package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.classification.ClassCounts;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What a classifier came to, for people and as JSON.
 *
 * @param counts the figures
 * @param classes the classes' names
 */
record ClassifierReport(ClassCounts counts, List<String> classes) {
  private static final int NAME = 20;

  ObjectNode toJson() {
    ObjectNode json =
        new ObjectMapper()
            .createObjectNode()
            .put("examples", counts.asked())
            .put("accuracy", counts.accuracy())
            .put("loss", counts.loss())
            .put("macroF1", counts.macroF1());
    ObjectNode each = json.putObject("classes");
    ObjectNode confusion = json.putObject("confusion");
    for (int k = 0; k < classes.size(); k++) {
      each.putObject(classes.get(k))
          .put("precision", counts.precision(k))
          .put("recall", counts.recall(k))
          .put("f1", counts.f1(k))
          .put("support", counts.support(k));
      ArrayNode row = confusion.putArray(classes.get(k));
      for (int taken : counts.taken()[k]) {
        row.add(taken);
      }
    }
    return json;
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "accuracy %.2f%% of %,d, loss %.4f%n",
        100 * counts.accuracy(),
        counts.asked(),
        counts.loss());
    out.printf("%n%-20s %9s %9s %9s %9s%n", "class", "precision", "recall", "F1", "support");
    for (int k = 0; k < classes.size(); k++) {
      out.printf(
          Locale.ROOT,
          "%-20s %9.2f %9.2f %9.2f %9d%n",
          shortened(classes.get(k)),
          100 * counts.precision(k),
          100 * counts.recall(k),
          100 * counts.f1(k),
          counts.support(k));
    }
    out.printf(Locale.ROOT, "%-20s %29.2f%n", "mean F1", 100 * counts.macroF1());
    out.printf("%na line is a class, a column what it was taken for:%n");
    for (int k = 0; k < classes.size(); k++) {
      out.printf("%-20s", shortened(classes.get(k)));
      for (int taken : counts.taken()[k]) {
        out.printf(" %6d", taken);
      }
      out.println();
    }
  }

  private static String shortened(String name) {
    String safe = name.replaceAll("\\p{Cntrl}", "?");
    return safe.codePointCount(0, safe.length()) <= NAME
        ? safe
        : safe.substring(0, safe.offsetByCodePoints(0, NAME - 1)) + "\u2026";
  }
}
