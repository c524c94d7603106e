package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.dashboard.TrainingDashboard;
import io.github.dl4jattention.zoo.dashboard.Where;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo train MODEL}. */
@Command(
    name = "train",
    description = "Train a model; everything goes to runs/NAME.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Examples:",
      "  zoo train dates                      dates as people write them, to ISO form",
      "  zoo train dates --resume             go on after Ctrl-C, a crash, a power cut",
      "  zoo train dates --data pairs.tsv --name mine   your own pairs, source TAB target"
    })
final class TrainCommand implements Callable<Integer> {
  private static final String DATES = "dates";
  private static final int INTERRUPTED = 130;
  private static final long SECONDS_TO_SAVE = 60;

  /** What a training that goes on takes from its checkpoint, and not from the command line. */
  private static final List<String> FIXED =
      List.of("--epochs", "--batch", "--threads", "--seed", "--learning-rate", "--max-length");

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;

  @Parameters(paramLabel = "MODEL", description = "What to train: dates.")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "FILE.tsv",
      description = "Train on your own pairs, UTF-8, one a line: source TAB target.")
  private Path data;

  @Option(names = "--name", paramLabel = "NAME", description = "The run's name (default: MODEL).")
  private String name;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the pairs.")
  private int epochs = 3;

  @Option(names = "--batch", paramLabel = "N", description = "Pairs an update.")
  private int batch = 128;

  @Option(names = "--learning-rate", paramLabel = "R", description = "Adam's, at the start.")
  private double learningRate = 0.004;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads an update is divided among (default: one a core).")
  private Integer threads;

  @Option(names = "--seed", paramLabel = "N", description = "Of the data, weights and order.")
  private long seed = DateGenerator.DEFAULT_SEED;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Longest source and target, in characters.")
  private int maxLength = 64;

  @Option(names = "--resume", description = "Go on from the run's newest checkpoint.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace what the run's folder holds.")
  private boolean overwrite;

  @Option(names = "--ui", description = "Show the training in the browser.")
  private boolean ui;

  @Option(
      names = "--ui-port",
      paramLabel = "N",
      description = "The dashboard's port; if it is taken, the next free one.")
  private int uiPort = UiCommand.DEFAULT_PORT;

  @Option(
      names = "--ui-address",
      paramLabel = "A",
      description =
          "Where the dashboard listens, if not on 127.0.0.1; whoever looks needs the token that is"
              + " printed.")
  private String uiAddress;

  @Override
  public Integer call() {
    if (!model.equals(DATES)) {
      throw new UserError("there is no model \"%s\" to train: there is dates".formatted(model));
    }
    checkNumbers();
    RunFolder run = runs.run(name == null ? model : name);
    PrintWriter err = spec.commandLine().getErr();
    ProgressView view = new ProgressView(err, Terminal.isInteractive());
    Observers observers = new Observers(view);
    TrainingData pairs;
    Trainer trainer;
    if (resume) {
      trainer = resumed(run, observers);
      pairs = pairs(trainer.options().seed(), trainer.model().maxLength());
      requireSameData(trainer, pairs, run);
    } else {
      requireUnused(run);
      pairs = pairs(seed, maxLength);
      trainer = created(run, pairs, observers);
    }
    // Now rather than after an hour's training.
    AtomicFiles.requireWritable(run.folder());
    if (!resume) {
      deleteOld(run);
    }
    err.printf(
        "%s: %,d pairs to train on, %,d held out, %d threads, run %s%n",
        pairs.origin(),
        pairs.training().size(),
        pairs.heldOut().size(),
        trainer.options().threads(),
        run.folder());
    err.flush();
    return ui ? trainShown(trainer, pairs, run, observers) : train(trainer, pairs, run);
  }

  private int trainShown(Trainer trainer, TrainingData pairs, RunFolder run, Observers observers) {
    try (TrainingDashboard dashboard =
        TrainingDashboard.start(
            trainer.model(),
            pairs.heldOut(),
            trainer.options().iterations(pairs.training().size()),
            run,
            new Where(uiPort, uiAddress))) {
      observers.add(dashboard);
      PrintWriter err = spec.commandLine().getErr();
      err.printf("the dashboard is %s%n", dashboard.url());
      err.flush();
      return train(trainer, pairs, run);
    }
  }

  private int train(Trainer trainer, TrainingData pairs, RunFolder run) {
    PrintWriter err = spec.commandLine().getErr();
    TranslationModel trained = trainer.model();
    List<EncodedPair> training = encode(pairs.training(), trained, "training pairs");
    List<EncodedPair> heldOut = encode(pairs.heldOut(), trained, "held-out pairs");
    CountDownLatch saved = new CountDownLatch(1);
    Thread onInterrupt = new Thread(() -> stopAndWait(trainer, saved));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    boolean finished;
    try {
      finished = trainer.train(training, heldOut);
      if (finished) {
        err.printf("the model is %s%n", run.model());
      } else {
        err.printf("stopped and saved; go on with: zoo train %s%n", resumeArguments());
      }
      err.flush();
    } finally {
      saved.countDown();
    }
    if (finished) {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    }
    return finished ? 0 : INTERRUPTED;
  }

  private static void stopAndWait(Trainer trainer, CountDownLatch saved) {
    trainer.requestStop();
    try {
      boolean inTime = saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS);
      assert inTime : "the last periodic checkpoint must do";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Trainer created(RunFolder run, TrainingData pairs, TrainingProgress progress) {
    TextCodec sources = characters(pairs, Pair::source);
    TextCodec targets = characters(pairs, Pair::target);
    TrainingOptions options =
        new TrainingOptions(
            epochs,
            batch,
            threads == null ? Threads.available() : threads,
            seed,
            TrainingOptions.CHECKPOINT_EVERY);
    SequenceToSequence.Settings settings =
        new SequenceToSequence.Settings(32, 48, 96, 48, learningRate, 1.0);
    ComputationGraph graph =
        SequenceToSequence.create(
            settings,
            sources.size(),
            targets.size(),
            options.iterations(pairs.training().size()),
            seed);
    ModelCard card =
        new ModelCard(
            run.folder().getFileName().toString(),
            sources,
            targets,
            maxLength,
            Provenance.of(pairs.origin(), pairs.training(), pairs.heldOut(), settings, options));
    return new Trainer(
        new TranslationModel(graph, sources, targets, maxLength), card, options, run, progress);
  }

  private Trainer resumed(RunFolder run, TrainingProgress progress) {
    for (String option : FIXED) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new UserError(
            "%s cannot change in a training that goes on: leave it out, or train anew"
                .formatted(option));
      }
    }
    if (!Files.exists(run.checkpoint())) {
      throw new UserError(
          "there is nothing to resume in %s: leave --resume out".formatted(run.folder()));
    }
    return Trainer.resume(run, progress);
  }

  private TrainingData pairs(long dataSeed, int longest) {
    return data == null
        ? TrainingData.generatedDates(dataSeed)
        : TrainingData.ofFile(data, longest, dataSeed);
  }

  private void requireSameData(Trainer trainer, TrainingData pairs, RunFolder run) {
    String trained = trainer.card().provenance().path("data").path("trainingSha256").asText();
    if (!trained.equals(Provenance.sha256(pairs.training()))) {
      throw new UserError(
          "%s was trained on other pairs (%s): give the same --data"
              .formatted(
                  run.folder(), trainer.card().provenance().path("data").path("origin").asText()));
    }
  }

  private void requireUnused(RunFolder run) {
    if (run.isUsed() && !overwrite) {
      throw new UserError(
          "%s holds a training already: go on with --resume, replace it with --overwrite, or choose"
                  .formatted(run.folder())
              + " a --name");
    }
  }

  private static void deleteOld(RunFolder run) {
    Path storage = run.storage();
    for (Path old :
        List.of(
            run.model(),
            run.checkpoint(),
            run.provenance(),
            storage,
            storage.resolveSibling(storage.getFileName() + "-wal"),
            storage.resolveSibling(storage.getFileName() + "-shm"))) {
      try {
        Files.deleteIfExists(old);
      } catch (IOException e) {
        throw new UserError("cannot delete %s: check its permissions".formatted(old), e);
      }
    }
  }

  private void checkNumbers() {
    within("--epochs", epochs, 1, 10_000);
    within("--batch", batch, 1, 100_000);
    within("--threads", threads == null ? 1 : threads, 1, 1_024);
    within("--seed", seed, 0, Long.MAX_VALUE);
    UiCommand.checkPort("--ui-port", uiPort);
    within("--max-length", maxLength, DateGenerator.MAX_LENGTH, 1_000);
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw new UserError(
          "--learning-rate is %s: choose one above 0, at most 1, such as 0.004"
              .formatted(learningRate));
    }
    if (resume && overwrite) {
      throw new UserError("--resume and --overwrite exclude each other: choose one");
    }
  }

  private static void within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UserError("%s is %d: choose %d to %d".formatted(option, value, least, most));
    }
  }

  private static TextCodec characters(
      TrainingData pairs, java.util.function.Function<Pair, String> side) {
    // Held-out pairs too: a figure on pairs with an unknown character could not be computed.
    return TextCodec.ofCharactersIn(
        Stream.concat(pairs.training().stream(), pairs.heldOut().stream()).map(side).toList());
  }

  private static List<EncodedPair> encode(List<Pair> pairs, TranslationModel model, String name) {
    return EncodedPair.encode(pairs, model.sources(), model.targets(), name);
  }

  /** What the user typed, with --resume and without what a checkpoint fixes. */
  private String resumeArguments() {
    StringBuilder arguments = new StringBuilder(model).append(" --resume");
    append(arguments, "--name", name);
    append(arguments, "--data", data);
    append(arguments, "--runs", runs.given());
    if (ui) {
      arguments.append(" --ui");
    }
    return arguments.toString();
  }

  private static void append(StringBuilder arguments, String option, Object value) {
    if (value != null) {
      arguments.append(" %s '%s'".formatted(option, value));
    }
  }
}
