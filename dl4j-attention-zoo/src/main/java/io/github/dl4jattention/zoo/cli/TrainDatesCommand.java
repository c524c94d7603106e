package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.training.Batching;
import io.github.dl4jattention.zoo.training.PairValidation;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo train dates}. */
@Command(
    name = "dates",
    description = "Dates as people write them, to ISO form; or your own pairs of characters.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo train dates                      dates as people write them, to ISO form",
      "  zoo train dates --resume             go on after Ctrl-C, a crash, a power cut",
      "  zoo train dates --data pairs.tsv --name mine   your own pairs, source TAB target"
    })
final class TrainDatesCommand implements Callable<Integer> {
  /** Largest L2 norm of a layer's gradient. */
  private static final double GRADIENT_CLIP = 1.0;

  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  @Option(
      names = "--data",
      paramLabel = "FILE.tsv",
      description = "Train on your own pairs, UTF-8, one a line: source TAB target.")
  private Path data;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the pairs.")
  private int epochs = 3;

  @Option(names = "--batch", paramLabel = "N", description = "Pairs an update.")
  private int batch = 128;

  @Option(names = "--learning-rate", paramLabel = "R", description = "Adam's, at the start.")
  private double learningRate = 0.004;

  @Option(names = "--embedding-size", paramLabel = "N", description = "Channels of a character.")
  private int embeddingSize = 32;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Units of a direction of the encoder; the decoder has twice as many.")
  private int units = 48;

  @Option(names = "--dropout", paramLabel = "P", description = "Share of numbers dropped.")
  private double dropout;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Longest source and target, in characters.")
  private int maxLength = 64;

  @Override
  public Integer call() {
    checkNumbers();
    RunFolder run = options.run();
    PrintWriter err = spec.commandLine().getErr();
    Observers observers = options.observers(err);
    TrainingData pairs;
    Trainer<TranslationModel> trainer;
    if (options.resume()) {
      trainer = options.resumed(run, observers);
      pairs = pairs(trainer.options().seed(), trainer.model().maxLength());
      TrainingSession.requireSameData(trainer, run, pairs.training(), pairs.heldOut());
    } else {
      options.requireUnused(run);
      pairs = pairs(options.seed(), maxLength);
      trainer = created(run, pairs, observers);
    }
    TranslationModel trained = trainer.model();
    return new TrainingSession<>(trainer, observers, run, options, err)
        .train(
            pairs.origin(),
            encode(pairs.training(), trained, "training pairs"),
            PairValidation.ofSymbols(encode(pairs.heldOut(), trained, "held-out pairs")),
            TrainingSession.showing(trained, pairs.heldOut()));
  }

  private Trainer<TranslationModel> created(
      RunFolder run, TrainingData pairs, TrainingProgress progress) {
    TextCodec sources = characters(pairs, Pair::source);
    TextCodec targets = characters(pairs, Pair::target);
    TrainingOptions training =
        TrainingOptions.builder()
            .setEpochs(epochs)
            .setBatching(Batching.ofPairs(batch))
            .setSeed(options.seed())
            .optThreads(options.threads())
            .build();
    SequenceToSequence model = SequenceToSequence.dates(embeddingSize, units, dropout);
    ComputationGraph graph =
        model.newGraph(
            sources.size(),
            targets.size(),
            Optimizer.falling(
                learningRate, training.updates(pairs.training().size()), GRADIENT_CLIP),
            options.seed());
    ObjectNode settings = model.toJson();
    settings.put("learningRate", learningRate).put("gradientClip", GRADIENT_CLIP);
    ModelCard card =
        new ModelCard(
            run.folder().getFileName().toString(),
            sources,
            targets,
            maxLength,
            Provenance.of(pairs.origin(), pairs.training(), pairs.heldOut(), settings, training));
    return new Trainer<>(
        new TranslationModel(graph, sources, targets, maxLength), card, training, run, progress);
  }

  private TrainingData pairs(long dataSeed, int longest) {
    return data == null
        ? TrainingData.generatedDates(dataSeed)
        : TrainingData.ofFile(data, longest, dataSeed);
  }

  private void checkNumbers() {
    Limits.within("--epochs", epochs, 1, 10_000);
    Limits.within("--batch", batch, 1, 100_000);
    options.check();
    Limits.within("--max-length", maxLength, DateGenerator.MAX_LENGTH, 1_000);
    Limits.within("--embedding-size", embeddingSize, 1, FamilyOptions.LARGEST);
    Limits.within("--units", units, 1, FamilyOptions.LARGEST);
    Limits.below("--dropout", dropout, 0, 1, "0.2");
    Limits.above("--learning-rate", learningRate, 0, 1, "0.004");
  }

  private static TextCodec characters(TrainingData pairs, Function<Pair, String> side) {
    // Held-out pairs too: a figure on pairs with an unknown character could not be computed.
    return TextCodec.ofCharactersIn(
        Stream.concat(pairs.training().stream(), pairs.heldOut().stream()).map(side).toList());
  }

  private static List<EncodedPair> encode(List<Pair> pairs, TranslationModel model, String name) {
    return EncodedPair.encode(pairs, model.sources(), model.targets(), name);
  }
}
