package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.evaluation.Outputs;
import io.github.dl4jattention.zoo.evaluation.ScoresByLength;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.BleuTokens;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo evaluate MODEL... --data FILE.tsv}. */
@Command(
    name = "evaluate",
    description = {
      "Measure models on pairs: exact match, loss, perplexity, BLEU and chrF; or classifiers on"
          + " lines of class TAB text: accuracy, precision and recall of each class, confusions; or"
          + " models of behaviours: the area under the curve (AUC).",
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
      "  zoo evaluate en-fr --source test.en.gz --reference test.fr.gz --beam 5",
      "  zoo evaluate en-fr other --data test.tsv --chart lengths.svg     side by side"
    })
final class EvaluateCommand implements Callable<Integer> {

  /** What can be said of models that write no texts, too; of the pairs, it is said there. */
  private static final Set<String> OF_ALL =
      Set.of("--data", "--source", "--reference", "--json", "--runs", "--debug");

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;
  @Mixin private SearchFlags search;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = RunsOption.MODEL + "; several are measured one after the other.")
  private List<String> models;

  @ArgGroup(multiplicity = "1")
  private MeasuredPairs measured;

  @Option(
      names = "--bleu-tokens",
      paramLabel = "KIND",
      description = "How BLEU cuts texts: 13a, none, char or intl.")
  private String bleuTokens = BleuTokens.V13A.label();

  @Option(names = "--bleu-lower-case", description = "BLEU takes capitals for small letters.")
  private boolean bleuLowerCase;

  @Option(names = "--json", description = "A line of JSON a model.")
  private boolean json;

  @Option(
      names = "--chart",
      paramLabel = "FILE.svg",
      description = "Draw BLEU against the source's length, a curve a model.")
  private Path chart;

  @Override
  public Integer call() {
    search.check();
    Bleu bleu = Bleu.builder().optTokens(tokens()).optLowerCase(bleuLowerCase).build();
    List<Path> files = models.stream().map(runs::modelFile).toList();
    ModelKind kind = kind(files);
    if (kind == ModelKind.ENCODER || kind == ModelKind.HIDDEN_TOKENS) {
      requireNothingOfTexts(kind);
      files.forEach(new ClassifierMeasure(measured.single(), json, spec)::print);
      return 0;
    }
    if (kind == ModelKind.BEHAVIOURS) {
      requireNothingOfTexts(kind);
      files.forEach(new BehaviourMeasure(measured.single(), json, spec)::print);
      return 0;
    }
    MeasuredPairs.Corpus corpus = measured.read();
    if (chart != null) {
      AtomicFiles.requireWritable(chart.toAbsolutePath().getParent());
    }
    Map<String, EvaluationReport> reports = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      reports.put(models.get(i), measure(files.get(i), corpus, bleu));
    }
    if (chart != null) {
      AtomicFiles.writeText(chart, EvaluationReport.chart(reports).svg());
    }
    return 0;
  }

  /** What the models are; null if that is not known, which shows when they are read. */
  private ModelKind kind(List<Path> files) {
    ModelKind first = null;
    for (int i = 0; i < files.size(); i++) {
      ModelKind kind = ModelKind.of(files.get(i)).orElse(null);
      if (i == 0) {
        first = kind;
      } else if (first != null && kind != null && !first.command().equals(kind.command())) {
        throw new UserError(
            "%s is %s and %s %s: measure them by a command each"
                .formatted(models.get(0), first.noun(), models.get(i), kind.noun()));
      }
    }
    return first;
  }

  /** Of a model that writes no texts: whether nothing is asked for that only texts have. */
  private void requireNothingOfTexts(ModelKind kind) {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!OF_ALL.contains(option.longestName())) {
        throw new UserError(
            "%s is for models that write texts, and %s is %s: leave it out"
                .formatted(option.longestName(), models.get(0), kind.noun()));
      }
    }
  }

  private EvaluationReport measure(Path file, MeasuredPairs.Corpus corpus, Bleu bleu) {
    TranslationModel loaded = ModelFile.load(file).model();
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
      if (models.size() > 1) {
        out.println(file);
      }
      report.print(out, loaded.targets().tokenizer().kind() == TokenKind.CHARACTERS);
    }
    out.flush();
    return report;
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
