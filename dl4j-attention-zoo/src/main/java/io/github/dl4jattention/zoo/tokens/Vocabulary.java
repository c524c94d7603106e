package io.github.dl4jattention.zoo.tokens;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pieces and their numbers.
 *
 * <p>The first numbers are {@link #PADDING}, {@link #START}, {@link #END} and, in a vocabulary that
 * has it, {@link #UNKNOWN}; the pieces follow in the order given.
 */
public final class Vocabulary {
  /** Fills a batch's short rows. */
  public static final int PADDING = 0;

  /** What a decoder reads before the first symbol. */
  public static final int START = 1;

  /** Ends every sequence. */
  public static final int END = 2;

  /** Stands for each piece that is not in a vocabulary that {@linkplain #hasUnknown has it}. */
  public static final int UNKNOWN = 3;

  /** How an unknown piece is written. */
  public static final String UNKNOWN_PIECE = "<unk>";

  private final List<String> pieces;
  private final boolean hasUnknown;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * A vocabulary of given pieces.
   *
   * @param pieces none empty, none twice
   * @param hasUnknown whether {@link #UNKNOWN} stands for other pieces; without, they are refused
   * @throws IllegalArgumentException if a piece is empty or is given twice
   */
  public Vocabulary(Collection<String> pieces, boolean hasUnknown) {
    this.pieces = List.copyOf(pieces);
    this.hasUnknown = hasUnknown;
    for (String piece : this.pieces) {
      if (piece.isEmpty()) {
        throw new IllegalArgumentException("a piece is empty");
      }
      if (numbers.put(piece, first() + numbers.size()) != null) {
        throw new IllegalArgumentException("\"%s\" is given twice".formatted(piece));
      }
    }
  }

  /**
   * The pieces that occur most often; of two that occur as often, the one that sorts first.
   *
   * @param counts how often each piece occurs
   * @param limit most pieces to take
   * @return a vocabulary with {@link #UNKNOWN}, the most frequent piece first
   */
  public static Vocabulary mostFrequent(Map<String, Long> counts, int limit) {
    List<String> pieces =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(limit)
            .map(Map.Entry::getKey)
            .toList();
    return new Vocabulary(pieces, true);
  }

  /**
   * Numbers of pieces, without start or end.
   *
   * @param sequence the pieces
   * @return one number a piece
   * @throws UnknownPieceException if a piece is not there and the vocabulary has no {@link
   *     #UNKNOWN}
   */
  public int[] numbers(List<String> sequence) {
    int[] result = new int[sequence.size()];
    for (int i = 0; i < result.length; i++) {
      Integer number = numbers.get(sequence.get(i));
      if (number == null && !hasUnknown) {
        throw new UnknownPieceException(sequence.get(i), i + 1);
      }
      result[i] = number == null ? UNKNOWN : number;
    }
    return result;
  }

  /**
   * Pieces of numbers. Padding, start and end are left out; what is unknown is {@value
   * #UNKNOWN_PIECE}.
   *
   * @param sequence numbers
   * @return the pieces
   * @throws IllegalArgumentException if a number is negative or not below {@link #size}
   */
  public List<String> pieces(int[] sequence) {
    List<String> result = new ArrayList<>(sequence.length);
    for (int number : sequence) {
      if (number < 0 || number >= size()) {
        throw new IllegalArgumentException(
            "there is no number %d in a vocabulary of %d".formatted(number, size()));
      }
      if (number >= first()) {
        result.add(pieces.get(number - first()));
      } else if (hasUnknown && number == UNKNOWN) {
        result.add(UNKNOWN_PIECE);
      }
    }
    return result;
  }

  /**
   * How many numbers there are, the special ones included.
   *
   * @return the size
   */
  public int size() {
    return first() + pieces.size();
  }

  /**
   * Number of the first piece: how many special numbers there are.
   *
   * @return 4, or 3 without {@link #UNKNOWN}
   */
  public int first() {
    return hasUnknown ? UNKNOWN + 1 : UNKNOWN;
  }

  /**
   * Whether {@link #UNKNOWN} stands for pieces that are not there.
   *
   * @return whether
   */
  public boolean hasUnknown() {
    return hasUnknown;
  }

  /**
   * The pieces in the order of their numbers.
   *
   * @return an unmodifiable list
   */
  public List<String> pieces() {
    return pieces;
  }

  /** A text has a piece that the vocabulary lacks. */
  public static final class UnknownPieceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownPieceException(String piece, int position) {
      super(
          "%s, at position %d, that the training data lack".formatted(described(piece), position));
    }

    private static String described(String piece) {
      int first = piece.codePointAt(0);
      if (piece.length() > Character.charCount(first)) {
        return "token \"" + piece.replaceAll("\\p{Cntrl}", "?") + "\"";
      }
      String shown = Character.isISOControl(first) ? "?" : "\"" + piece + "\"";
      return "character %s (U+%04X)".formatted(shown, first);
    }
  }
}
