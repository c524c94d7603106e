package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pairs from a file: UTF-8, one pair a line, source TAB target.
 *
 * <p>A line ends with LF or CRLF; a byte order mark is skipped. Every error names the file, the
 * line and the mend, and nothing is returned of a file with an error.
 */
public final class PairFile {
  /** Largest file read, in bytes. */
  public static final long MAX_BYTES = 512L << 20;

  private PairFile() {}

  /**
   * Reads all pairs.
   *
   * @param file the file
   * @param maxSourceLength longest source allowed, in characters (code points)
   * @param maxTargetLength longest target allowed, in characters (code points)
   * @return at least one pair, in the file's order
   * @throws UserError if the file is missing, a folder, empty, too large, not UTF-8, or has a line
   *     that is no pair
   */
  public static List<Pair> read(Path file, int maxSourceLength, int maxTargetLength) {
    checkFile(file);
    List<Pair> pairs = new ArrayList<>();
    int number = 0;
    try (BufferedReader reader =
        new BufferedReader(
            // A byte a character: lines are cut first and decoded one by one, to name a bad one.
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = decode(file, number, line.getBytes(StandardCharsets.ISO_8859_1));
        pairs.add(parse(file, number, text, maxSourceLength, maxTargetLength));
      }
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): check the path and its permissions"
              .formatted(file, AtomicFiles.reason(e)),
          e);
    }
    return pairs;
  }

  private static String decode(Path file, int number, byte[] line) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw at(file, number, "is not UTF-8", "convert it, e.g. iconv -f ISO-8859-1 -t UTF-8");
    }
  }

  private static void checkFile(Path file) {
    if (!Files.exists(file)) {
      throw new UserError("%s does not exist: check the path given to --data".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw new UserError("%s is a folder: name a file of lines source TAB target".formatted(file));
    }
    try {
      long bytes = Files.size(file);
      if (bytes == 0) {
        throw new UserError("%s is empty: write one line source TAB target a pair".formatted(file));
      }
      if (bytes > MAX_BYTES) {
        throw new UserError(
            "%s has %d bytes, over the limit of %d: split it".formatted(file, bytes, MAX_BYTES));
      }
    } catch (IOException e) {
      throw new UserError("cannot read %s (%s)".formatted(file, AtomicFiles.reason(e)), e);
    }
  }

  private static Pair parse(Path file, int number, String line, int maxSource, int maxTarget) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw at(file, number, "has no tab", "write source TAB target");
    }
    if (line.indexOf('\t', tab + 1) >= 0) {
      throw at(file, number, "has more than one tab", "write source TAB target, nothing else");
    }
    String source = line.substring(0, tab);
    String target = line.substring(tab + 1);
    if (source.isBlank() || target.isBlank()) {
      throw at(file, number, "has an empty side", "fill it or take the line out");
    }
    checkLength(file, number, "source", source, maxSource);
    checkLength(file, number, "target", target, maxTarget);
    return new Pair(source, target);
  }

  private static void checkLength(Path file, int number, String side, String text, int limit) {
    int length = text.codePointCount(0, text.length());
    if (length > limit) {
      throw at(
          file,
          number,
          "has a %s of %d characters, over the limit of %d".formatted(side, length, limit),
          "shorten it or take the line out");
    }
  }

  private static UserError at(Path file, int number, String what, String mend) {
    return new UserError("%s line %d %s: %s".formatted(file, number, what, mend));
  }
}
