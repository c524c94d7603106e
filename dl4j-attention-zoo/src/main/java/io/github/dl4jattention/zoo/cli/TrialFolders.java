package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a search: {@code ledger.jsonl}, {@code trials.csv}, the best {@code model.zip} with
 * its {@code provenance.json}, and while they run, the trials' own folders in {@code trials}.
 *
 * @param run the search's folder
 */
record TrialFolders(RunFolder run) {
  Path ledger() {
    return run.folder().resolve("ledger.jsonl");
  }

  Path table() {
    return run.folder().resolve("trials.csv");
  }

  Path trials() {
    return run.folder().resolve("trials");
  }

  String name(int trial) {
    return "trial-" + trial;
  }

  private RunFolder of(int trial) {
    return RunFolder.of(trials(), name(trial));
  }

  /** Before a search: whether an earlier one left something, and what shall become of it. */
  void check(boolean resume, boolean overwrite) {
    boolean used = Files.exists(ledger());
    if (resume && !used) {
      throw new UserError(
          "there is nothing to resume in %s: leave --resume out".formatted(run.folder()));
    }
    if (!resume && !overwrite && (used || run.isUsed())) {
      throw new UserError(
          "%s is used already: go on with --resume, replace it with --overwrite, or choose a --name"
              .formatted(run.folder()));
    }
    AtomicFiles.requireWritable(run.folder());
  }

  /** What an earlier search left goes, but for its ledger: who calls this has that one locked. */
  void clear() {
    run.clear();
    delete(trials());
    delete(table());
  }

  /** Makes the best trial's model the search's, if it is still where it was trained. */
  void publish(int best) {
    RunFolder from = of(best);
    copy(from.provenance(), run.provenance());
    copy(from.model(), run.model());
  }

  private static void copy(Path from, Path to) {
    if (Files.exists(from)) {
      AtomicFiles.write(to, file -> Files.copy(from, file, StandardCopyOption.REPLACE_EXISTING));
    }
  }

  /** A trial that is over, and not the best. */
  void forget(int trial) {
    delete(of(trial).folder());
  }

  private static void delete(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<Path> all = Files.walk(file)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.deleteIfExists(one);
      }
    } catch (IOException e) {
      throw new UserError("cannot empty %s: check its permissions".formatted(file), e);
    }
  }
}
