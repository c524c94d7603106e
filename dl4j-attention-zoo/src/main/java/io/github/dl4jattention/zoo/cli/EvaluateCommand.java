package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.classification.ClassCounts;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.classification.ClassifierModel;
import io.github.dl4jattention.zoo.classification.LabelledTexts;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.evaluation.Outputs;
import io.github.dl4jattention.zoo.evaluation.ScoresByLength;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.BleuTokens;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo evaluate MODEL --data FILE.tsv}. */
@Command(
    name = "evaluate",
    description = {
      "Measure a model on pairs: exact match, loss, perplexity, BLEU and chrF; or a classifier on"
          + " lines of class TAB text: accuracy, precision and recall of each class, confusions.",
      "The loss is the mean negative log likelihood of a target symbol under teacher forcing, in"
          + " nats; perplexity is its exponential. BLEU and chrF are sacreBLEU's.",
      "BLEU of short and of long sources apart: their lengths are counted in BLEU's tokens."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo data dates --set held-out > held-out.tsv",
      "  zoo evaluate dates --data held-out.tsv --json",
      "  zoo evaluate questions --data test.tsv                  a classifier",
      "  zoo evaluate en-fr --source test.en.gz --reference test.fr.gz --beam 5"
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;
  @Mixin private SearchFlags search;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A run's name, or a model file.")
  private String model;

  @ArgGroup(multiplicity = "1")
  private MeasuredPairs measured;

  @Option(
      names = "--bleu-tokens",
      paramLabel = "KIND",
      description = "How BLEU cuts texts: 13a, none, char or intl.")
  private String bleuTokens = BleuTokens.V13A.label();

  @Option(names = "--bleu-lower-case", description = "BLEU takes capitals for small letters.")
  private boolean bleuLowerCase;

  @Option(names = "--json", description = "One line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    search.check();
    Bleu bleu = Bleu.builder().optTokens(tokens()).optLowerCase(bleuLowerCase).build();
    Path file = runs.modelFile(model);
    if (ModelFile.kind(file).equals(TransformerEncoder.KIND)) {
      return evaluateClasses(file);
    }
    TranslationModel loaded = ModelFile.load(file).model();
    MeasuredPairs.Corpus corpus = measured.read();
    EncodedPairs pairs =
        EncodedPairs.encode(
            NumberedPairs.all(corpus.pairs(), corpus.name()),
            loaded.sources(),
            loaded.targets(),
            loaded.maxLength());
    if (!pairs.leftOut().isEmpty()) {
      spec.commandLine().getErr().println(pairs.leftOut());
    }
    EvaluationReport report = report(loaded, corpus, pairs, bleu);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          report
              .toJson()
              .put("data", corpus.name())
              .put("beam", search.beam())
              .put("model", file.toString())
              .put("leftOut", pairs.tooLong().size()));
    } else {
      report.print(out, loaded.targets().tokenizer().kind() == TokenKind.CHARACTERS);
    }
    out.flush();
    return 0;
  }

  private int evaluateClasses(Path file) {
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(file);
    ClassifierModel loaded = opened.card().model(opened.graph());
    if (loaded.classes().pieces().isEmpty()) {
      throw new UserError(
          "%s tells hidden tokens and no classes: zoo train classifier --start-from %s"
              .formatted(file, model));
    }
    Path data = measured.single();
    EncodedPairs texts =
        LabelledTexts.encode(NumberedPairs.all(TextData.labelled(data), data.toString()), loaded);
    if (!texts.leftOut().isEmpty()) {
      spec.commandLine().getErr().println(texts.leftOut());
    }
    ClassCounts counts = ClassCounts.of(loaded, texts.pairs());
    ClassifierReport report = new ClassifierReport(counts, loaded.classes().pieces());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          report
              .toJson()
              .put("data", data.toString())
              .put("model", file.toString())
              .put("leftOut", texts.tooLong().size()));
    } else {
      report.print(out);
    }
    out.flush();
    return 0;
  }

  private EvaluationReport report(
      TranslationModel loaded, MeasuredPairs.Corpus corpus, EncodedPairs pairs, Bleu bleu) {
    List<String> sources = pairs.texts().stream().map(Pair::source).toList();
    Outputs outputs = Outputs.of(loaded, search.translator(loaded), pairs.pairs(), sources);
    List<List<String>> references = corpus.references().stream().map(pairs::kept).toList();
    return new EvaluationReport(
        outputs.figures(),
        TextScores.of(outputs.texts(), references, bleu),
        ScoresByLength.of(
            sources, outputs.texts(), references, bleu, tokens(), ScoresByLength.BOUNDS),
        bleu,
        references.size());
  }

  private BleuTokens tokens() {
    try {
      return BleuTokens.of(bleuTokens);
    } catch (IllegalArgumentException e) {
      throw new UserError("--bleu-tokens: " + e.getMessage(), e);
    }
  }
}
