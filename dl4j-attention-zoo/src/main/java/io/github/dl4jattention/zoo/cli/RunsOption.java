package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where runs are kept, and which file a model's name means. */
final class RunsOption {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "The folder of all runs (default: runs/ beside the launcher).")
  private Path folder;

  Path folder() {
    if (folder != null) {
      return folder;
    }
    String home = System.getProperty("zoo.home");
    return home == null ? Path.of("runs") : Path.of(home, "runs");
  }

  /** The folder as given on the command line; null if it was not. */
  Path given() {
    return folder;
  }

  RunFolder run(String name) {
    return RunFolder.of(folder(), name);
  }

  /** A model's file: a path to one, or the name of a run. */
  Path modelFile(String model) {
    try {
      if (model.endsWith(".zip") || Files.isRegularFile(Path.of(model))) {
        return Path.of(model);
      }
    } catch (InvalidPathException e) {
      throw new UserError("\"%s\" is no path: check the name".formatted(model), e);
    }
    RunFolder run = run(model);
    if (!Files.exists(run.model())) {
      throw new UserError(
          Files.exists(run.checkpoint())
              ? "the run %s has no whole epoch yet: go on with zoo train %s --resume"
                  .formatted(run.folder(), model)
              : "there is no model %s (looked for %s): train one, e.g. zoo train dates, or check the name"
                  .formatted(model, run.model()));
    }
    return run.model();
  }
}
