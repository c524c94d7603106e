package io.github.dl4jattention.zoo.tokens;

import java.util.function.Consumer;

/**
 * Where spaces go without saying, and how those are written that do not.
 *
 * <p>Whether a space is usual between two pieces is a function of the character before and the
 * character after alone, so that who writes pieces and who reads them agree. A piece that begins
 * with {@link #JOIN} goes on where the one before ends; alone it takes a usual space away. A piece
 * {@link #SPACE} is a space.
 */
final class Spacing {
  /** Begins a piece that goes on without a space: U+FFED, as in OpenNMT's tokens. */
  static final String JOIN = "\uFFED";

  /** A space that is not usual where it stands. */
  static final String SPACE = " ";

  private static final int JOIN_CHARACTER = 0xFFED;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** Comma and kin: no space before, one after. Arabic's comma, semicolon, question; a danda. */
  private static final String CLOSING = ".,;:!?%\u2026\u060C\u061B\u061F\u0964";

  private static final String OPENING = "#@\u00A1\u00BF";

  /** A space on both sides; ampersand and asterisk among other punctuation. */
  private static final String LOOSE = "&*";

  /** Full-width and ideographic punctuation has its space within itself. */
  private static final int[][] WIDE = {{0x3000, 0x303F}, {0xFF00, 0xFFEF}};

  private Spacing() {}

  /** A character is part of a word, or a piece by itself. */
  static boolean isOfWord(int character) {
    if (Character.isLetterOrDigit(character)
        || character == ZERO_WIDTH_JOINER
        || character == ZERO_WIDTH_NON_JOINER) {
      return true;
    }
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }

  private enum Side {
    BEFORE,
    AFTER
  }

  private static boolean isSpaced(int character, Side side) {
    if (isOfWord(character)) {
      return true;
    }
    for (int[] range : WIDE) {
      if (character >= range[0] && character <= range[1]) {
        return false;
      }
    }
    if (CLOSING.indexOf(character) >= 0) {
      return side == Side.AFTER;
    }
    if (OPENING.indexOf(character) >= 0) {
      return side == Side.BEFORE;
    }
    return LOOSE.indexOf(character) >= 0 || isSpacedByType(character, side);
  }

  private static boolean isSpacedByType(int character, Side side) {
    return switch (Character.getType(character)) {
      case Character.START_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.CURRENCY_SYMBOL ->
          side == Side.BEFORE;
      case Character.END_PUNCTUATION -> side == Side.AFTER;
      // Among these is the apostrophe that typesetters use.
      case Character.FINAL_QUOTE_PUNCTUATION -> side == Side.AFTER && character != '\u2019';
      case Character.DASH_PUNCTUATION -> character != '-';
      case Character.MATH_SYMBOL, Character.OTHER_SYMBOL -> true;
      default -> false;
    };
  }

  /**
   * Cuts a text to words, marks, and spaces that are not usual.
   *
   * @param text any text
   * @param pieces takes them in order
   */
  static void split(String text, Consumer<String> pieces) {
    boolean spacedBefore = false;
    int i = 0;
    while (i < text.length()) {
      int start = i;
      while (i < text.length() && text.charAt(i) == ' ') {
        i++;
      }
      int spaces = i - start;
      boolean atEnd = i == text.length();
      int first = atEnd ? ' ' : text.codePointAt(i);
      boolean usual = spacedBefore && isSpaced(first, Side.BEFORE);
      if (usual && spaces == 0) {
        pieces.accept(JOIN);
      } else if (spaces != (usual ? 1 : 0)) {
        for (int space = 0; space < spaces; space++) {
          pieces.accept(SPACE);
        }
      }
      if (!atEnd) {
        int end = endOfPiece(text, i);
        String piece = text.substring(i, end);
        // The mark itself, where it is meant as what it looks like.
        pieces.accept(first == JOIN_CHARACTER ? JOIN + piece : piece);
        spacedBefore = isSpaced(text.codePointBefore(end), Side.AFTER);
        i = end;
      }
    }
  }

  private static int endOfPiece(String text, int start) {
    int character = text.codePointAt(start);
    int end = start + Character.charCount(character);
    if (isOfWord(character)) {
      while (end < text.length() && isOfWord(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
    }
    return end;
  }

  /** Puts pieces together. */
  static final class Joiner {
    private final StringBuilder text = new StringBuilder();
    private boolean spaced;

    /** Whether a space will stand before a piece. */
    boolean putsSpaceBefore(String piece) {
      return spaced && (isUnknown(piece) || isSpaced(piece.codePointAt(0), Side.BEFORE));
    }

    /**
     * Adds a piece, with a space before it where one is usual.
     *
     * @param piece any piece
     */
    void add(String piece) {
      if (piece.isEmpty()) {
        return;
      }
      if (piece.startsWith(JOIN)) {
        append(piece.substring(JOIN.length()));
        return;
      }
      if (putsSpaceBefore(piece)) {
        text.append(' ');
      }
      append(piece);
      spaced |= isUnknown(piece);
    }

    /**
     * Adds characters as they are.
     *
     * @param characters any; nothing takes the space away that were usual
     */
    void append(String characters) {
      text.append(characters);
      spaced = !characters.isEmpty() && isSpaced(text.codePointBefore(text.length()), Side.AFTER);
    }

    String text() {
      return text.toString();
    }

    /** What is written for an unknown piece stands like a word. */
    private static boolean isUnknown(String piece) {
      return piece.equals(Vocabulary.UNKNOWN_PIECE);
    }
  }
}
