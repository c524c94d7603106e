package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where runs are kept, and which file a model's name means. */
final class RunsOption {
  /** What a MODEL is, for the help. */
  static final String MODEL =
      "A run's name, a fetched or bundled model (zoo list), or a model file";

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

  /** A model's file: a path to one, the name of a run, or of one that was fetched or is bundled. */
  Path modelFile(String model) {
    Optional<Path> own = ownFile(model);
    if (own.isPresent()) {
      return own.get();
    }
    RunFolder run = run(model);
    if (Files.exists(run.checkpoint())) {
      throw new UserError(
          "the run %s has no whole epoch yet: go on with zoo train %s --resume"
              .formatted(run.folder(), model));
    }
    return new ModelStore()
        .find(model)
        .orElseThrow(
            () ->
                new UserError(
                    "there is no model %s (looked for %s, and for fetched and bundled ones): train one,"
                            .formatted(model, run.model())
                        + " e.g. zoo train dates, fetch one with zoo pull, or check the name (zoo"
                        + " list)"));
  }

  /** A path to a file, or the name of a run that has a model. */
  Optional<Path> ownFile(String model) {
    try {
      if (model.endsWith(".zip") || Files.isRegularFile(Path.of(model))) {
        return Optional.of(Path.of(model));
      }
    } catch (InvalidPathException e) {
      throw new UserError("\"%s\" is no path: check the name".formatted(model), e);
    }
    return Optional.of(run(model).model()).filter(Files::exists);
  }
}
