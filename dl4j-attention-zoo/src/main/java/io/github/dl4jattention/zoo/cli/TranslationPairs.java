package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.PairFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which pairs a translation is trained on, and which are held out. */
final class TranslationPairs {
  @Option(
      names = "--data",
      paramLabel = "FILE.tsv",
      description = "Pairs, one a line: source TAB target. All files are UTF-8, plain or gzip.")
  private Path data;

  @Option(names = "--source", paramLabel = "FILE", description = "Or the sources, one a line.")
  private Path source;

  @Option(names = "--target", paramLabel = "FILE", description = "Their targets, line by line.")
  private Path target;

  @Option(
      names = "--valid",
      paramLabel = "FILE.tsv",
      description = "Pairs to measure with after each epoch, never trained on.")
  private Path valid;

  @Option(names = "--valid-source", paramLabel = "FILE", description = "Or their sources.")
  private Path validSource;

  @Option(names = "--valid-target", paramLabel = "FILE", description = "And their targets.")
  private Path validTarget;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description =
          "Without these files: share of the sources that is held out, at most 2,000 of them"
              + " (default: 0.05).")
  private Double heldOut;

  /** What a model's provenance says of its data: names of files, and not where they are. */
  String origin() {
    return data != null
        ? "file " + data.getFileName()
        : "files %s and %s".formatted(source.getFileName(), target.getFileName());
  }

  void check() {
    HeldOut.check(
        heldOut,
        "0.05",
        valid == null ? "--valid-source" : "--valid",
        valid != null || validSource != null);
    requireOne("--data", data, "--source", source, "--target", target, true);
    requireOne(
        "--valid", valid, "--valid-source", validSource, "--valid-target", validTarget, false);
  }

  private static void requireOne(
      String one, Path file, String left, Path source, String right, Path target, boolean needed) {
    Limits.exclude(
        one, file != null, source == null ? right : left, source != null || target != null);
    if ((source == null) != (target == null)) {
      throw new UserError(
          "%s is given without %s: give both"
              .formatted(source == null ? right : left, source == null ? left : right));
    }
    if (needed && file == null && source == null) {
      throw new UserError(
          "there are no pairs to train on: give %s FILE.tsv, or %s FILE and %s FILE"
              .formatted(one, left, right));
    }
  }

  HeldOut.Split read(long seed) {
    NumberedPairs all = read(data, source, target);
    if (valid == null && validSource == null) {
      return HeldOut.split(all, heldOut == null ? 0.05 : heldOut, seed);
    }
    return new HeldOut.Split(all, read(valid, validSource, validTarget));
  }

  private static NumberedPairs read(Path file, Path source, Path target) {
    return file != null
        ? NumberedPairs.all(PairFile.read(file), file.toString())
        : NumberedPairs.all(PairFile.readParallel(source, target), source + " and " + target);
  }
}
