package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Vectors of words, read from the text form of word2vec or GloVe: a word and its numbers a line,
 * between spaces; word2vec's first line has two numbers, of words and of numbers a word.
 *
 * <pre>{@code
 * WordVectors vectors = WordVectors.read(Path.of("glove.6B.100d.txt"), Set.of("two", "dogs"));
 * float[] dogs = vectors.get("dogs");
 * }</pre>
 *
 * <p>Plain or gzip. Only the vectors of the words wanted are kept. A file is not trusted: its lines
 * and bytes are bounded, every line must have as many numbers as the first, each finite, and there
 * must be as many words as word2vec's first line says.
 */
public final class WordVectors {
  private static final long MAX_BYTES = 16L << 30;
  private static final int MAX_SIZE = 10_000;

  private final int size;
  private final Map<String, float[]> vectors;

  private WordVectors(int size, Map<String, float[]> vectors) {
    this.size = size;
    this.vectors = vectors;
  }

  /**
   * Reads a file.
   *
   * @param file in the text form of word2vec or GloVe
   * @param wanted the words whose vectors are kept
   * @return their vectors, as far as the file has them; of a word that it has twice, the first
   * @throws UserError if it is missing, damaged or of another form; it names the line and the mend
   */
  public static WordVectors read(Path file, Set<String> wanted) {
    Map<String, float[]> vectors = new HashMap<>();
    int size = 0;
    int words = -1;
    try (TextLines lines = new TextLines(file, "a word and its numbers a line", MAX_BYTES)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        String[] fields = line.strip().split(" +");
        if (lines.number() == 1 && isHeader(fields)) {
          words = Integer.parseInt(fields[0]);
          size = Integer.parseInt(fields[1]);
          requireSize(lines, size);
          continue;
        }
        if (size == 0) {
          size = fields.length - 1;
          requireSize(lines, size);
        }
        if (fields.length <= size) {
          throw lines.at(
              "has %d numbers where others have %d".formatted(fields.length - 1, size),
              "take it out, or fetch the file again");
        }
        // GloVe has words with spaces.
        int numbers = fields.length - size;
        String word = String.join(" ", Arrays.copyOf(fields, numbers));
        if (wanted.contains(word) && !vectors.containsKey(word)) {
          vectors.put(word, numbers(lines, fields, numbers));
        }
      }
      if (words >= 0 && words != lines.number() - 1) {
        throw new UserError(
            "%s says in its first line that it has %,d words, and has %,d: fetch it again, or mend"
                    .formatted(file, words, lines.number() - 1)
                + " that line");
      }
    }
    return new WordVectors(size, vectors);
  }

  private static boolean isHeader(String... fields) {
    return fields.length == 2 && fields[0].matches("\\d{1,9}") && fields[1].matches("\\d{1,5}");
  }

  private static void requireSize(TextLines lines, int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw lines.at(
          "has %d numbers after its word".formatted(size),
          "give a file of word2vec's or GloVe's text form, 1 to %,d numbers".formatted(MAX_SIZE));
    }
  }

  private static float[] numbers(TextLines lines, String[] fields, int from) {
    float[] vector = new float[fields.length - from];
    for (int i = 0; i < vector.length; i++) {
      try {
        vector[i] = Float.parseFloat(fields[from + i]);
      } catch (NumberFormatException e) {
        vector[i] = Float.NaN;
      }
      if (!Float.isFinite(vector[i])) {
        throw lines.at(
            "has something else than a number at place %d after its word".formatted(i + 1),
            "take it out, or fetch the file again");
      }
    }
    return vector;
  }

  /**
   * Numbers of a vector.
   *
   * @return at least 1
   */
  public int size() {
    return size;
  }

  /**
   * How many of the words wanted have a vector.
   *
   * @return the number
   */
  public int count() {
    return vectors.size();
  }

  /**
   * A word's vector.
   *
   * @param word the word
   * @return its numbers; null if it has none
   */
  public float[] get(String word) {
    float[] vector = vectors.get(word);
    return vector == null ? null : vector.clone();
  }
}
