package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pairs: from a file, one pair a line, source TAB target; or from two files, line by line.
 * All are UTF-8, plain or gzip.
 *
 * <p>A line ends with LF or CRLF; a byte order mark is skipped. Every error names the file, the
 * line and the mend, and nothing is returned of files with an error.
 *
 * <pre>{@code
 * List<Pair> pairs = PairFile.readParallel(Path.of("train.en.gz"), Path.of("train.fr.gz"));
 * }</pre>
 */
public final class PairFile {
  /** Largest file read, in bytes, those of a gzip file as unpacked. */
  public static final long MAX_BYTES = 512L << 20;

  private static final String FORM = "source TAB target";

  private PairFile() {}

  /**
   * Reads all pairs of a file.
   *
   * @param file the file
   * @return at least one pair, in the file's order
   * @throws UserError if the file is missing, a folder, empty, too large, not UTF-8, or has a line
   *     that is no pair
   */
  public static List<Pair> read(Path file) {
    return read(file, FORM);
  }

  /**
   * Reads all pairs of a file whose two sides have names of their own.
   *
   * @param file the file
   * @param form what a line is, for messages, such as {@code class TAB text}
   * @return at least one pair, in the file's order; what stands before the tab is the source
   * @throws UserError if the file is missing, a folder, empty, too large, not UTF-8, or has a line
   *     that is no pair
   */
  public static List<Pair> read(Path file, String form) {
    List<Pair> pairs = new ArrayList<>();
    try (TextLines lines = new TextLines(file, "lines " + form)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        pairs.add(parse(lines, line, form));
      }
    }
    return pairs;
  }

  /**
   * Reads all pairs of a file, and refuses long ones.
   *
   * @param file the file
   * @param maxSourceLength longest source allowed, in characters (code points)
   * @param maxTargetLength longest target allowed, in characters (code points)
   * @return at least one pair, in the file's order
   * @throws UserError if the file is missing, a folder, empty, too large, not UTF-8, or has a line
   *     that is no pair
   */
  public static List<Pair> read(Path file, int maxSourceLength, int maxTargetLength) {
    List<Pair> pairs = new ArrayList<>();
    try (TextLines lines = new TextLines(file, "lines " + FORM)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        Pair pair = parse(lines, line, FORM);
        checkLength(lines, "source", pair.source(), maxSourceLength);
        checkLength(lines, "target", pair.target(), maxTargetLength);
        pairs.add(pair);
      }
    }
    return pairs;
  }

  /**
   * Reads texts that belong to nothing.
   *
   * @param file a text a line
   * @return at least one text, in the file's order
   * @throws UserError if the file is missing, a folder, empty, too large, not UTF-8 or has an empty
   *     line
   */
  public static List<String> readTexts(Path file) {
    List<String> texts = new ArrayList<>();
    try (TextLines lines = new TextLines(file, "a text a line")) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (line.isBlank()) {
          throw lines.at("is empty", "fill it or take it out");
        }
        texts.add(line);
      }
    }
    return texts;
  }

  /**
   * Reads two files whose lines belong together.
   *
   * @param sources a source a line
   * @param targets a target a line
   * @return at least one pair, in the files' order
   * @throws UserError if a file is missing, a folder, empty, too large, not UTF-8 or has an empty
   *     line, if one has more lines than the other, or if both are the same file
   */
  public static List<Pair> readParallel(Path sources, Path targets) {
    List<Pair> pairs = new ArrayList<>();
    try (TextLines left = new TextLines(sources, "a source a line");
        TextLines right = new TextLines(targets, "a target a line")) {
      refuseSameFile(sources, targets);
      String source = left.next();
      String target = right.next();
      for (; source != null && target != null; source = left.next(), target = right.next()) {
        refuseEmpty(left, source);
        refuseEmpty(right, target);
        pairs.add(new Pair(source, target));
      }
      if (source != null || target != null) {
        readToTheEnd(left);
        readToTheEnd(right);
        throw new UserError(
            "%s has %,d lines, but %s has %,d: line n of one must belong to line n of the other"
                .formatted(sources, left.number(), targets, right.number()));
      }
    }
    return pairs;
  }

  private static void readToTheEnd(TextLines lines) {
    String line;
    do {
      line = lines.next();
    } while (line != null);
  }

  private static void refuseSameFile(Path sources, Path targets) {
    try {
      if (Files.isSameFile(sources, targets)) {
        throw new UserError(
            "%s is given for both sides: name the file of the targets too".formatted(sources));
      }
    } catch (IOException e) {
      throw new UserError("cannot read %s (%s)".formatted(targets, AtomicFiles.reason(e)), e);
    }
  }

  private static void refuseEmpty(TextLines lines, String text) {
    if (text.isBlank()) {
      throw lines.at("is empty", "fill it, or take the line out of both files");
    }
  }

  private static Pair parse(TextLines lines, String line, String form) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw lines.at("has no tab", "write " + form);
    }
    if (line.indexOf('\t', tab + 1) >= 0) {
      throw lines.at(
          "has more than one tab",
          "write %s, nothing else; cut -f 1,2 keeps the first two columns".formatted(form));
    }
    String source = line.substring(0, tab);
    String target = line.substring(tab + 1);
    if (source.isBlank() || target.isBlank()) {
      throw lines.at("has an empty side", "fill it or take the line out");
    }
    return new Pair(source, target);
  }

  private static void checkLength(TextLines lines, String side, String text, int limit) {
    int length = text.codePointCount(0, text.length());
    if (length > limit) {
      throw lines.at(
          "has a %s of %d characters, over the limit of %d".formatted(side, length, limit),
          "shorten it or take the line out");
    }
  }
}
