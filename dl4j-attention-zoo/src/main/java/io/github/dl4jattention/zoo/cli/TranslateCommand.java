package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Prediction;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.picture.AlignmentHeatmap;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      "  zoo translate en-fr --heatmap pictures --layer 2 --head 1 \"Two dogs play.\"   a Transformer",
      "  zoo translate en-fr --beam 5 --length-penalty wu --file test.en.gz > test.fr",
      "  zoo translate en-fr --beam 5 --n-best 3 \"Two dogs play.\"",
      "  zoo translate en-fr --sample --temperature 0.8 --top-k 40 --seed 7 \"Two dogs play.\""
    })
final class TranslateCommand extends TextAnswers<List<Prediction>> {
  @Mixin private SearchFlags search;
  @Mixin private LookOptions look;

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
  private Translator translator;

  @Override
  void check() {
    search.check();
    look.check(json || heatmap != null);
  }

  @Override
  void open(Path from, String name) {
    TranslationModel model = ModelFile.load(from).model();
    if (heatmap != null && !model.attends()) {
      throw new UserError("this model has no attention to draw: leave --heatmap out");
    }
    translator = look.of(search.translator(model, nBest), model);
  }

  @Override
  void prepare() {
    if (heatmap != null) {
      AtomicFiles.requireWritable(heatmap);
    }
  }

  @Override
  int batch() {
    return 32;
  }

  @Override
  String problemOf(String text) {
    return translator.problemOf(text);
  }

  @Override
  List<List<Prediction>> answers(List<String> good) {
    return translator.nBest(good);
  }

  @Override
  boolean json() {
    return json;
  }

  @Override
  String textField() {
    return "source";
  }

  @Override
  void print(PrintWriter out, List<Prediction> best) {
    for (int rank = 1; rank <= best.size(); rank++) {
      Prediction prediction = best.get(rank - 1);
      if (json) {
        out.println(toJson(prediction, rank));
      } else if (nBest > 1) {
        out.printf(
            Locale.ROOT,
            "%d\t%.4f\t%s%n",
            number(),
            prediction.logProbability(),
            prediction.prediction());
      } else {
        out.println(prediction.prediction());
      }
    }
    drawHeatmap(best.get(0));
  }

  private String toJson(Prediction prediction, int rank) {
    ObjectNode node = mapper.createObjectNode();
    node.put("line", number());
    if (nBest > 1) {
      node.put("rank", rank);
    }
    node.put("source", prediction.source())
        .put("prediction", prediction.prediction())
        .put("logProbability", prediction.logProbability());
    prediction.sourceSymbols().forEach(node.putArray("sourceSymbols")::add);
    prediction.targetSymbols().forEach(node.putArray("targetSymbols")::add);
    look.describe(node);
    ArrayNode attention = node.putArray("attention");
    for (float[] row : prediction.attention()) {
      ArrayNode cells = attention.addArray();
      for (float weight : row) {
        cells.add(weight);
      }
    }
    return node.toString();
  }

  private void drawHeatmap(Prediction prediction) {
    if (heatmap == null) {
      return;
    }
    Path picture = heatmap.resolve(AlignmentHeatmap.fileNameFor(number(), prediction.source()));
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
