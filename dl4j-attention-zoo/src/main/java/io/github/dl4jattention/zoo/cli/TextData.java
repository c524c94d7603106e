package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.data.PairFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which texts an encoder is trained on, and which are held out; they have classes or none. */
abstract class TextData {
  /** What a line of texts with classes is. */
  static final String CLASSES = "class TAB text";

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = "Texts to measure with after each epoch, never trained on.")
  private Path valid;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description =
          "Without this file: share of the texts that is held out, at most 2,000 of them"
              + " (default: 0.1).")
  private Double heldOut;

  /** The texts to train on; null if none were given. */
  abstract Path data();

  /** Reads a file: texts, and their classes. */
  abstract List<Pair> read(Path file);

  final void check() {
    HeldOut.check(heldOut, "0.1", "--valid", valid != null);
    if (data() == null) {
      throw new UserError("there are no texts to train on: give --data FILE");
    }
  }

  final String origin() {
    return "file " + data().getFileName();
  }

  final HeldOut.Split read(long seed) {
    NumberedPairs all = texts(read(data()), data());
    return valid == null
        ? HeldOut.split(all, heldOut == null ? 0.1 : heldOut, seed)
        : new HeldOut.Split(all, texts(read(valid), valid));
  }

  /** The lines of a file, by their numbers. */
  static NumberedPairs texts(List<Pair> lines, Path file) {
    return NumberedPairs.all(lines, file.toString(), NumberedPairs.Kind.TEXTS);
  }

  /** Texts with their classes. */
  static final class Labelled extends TextData {
    @Option(
        names = "--data",
        paramLabel = "FILE.tsv",
        description = "Texts, one a line: class TAB text. All files are UTF-8, plain or gzip.")
    private Path data;

    @Override
    Path data() {
      return data;
    }

    @Override
    List<Pair> read(Path file) {
      return labelled(file, CLASSES);
    }
  }

  /** Texts alone. */
  static final class Plain extends TextData {
    @Option(
        names = "--data",
        paramLabel = "FILE",
        description = "Texts, one a line. All files are UTF-8, plain or gzip.")
    private Path data;

    @Override
    Path data() {
      return data;
    }

    @Override
    List<Pair> read(Path file) {
      return PairFile.readTexts(file).stream().map(text -> new Pair(text, "")).toList();
    }
  }

  /**
   * Lines with what is to be told, a tab, and what it is told from: a pair's source is the latter.
   *
   * @param form what a line is, for messages
   */
  static List<Pair> labelled(Path file, String form) {
    return PairFile.read(file, form).stream()
        .map(line -> new Pair(/* source= */ line.target(), /* target= */ line.source()))
        .toList();
  }
}
