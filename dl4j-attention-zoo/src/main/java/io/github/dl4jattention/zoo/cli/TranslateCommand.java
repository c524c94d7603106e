package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Prediction;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.picture.AlignmentHeatmap;
import io.github.dl4jattention.zoo.tokens.TextCodec;
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

/** {@code zoo translate MODEL [TEXT...]}. */
@Command(
    name = "translate",
    description = {
      "Print a model's prediction for each text, a line each.",
      "Without texts, lines are read from --file, or from standard input. A text that cannot be"
          + " translated is reported, leaves an empty line (with --json: one with its error), and"
          + " the exit code is 2; the others are answered all the same."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo translate dates \"July 20th 1969\" \"23 April, 1564\"",
      "  zoo translate dates --json --beam 5 < dates.txt",
      "  zoo translate dates --heatmap pictures \"the 3rd of March 2011\"",
      "  zoo translate en-fr --beam 5 --length-penalty wu --file test.en.gz > test.fr",
      "  zoo translate en-fr --beam 5 --n-best 3 \"Two dogs play.\"",
      "  zoo translate en-fr --sample --temperature 0.8 --top-k 40 --seed 7 \"Two dogs play.\""
    })
final class TranslateCommand implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final int MENDABLE = 2;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;
  @Mixin private SearchFlags search;

  @Parameters(index = "0", paramLabel = "MODEL", description = RunsOption.MODEL + ".")
  private String model;

  @Parameters(
      index = "1..*",
      paramLabel = "TEXT",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "What to translate.")
  private List<String> texts = List.of();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Translate its lines, UTF-8, plain or gzip.")
  private Path file;

  @Option(
      names = "--n-best",
      paramLabel = "N",
      description =
          "Outputs a text, at most the beam; more than one are lines of line number TAB log"
              + " probability TAB text.")
  private int nBest = 1;

  @Option(
      names = "--json",
      description = "A line of JSON an output: prediction, log probability, attention matrix.")
  private boolean json;

  @Option(
      names = "--heatmap",
      paramLabel = "DIR",
      description = "Write each alignment as a picture (PNG) into this folder.")
  private Path heatmap;

  private final ObjectMapper mapper = new ObjectMapper();
  private int number;
  private boolean anyProblem;

  @Override
  public Integer call() throws IOException {
    search.check();
    if (file != null && !texts.isEmpty()) {
      throw new UserError("--file and texts exclude each other: choose one");
    }
    Translator translator = search.translator(ModelFile.load(runs.modelFile(model)).model(), nBest);
    if (texts.isEmpty()) {
      try (InputStream in = file == null ? System.in : InputLines.open(file)) {
        prepareHeatmaps();
        answerLines(translator, new InputLines(in));
      }
    } else {
      prepareHeatmaps();
      for (int i = 0; i < texts.size(); i += BATCH) {
        List<String> batch = texts.subList(i, Math.min(texts.size(), i + BATCH));
        answer(
            translator,
            batch.stream().map(text -> new InputLines.Line(text, null)).toList(),
            "text");
      }
    }
    return anyProblem ? MENDABLE : 0;
  }

  private void answerLines(Translator translator, InputLines lines) throws IOException {
    try {
      for (List<InputLines.Line> batch = lines.next(BATCH);
          !batch.isEmpty();
          batch = lines.next(BATCH)) {
        answer(translator, batch, "line");
      }
    } catch (IOException e) {
      if (file == null) {
        throw e;
      }
      throw new UserError(
          "cannot read %s (%s): fetch it again".formatted(file, AtomicFiles.reason(e)), e);
    }
  }

  private void answer(Translator translator, List<InputLines.Line> lines, String kind) {
    List<String> problems = new ArrayList<>();
    List<String> good = new ArrayList<>();
    for (InputLines.Line line : lines) {
      String problem = line.problem() == null ? translator.problemOf(line.text()) : line.problem();
      problems.add(problem);
      if (problem == null) {
        good.add(line.text());
      }
    }
    List<List<Prediction>> predictions = translator.nBest(good);
    PrintWriter out = spec.commandLine().getOut();
    int next = 0;
    for (int i = 0; i < lines.size(); i++) {
      number++;
      if (problems.get(i) == null) {
        print(out, predictions.get(next++));
      } else {
        reportProblem(out, kind, lines.get(i).text(), problems.get(i));
      }
    }
    out.flush();
  }

  private void print(PrintWriter out, List<Prediction> best) {
    for (int rank = 1; rank <= best.size(); rank++) {
      Prediction prediction = best.get(rank - 1);
      if (json) {
        out.println(toJson(prediction, rank));
      } else if (nBest > 1) {
        out.printf(
            Locale.ROOT,
            "%d\t%.4f\t%s%n",
            number,
            prediction.logProbability(),
            prediction.prediction());
      } else {
        out.println(prediction.prediction());
      }
    }
    drawHeatmap(best.get(0));
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
                .put("source", text)
                .put("error", problem)
                .toString()
            : "");
  }

  private String toJson(Prediction prediction, int rank) {
    ObjectNode node = mapper.createObjectNode();
    node.put("line", number);
    if (nBest > 1) {
      node.put("rank", rank);
    }
    node.put("source", prediction.source())
        .put("prediction", prediction.prediction())
        .put("logProbability", prediction.logProbability());
    prediction.sourceSymbols().forEach(node.putArray("sourceSymbols")::add);
    prediction.targetSymbols().forEach(node.putArray("targetSymbols")::add);
    ArrayNode attention = node.putArray("attention");
    for (float[] row : prediction.attention()) {
      ArrayNode cells = attention.addArray();
      for (float weight : row) {
        cells.add(weight);
      }
    }
    return node.toString();
  }

  private void prepareHeatmaps() {
    if (heatmap != null) {
      AtomicFiles.requireWritable(heatmap);
    }
  }

  private void drawHeatmap(Prediction prediction) {
    if (heatmap == null) {
      return;
    }
    if (prediction.attention().length == 0 || prediction.attention()[0].length == 0) {
      throw new UserError("this model has no attention to draw: leave --heatmap out");
    }
    Path picture = heatmap.resolve(AlignmentHeatmap.fileNameFor(number, prediction.source()));
    try {
      AlignmentHeatmap.of(
              labels(prediction.sourceSymbols()),
              labels(prediction.targetSymbols()),
              prediction.attention())
          .withTitle(prediction.source(), prediction.prediction())
          .write(picture);
    } catch (IOException | IllegalStateException e) {
      throw new UserError("cannot write a picture: " + e.getMessage(), e);
    }
  }

  private static List<String> labels(List<String> symbols) {
    return symbols.stream().map(TextCodec::label).toList();
  }
}
