package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.dashboard.Where;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What all trainings are told: which run, whether it goes on, with how many threads. */
final class RunOptions {
  /** What may be said of a training that goes on; all else is in its checkpoint. */
  private static final Set<String> MAY_CHANGE =
      Set.of(
          "--name",
          "--runs",
          "--resume",
          "--overwrite",
          "--debug",
          "--offline",
          "--ui",
          "--ui-port",
          "--ui-address");

  /** What of it is said again when a training that was stopped shall go on. */
  private static final Set<String> SAID_AGAIN = Set.of("--name", "--runs", "--ui");

  /** What names the pairs, which must be the same: they are read again. */
  private static final Set<String> OF_THE_DATA =
      Set.of(
          "--data",
          "--source",
          "--target",
          "--valid",
          "--valid-source",
          "--valid-target",
          "--held-out",
          "--images",
          "--captions",
          "--train-photos",
          "--valid-photos",
          "--scenes",
          "--encoder",
          "--cache");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private RunsOption runs;

  @Option(names = "--name", paramLabel = "NAME", description = "The run's name (default: MODEL).")
  private String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads an update is divided among (default: one a core).")
  private Integer threads;

  @Option(names = "--seed", paramLabel = "N", description = "Of the data, weights and order.")
  private long seed = DateGenerator.DEFAULT_SEED;

  @Option(names = "--resume", description = "Go on from the run's newest checkpoint.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace what the run's folder holds.")
  private boolean overwrite;

  @Mixin private DashboardOptions dashboard;

  /** Who is shown the training; null if that is the user. */
  private TrainingProgress observer;

  /** Shows the training to somebody else than the user; before the command is called. */
  void observe(TrainingProgress progress) {
    observer = progress;
  }

  /** Those who are shown the training, as it starts. */
  Observers observers(PrintWriter err) {
    return new Observers(
        observer == null ? new ProgressView(err, Terminal.isInteractive()) : observer);
  }

  void check() {
    ((TrainCommand) spec.parent().userObject()).requireNothingBeforeTheModel();
    dashboard.check();
    Limits.within("--threads", threads(), 1, 1_024);
    Limits.within("--seed", seed, 0, Long.MAX_VALUE);
    if (resume && overwrite) {
      throw new UserError("--resume and --overwrite exclude each other: choose one");
    }
  }

  int threads() {
    return threads == null ? Threads.available() : threads;
  }

  long seed() {
    return seed;
  }

  RunsOption runs() {
    return runs;
  }

  boolean resume() {
    return resume;
  }

  /** Where the dashboard listens; null if there shall be none. */
  Where dashboard() {
    return dashboard.where();
  }

  RunFolder run() {
    return runs.run(name == null ? spec.name() : name);
  }

  /** Of a new training, before anything is read: an hour later would be too late. */
  void requireUnused(RunFolder run) {
    if (run.isUsed() && !overwrite) {
      throw new UserError(
          "%s holds a training already: go on with --resume, replace it with --overwrite, or choose"
                  .formatted(run.folder())
              + " a --name");
    }
  }

  /** Before the training starts. */
  void prepare(RunFolder run) {
    AtomicFiles.requireWritable(run.folder());
    if (resume) {
      run.deleteUnfinished();
    } else {
      run.clear();
    }
  }

  Trainer<TranslationModel> resumed(RunFolder run, TrainingProgress progress) {
    requireResumable(run);
    return Trainer.resume(run, progress);
  }

  /** Whether there is something to go on with, and what cannot change is not said otherwise. */
  void requireResumable(RunFolder run) {
    if (!Files.exists(run.checkpoint())) {
      throw new UserError(
          "there is nothing to resume in %s: leave --resume out".formatted(run.folder()));
    }
    EarlierCommand earlier = EarlierCommand.of(run, spec.name());
    for (OptionSpec option : parsed().matchedOptions()) {
      if (!MAY_CHANGE.contains(option.longestName())
          && !OF_THE_DATA.contains(option.longestName())) {
        earlier.requireSame(option);
      }
    }
  }

  /** What the user typed, with --resume and without what a checkpoint fixes. */
  String resumeArguments() {
    StringBuilder arguments = new StringBuilder(spec.name()).append(" --resume");
    for (OptionSpec option : parsed().matchedOptions()) {
      String longest = option.longestName();
      if (SAID_AGAIN.contains(longest) || OF_THE_DATA.contains(longest)) {
        arguments.append(' ').append(longest);
        if (option.arity().max() > 0) {
          option.originalStringValues().forEach(value -> arguments.append(" '" + value + "'"));
        }
      }
    }
    return arguments.toString();
  }

  /** The command that trains the same again, under any name. */
  String command() {
    StringBuilder command = new StringBuilder("zoo train ").append(spec.name());
    for (OptionSpec option : parsed().matchedOptions()) {
      if (!MAY_CHANGE.contains(option.longestName())) {
        command.append(' ').append(option.longestName());
        if (option.arity().max() > 0) {
          option.originalStringValues().forEach(value -> command.append(' ').append(quoted(value)));
        }
      }
    }
    return command.toString();
  }

  private static String quoted(String value) {
    return value.matches("[\\w./:=,+-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  private ParseResult parsed() {
    return spec.commandLine().getParseResult();
  }
}
