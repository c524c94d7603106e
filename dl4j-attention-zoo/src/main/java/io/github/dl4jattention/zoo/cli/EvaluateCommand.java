package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.PairFile;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TranslationModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.shade.jackson.databind.ObjectMapper;
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
      "Measure a model on pairs: exact match, per-character accuracy, loss.",
      "The loss is the mean negative log likelihood of a target symbol under teacher forcing, in"
          + " nats."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo data dates --set held-out > held-out.tsv",
      "  zoo evaluate dates --data held-out.tsv --json"
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;
  @Mixin private BeamOption beam;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A run's name, or a model file.")
  private String model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE.tsv",
      description = "Pairs, UTF-8, one a line: source TAB target.")
  private Path data;

  @Option(names = "--json", description = "One line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    int width = beam.width();
    Path file = runs.modelFile(model);
    TranslationModel loaded = ModelFile.load(file).model();
    List<EncodedPair> pairs =
        EncodedPair.encode(
            PairFile.read(data, loaded.maxLength(), loaded.maxLength()),
            loaded.sources(),
            loaded.targets(),
            data.toString());
    print(Evaluation.of(loaded, pairs, width), file);
    return 0;
  }

  private void print(Evaluation evaluation, Path file) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .createObjectNode()
              .put("model", file.toString())
              .put("data", data.toString())
              .put("beam", beam.width())
              .put("examples", evaluation.examples())
              .put("exactMatch", evaluation.exactMatch())
              .put("characterAccuracy", evaluation.characterAccuracy())
              .put("loss", evaluation.loss()));
    } else {
      out.printf(
          Locale.ROOT,
          "examples            %d%nexact match         %.2f%%%ncharacter accuracy  %.2f%%%n"
              + "loss                %.4f nats a symbol%n",
          evaluation.examples(),
          100 * evaluation.exactMatch(),
          100 * evaluation.characterAccuracy(),
          evaluation.loss());
    }
    out.flush();
  }
}
