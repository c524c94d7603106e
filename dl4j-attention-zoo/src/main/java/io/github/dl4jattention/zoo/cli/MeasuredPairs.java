package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.data.PairFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a model is measured on: one file of pairs, or a file a side. */
final class MeasuredPairs {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE.tsv",
      description = "Pairs, UTF-8, plain or gzip, one a line: source TAB target.")
  private Path data;

  @ArgGroup(exclusive = false)
  private Sides sides;

  /** A file of sources, and files of references. */
  private static final class Sides {
    @Option(
        names = "--source",
        required = true,
        paramLabel = "FILE",
        description = "Or the sources, one a line.")
    private Path source;

    @Option(
        names = "--reference",
        required = true,
        paramLabel = "FILE",
        description = "Their references, line by line; several times for several references.")
    private List<Path> references;
  }

  /**
   * What was read.
   *
   * @param name the files
   * @param pairs the sources with their first references
   * @param references of each file its lines
   */
  record Corpus(String name, List<Pair> pairs, List<List<String>> references) {}

  /** The one file of a model that is measured on lines with one side to tell. */
  Path single() {
    if (data == null) {
      throw new UserError(
          "this model writes no texts: give --data FILE.tsv, lines of class TAB text");
    }
    return data;
  }

  Corpus read() {
    if (data != null) {
      List<Pair> pairs = PairFile.read(data);
      return new Corpus(data.toString(), pairs, List.of(targets(pairs)));
    }
    List<List<Pair>> all = new ArrayList<>();
    for (Path reference : sides.references) {
      all.add(PairFile.readParallel(sides.source, reference));
    }
    String names = sides.references.stream().map(Path::toString).collect(Collectors.joining(", "));
    return new Corpus(
        sides.source + " and " + names,
        all.get(0),
        all.stream().map(MeasuredPairs::targets).toList());
  }

  private static List<String> targets(List<Pair> pairs) {
    return pairs.stream().map(Pair::target).toList();
  }
}
