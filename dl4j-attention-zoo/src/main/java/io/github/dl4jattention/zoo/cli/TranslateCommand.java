package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Prediction;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.picture.AlignmentHeatmap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
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
      "Without texts, lines are read from standard input. A text that cannot be translated is"
          + " reported, leaves an empty line (with --json: one with its error), and the exit code"
          + " is 2; the others are answered all the same."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo translate dates \"July 20th 1969\" \"23 April, 1564\"",
      "  zoo translate dates --json --beam 5 < dates.txt",
      "  zoo translate dates --heatmap pictures \"the 3rd of March 2011\""
    })
final class TranslateCommand implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final int MENDABLE = 2;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;
  @Mixin private BeamOption beam;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A run's name, or a model file.")
  private String model;

  @Parameters(index = "1..*", paramLabel = "TEXT", description = "What to translate.")
  private List<String> texts = List.of();

  @Option(
      names = "--json",
      description = "A line of JSON a text: prediction, log probability, attention matrix.")
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
    int width = beam.width();
    Translator translator = new Translator(ModelFile.load(runs.modelFile(model)).model(), width);
    prepareHeatmaps();
    if (texts.isEmpty()) {
      InputLines lines = new InputLines(System.in);
      for (List<InputLines.Line> batch = lines.next(BATCH);
          !batch.isEmpty();
          batch = lines.next(BATCH)) {
        answer(translator, batch, "line");
      }
    } else {
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
    List<Prediction> predictions = translator.translate(good);
    PrintWriter out = spec.commandLine().getOut();
    int next = 0;
    for (int i = 0; i < lines.size(); i++) {
      number++;
      if (problems.get(i) == null) {
        Prediction prediction = predictions.get(next++);
        out.println(json ? toJson(prediction) : prediction.prediction());
        drawHeatmap(prediction);
      } else {
        reportProblem(out, kind, lines.get(i).text(), problems.get(i));
      }
    }
    out.flush();
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

  private String toJson(Prediction prediction) {
    ObjectNode node = mapper.createObjectNode();
    node.put("line", number)
        .put("source", prediction.source())
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
    if (heatmap == null) {
      return;
    }
    AtomicFiles.requireWritable(heatmap);
  }

  private void drawHeatmap(Prediction prediction) {
    if (heatmap == null) {
      return;
    }
    Path file = heatmap.resolve(AlignmentHeatmap.fileNameFor(number, prediction.source()));
    try {
      AlignmentHeatmap.of(
              prediction.sourceSymbols(), prediction.targetSymbols(), prediction.attention())
          .withTitle(prediction.source(), prediction.prediction())
          .write(file);
    } catch (IOException | IllegalStateException e) {
      throw new UserError("cannot write a picture: " + e.getMessage(), e);
    }
  }
}
