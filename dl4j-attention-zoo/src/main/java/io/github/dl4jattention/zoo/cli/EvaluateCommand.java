package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.evaluation.Outputs;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.BleuTokens;
import io.github.dl4jattention.zoo.evaluation.measure.Chrf;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
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
      "Measure a model on pairs: exact match, loss, perplexity, BLEU and chrF.",
      "The loss is the mean negative log likelihood of a target symbol under teacher forcing, in"
          + " nats; perplexity is its exponential. BLEU and chrF are sacreBLEU's."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo data dates --set held-out > held-out.tsv",
      "  zoo evaluate dates --data held-out.tsv --json",
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
    Outputs outputs =
        Outputs.of(
            loaded,
            search.translator(loaded),
            pairs.pairs(),
            pairs.texts().stream().map(Pair::source).toList());
    List<List<String>> references = corpus.references().stream().map(pairs::kept).toList();
    TextScores scores = TextScores.of(outputs.texts(), references, bleu);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          json(corpus, outputs.figures(), scores, bleu)
              .put("model", file.toString())
              .put("leftOut", pairs.tooLong().size()));
    } else {
      print(out, loaded, outputs.figures(), scores, bleu.signature(references.size()));
    }
    out.flush();
    return 0;
  }

  private BleuTokens tokens() {
    try {
      return BleuTokens.of(bleuTokens);
    } catch (IllegalArgumentException e) {
      throw new UserError("--bleu-tokens: " + e.getMessage(), e);
    }
  }

  private ObjectNode json(
      MeasuredPairs.Corpus corpus, Evaluation figures, TextScores scores, Bleu bleu) {
    int references = corpus.references().size();
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("data", corpus.name())
        .put("beam", search.beam())
        .put("examples", figures.examples())
        .put("exactMatch", scores.exactMatch())
        .put("characterAccuracy", figures.characterAccuracy())
        .put("loss", figures.loss())
        .put("perplexity", figures.perplexity());
    ObjectNode ofBleu =
        node.putObject("bleu")
            .put("score", scores.bleu().score())
            .put("brevityPenalty", scores.bleu().brevityPenalty())
            .put("signature", bleu.signature(references));
    scores.bleu().precisions().forEach(ofBleu.putArray("precisions")::add);
    node.putObject("chrf")
        .put("score", scores.chrf())
        .put("signature", Chrf.CHRF2.signature(references));
    return node;
  }

  private static void print(
      PrintWriter out,
      TranslationModel model,
      Evaluation figures,
      TextScores scores,
      String signature) {
    out.printf(
        Locale.ROOT,
        "examples            %d%nexact match         %.2f%%%n",
        figures.examples(),
        100 * scores.exactMatch());
    if (model.targets().tokenizer().kind() == TokenKind.CHARACTERS) {
      out.printf(Locale.ROOT, "character accuracy  %.2f%%%n", 100 * figures.characterAccuracy());
    }
    out.printf(
        Locale.ROOT,
        "loss                %.4f nats a symbol%nperplexity          %.2f%n",
        figures.loss(),
        figures.perplexity());
    out.printf(
        Locale.ROOT,
        "BLEU                %.2f  %s%nchrF                %.2f%n",
        scores.bleu().score(),
        signature,
        scores.chrf());
  }
}
