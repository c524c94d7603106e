package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.classification.Classification;
import io.github.dl4jattention.zoo.classification.Classifier;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class ClassifyCommand implements Callable<Integer> {
  private static final int BATCH = 64;
  private static final int MENDABLE = 2;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;

  @Parameters(index = "0", paramLabel = "MODEL", description = RunsOption.MODEL + ".")
  private String model;

  @Parameters(
      index = "1..*",
      paramLabel = "TEXT",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "What to classify.")
  private List<String> texts = List.of();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Classify its lines, UTF-8, plain or gzip.")
  private Path file;

  @Option(
      names = "--probabilities",
      description = "Behind the class, all classes with their probabilities, TABs between.")
  private boolean probabilities;

  @Option(names = "--json", description = "A line of JSON a text: classes and probabilities.")
  private boolean json;

  private final ObjectMapper mapper = new ObjectMapper();
  private int number;
  private boolean anyProblem;
  private List<String> classes;

  @Override
  public Integer call() throws IOException {
    if (file != null && !texts.isEmpty()) {
      throw new UserError("--file and texts exclude each other: choose one");
    }
    Path from = runs.modelFile(model);
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(from);
    classes = opened.card().classes().pieces();
    if (classes.isEmpty()) {
      throw new UserError(
          "%s tells hidden tokens and no classes: zoo train classifier --start-from %s"
              .formatted(from, model));
    }
    Classifier classifier = new Classifier(opened.card().model(opened.graph()));
    if (texts.isEmpty()) {
      try (InputStream in = file == null ? System.in : InputLines.open(file)) {
        answerLines(classifier, new InputLines(in));
      }
    } else {
      for (int i = 0; i < texts.size(); i += BATCH) {
        List<String> batch = texts.subList(i, Math.min(texts.size(), i + BATCH));
        answer(
            classifier,
            batch.stream().map(text -> new InputLines.Line(text, null)).toList(),
            "text");
      }
    }
    return anyProblem ? MENDABLE : 0;
  }

  private void answerLines(Classifier classifier, InputLines lines) throws IOException {
    try {
      for (List<InputLines.Line> batch = lines.next(BATCH);
          !batch.isEmpty();
          batch = lines.next(BATCH)) {
        answer(classifier, batch, "line");
      }
    } catch (IOException e) {
      if (file == null) {
        throw e;
      }
      throw new UserError(
          "cannot read %s (%s): fetch it again".formatted(file, AtomicFiles.reason(e)), e);
    }
  }

  private void answer(Classifier classifier, List<InputLines.Line> lines, String kind) {
    List<String> problems = new ArrayList<>();
    List<String> good = new ArrayList<>();
    for (InputLines.Line line : lines) {
      String problem = line.problem() == null ? classifier.problemOf(line.text()) : line.problem();
      problems.add(problem);
      if (problem == null) {
        good.add(line.text());
      }
    }
    List<Classification> answers = classifier.classify(good);
    PrintWriter out = spec.commandLine().getOut();
    int next = 0;
    for (int i = 0; i < lines.size(); i++) {
      number++;
      if (problems.get(i) == null) {
        Classification answer = answers.get(next++);
        out.println(json ? toJson(answer) : line(answer));
      } else {
        reportProblem(out, kind, lines.get(i).text(), problems.get(i));
      }
    }
    out.flush();
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
    ObjectNode node = mapper.createObjectNode().put("line", number).put("text", answer.text());
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

  private void reportProblem(PrintWriter out, String kind, String text, String problem) {
    anyProblem = true;
    spec.commandLine().getErr().printf("zoo: %s %d %s%n", kind, number, problem);
    spec.commandLine().getErr().flush();
    out.println(
        json
            ? mapper
                .createObjectNode()
                .put("line", number)
                .put("text", text)
                .put("error", problem)
                .toString()
            : "");
  }
}
