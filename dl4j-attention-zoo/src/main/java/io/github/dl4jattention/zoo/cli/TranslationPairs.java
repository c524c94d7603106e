package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.data.PairFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which pairs a translation is trained on, and which are held out. */
final class TranslationPairs {
  private static final int MAX_HELD_OUT = 2_000;

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
          "Without these files: share of the sources that is held out, at most 2,000 of them.")
  private double heldOut = 0.05;

  /** Training and held-out pairs; no source is in both, if the user's files are so. */
  record Split(NumberedPairs training, NumberedPairs heldOut) {}

  /** What a model's provenance says of its data: names of files, and not where they are. */
  String origin() {
    return data != null
        ? "file " + data.getFileName()
        : "files %s and %s".formatted(source.getFileName(), target.getFileName());
  }

  void check() {
    Limits.above("--held-out", heldOut, 0, 0.5, "0.05");
    requireOne("--data", data, "--source", source, "--target", target, true);
    requireOne(
        "--valid", valid, "--valid-source", validSource, "--valid-target", validTarget, false);
  }

  private static void requireOne(
      String one, Path file, String left, Path source, String right, Path target, boolean needed) {
    if ((source == null) != (target == null)) {
      throw new UserError(
          "%s is given without %s: give both"
              .formatted(source == null ? right : left, source == null ? left : right));
    }
    if (file != null && source != null) {
      throw new UserError("%s and %s exclude each other: choose one".formatted(one, left));
    }
    if (needed && file == null && source == null) {
      throw new UserError(
          "there are no pairs to train on: give %s FILE.tsv, or %s FILE and %s FILE"
              .formatted(one, left, right));
    }
  }

  Split read(long seed) {
    NumberedPairs all = read(data, source, target);
    if (valid == null && validSource == null) {
      return split(all, seed);
    }
    return new Split(all, read(valid, validSource, validTarget));
  }

  private static NumberedPairs read(Path file, Path source, Path target) {
    return file != null
        ? NumberedPairs.all(PairFile.read(file), file.toString())
        : NumberedPairs.all(PairFile.readParallel(source, target), source + " and " + target);
  }

  private Split split(NumberedPairs all, long seed) {
    List<String> sources =
        new ArrayList<>(all.pairs().stream().map(Pair::source).distinct().toList());
    int held = (int) Math.min(MAX_HELD_OUT, Math.ceil(sources.size() * heldOut));
    if (sources.size() < 2) {
      throw new UserError(
          "%s has one source only: give more, as some are held out to measure with"
              .formatted(all.origin()));
    }
    Collections.shuffle(sources, new Random(seed));
    Set<String> heldSources = new HashSet<>(sources.subList(0, held));
    return new Split(part(all, heldSources, false), part(all, heldSources, true));
  }

  private static NumberedPairs part(NumberedPairs all, Set<String> held, boolean isHeld) {
    List<Pair> pairs = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    for (int i = 0; i < all.pairs().size(); i++) {
      Pair pair = all.pairs().get(i);
      if (held.contains(pair.source()) == isHeld) {
        pairs.add(pair);
        lines.add(all.lines().get(i));
      }
    }
    return new NumberedPairs(pairs, lines, all.origin());
  }
}
