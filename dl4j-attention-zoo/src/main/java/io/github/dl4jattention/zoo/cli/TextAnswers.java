package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.ControlCharacters;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A command that answers texts, each good or bad by itself: those on the command line, or the lines
 * of a file or of standard input, as they come.
 *
 * @param <A> an answer
 */
abstract class TextAnswers<A> implements Callable<Integer> {
  private static final int MENDABLE = 2;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;

  @Parameters(index = "0", paramLabel = "MODEL", description = RunsOption.MODEL + ".")
  private String model;

  @Parameters(
      index = "1..*",
      paramLabel = "TEXT",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "What to answer.")
  private List<String> texts = List.of();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Answer its lines, UTF-8, plain or gzip.")
  private Path file;

  private int number;
  private boolean anyProblem;

  /** Checks the options, before anything is read. */
  abstract void check();

  /** Reads the model. */
  abstract void open(Path from, String name);

  /** What is needed beside it, once there is something to answer. */
  void prepare() {}

  /** Most texts that are answered together. */
  abstract int batch();

  /** What keeps a text from being answered, and the mend; null if nothing does. */
  abstract String problemOf(String text);

  /** Answers texts without problems, in their order. */
  abstract List<A> answers(List<String> good);

  /** Prints an answer. */
  abstract void print(PrintWriter out, A answer);

  /** Whether answers are JSON. */
  abstract boolean json();

  /** What a text is called in JSON. */
  abstract String textField();

  /** The number of the text that is being answered, from 1. */
  final int number() {
    return number;
  }

  @Override
  public final Integer call() throws IOException {
    check();
    if (file != null && !texts.isEmpty()) {
      throw new UserError("--file and texts exclude each other: choose one");
    }
    open(runs.modelFile(model), model);
    if (texts.isEmpty()) {
      try (InputStream in = file == null ? System.in : InputLines.open(file)) {
        prepare();
        answerLines(new InputLines(in));
      }
    } else {
      prepare();
      for (int i = 0; i < texts.size(); i += batch()) {
        List<String> some = texts.subList(i, Math.min(texts.size(), i + batch()));
        answer(some.stream().map(text -> new InputLines.Line(text, null)).toList(), "text");
      }
    }
    return anyProblem ? MENDABLE : 0;
  }

  private void answerLines(InputLines lines) throws IOException {
    try {
      for (List<InputLines.Line> some = lines.next(batch());
          !some.isEmpty();
          some = lines.next(batch())) {
        answer(some, "line");
      }
    } catch (IOException e) {
      if (file == null) {
        throw e;
      }
      throw new UserError(
          "cannot read %s (%s): fetch it again".formatted(file, AtomicFiles.reason(e)), e);
    }
  }

  private void answer(List<InputLines.Line> lines, String kind) {
    List<String> problems = new ArrayList<>();
    List<String> good = new ArrayList<>();
    for (InputLines.Line line : lines) {
      String problem = problem(line);
      problems.add(problem);
      if (problem == null) {
        good.add(line.text());
      }
    }
    List<A> answers = answers(good);
    PrintWriter out = spec.commandLine().getOut();
    int next = 0;
    for (int i = 0; i < lines.size(); i++) {
      number++;
      if (problems.get(i) == null) {
        print(out, answers.get(next++));
      } else {
        reportProblem(out, kind, lines.get(i).text(), problems.get(i));
      }
    }
    out.flush();
  }

  private String problem(InputLines.Line line) {
    if (line.problem() != null) {
      return line.problem();
    }
    return ControlCharacters.in(line.text())
        .map(what -> what + ": take it out")
        .orElseGet(() -> problemOf(line.text()));
  }

  private void reportProblem(PrintWriter out, String kind, String text, String problem) {
    anyProblem = true;
    spec.commandLine().getErr().printf("zoo: %s %d %s%n", kind, number, problem);
    spec.commandLine().getErr().flush();
    out.println(
        json()
            ? new ObjectMapper()
                .createObjectNode()
                .put("line", number)
                .put(textField(), text)
                .put("error", problem)
                .toString()
            : "");
  }
}
