package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.classification.Classification;
import io.github.dl4jattention.zoo.classification.Classifier;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zoo classify MODEL [TEXT...]}. */
@Command(
    name = "classify",
    description = {
      "Print the class of each text, or the classes of its words, a line each.",
      "Without texts, lines are read from --file, or from standard input. A text that cannot be"
          + " classified is reported, leaves an empty line (with --json: one with its error), and"
          + " the exit code is 2; the others are answered all the same."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo classify questions \"What is the oldest profession ?\"",
      "  zoo classify questions --probabilities < questions.txt",
      "  zoo classify questions --json --file questions.txt.gz"
    })
final class ClassifyCommand extends TextAnswers<Classification> {
  @Option(
      names = "--probabilities",
      description = "Behind the class, all classes with their probabilities, TABs between.")
  private boolean probabilities;

  @Option(names = "--json", description = "A line of JSON a text: classes and probabilities.")
  private boolean json;

  private final ObjectMapper mapper = new ObjectMapper();
  private Classifier classifier;
  private List<String> classes;

  @Override
  void check() {}

  @Override
  void open(Path from, String name) {
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(from);
    classes = opened.card().classes().pieces();
    if (classes.isEmpty()) {
      throw new UserError(
          "%s tells hidden tokens and no classes: zoo train classifier --start-from %s"
              .formatted(from, name));
    }
    classifier = new Classifier(opened.card().model(opened.graph()));
  }

  @Override
  int batch() {
    return 64;
  }

  @Override
  String problemOf(String text) {
    return classifier.problemOf(text);
  }

  @Override
  List<Classification> answers(List<String> good) {
    return classifier.classify(good);
  }

  @Override
  boolean json() {
    return json;
  }

  @Override
  String textField() {
    return "text";
  }

  @Override
  void print(PrintWriter out, Classification answer) {
    out.println(json ? toJson(answer) : line(answer));
  }

  private String line(Classification answer) {
    if (!probabilities) {
      return answer.label();
    }
    StringBuilder line = new StringBuilder(answer.label());
    for (float[] row : answer.probabilities()) {
      for (int k = 0; k < row.length; k++) {
        line.append(String.format(Locale.ROOT, "\t%s\t%.4f", classes.get(k), row[k]));
      }
    }
    return line.toString();
  }

  private String toJson(Classification answer) {
    ObjectNode node = mapper.createObjectNode().put("line", number()).put("text", answer.text());
    ArrayNode all = node.putArray("classes");
    for (int i = 0; i < answer.labels().size(); i++) {
      ObjectNode one =
          all.addObject().put("of", answer.words().get(i)).put("class", answer.labels().get(i));
      ObjectNode shares = one.putObject("probabilities");
      for (int k = 0; k < classes.size(); k++) {
        shares.put(classes.get(k), answer.probabilities()[i][k]);
      }
    }
    return node.toString();
  }
}
