package io.github.dl4jattention.zoo.picture;

import java.text.Bidi;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Makes white space, and characters the font has no glyph for, readable in a label. */
final class VisibleText {

  static final int OPEN_BOX = 0x2423;
  static final int RETURN = 0x23CE;
  static final int ELLIPSIS = 0x2026;
  static final int ARROW = 0x2192;

  /** More than any label shows; bounds the work for a symbol of any length. */
  private static final int MAX_CODE_POINTS = 1000;

  /** A mark without a glyph that counts as a letter of a left-to-right text. */
  private static final String LEFT_TO_RIGHT = "\u200E";

  private VisibleText() {}

  /** A symbol as a label, white space included. */
  static String symbol(String symbol, IntPredicate canDisplay) {
    if (symbol.isEmpty()) {
      return "\"\"";
    }
    StringBuilder text = new StringBuilder();
    symbol
        .codePoints()
        .limit(MAX_CODE_POINTS)
        .forEach(c -> text.append(c == ' ' ? space(canDisplay) : glyph(c, canDisplay)));
    return text.toString();
  }

  /** Running text, in which ordinary spaces need no mark. */
  static String line(String line, IntPredicate canDisplay) {
    StringBuilder text = new StringBuilder();
    line.codePoints()
        .limit(MAX_CODE_POINTS)
        .forEach(c -> text.append(c == ' ' ? " " : glyph(c, canDisplay)));
    return text.toString();
  }

  /**
   * A source, an arrow and what became of it, in this order from left to right, whichever way the
   * two texts run.
   */
  static String title(String source, String prediction, IntPredicate canDisplay) {
    String left = line(source, canDisplay);
    String right = line(prediction, canDisplay);
    String arrow = "  " + arrow(canDisplay) + "  ";
    char[] both = (left + right).toCharArray();
    if (!Bidi.requiresBidi(both, 0, both.length)) {
      return left + arrow + right;
    }
    return LEFT_TO_RIGHT + isolated(left) + arrow + isolated(right);
  }

  /** A text with a direction of its own, by its first letter, that turns nothing around it. */
  private static String isolated(String text) {
    return "\u2068" + text + "\u2069";
  }

  static String ellipsis(IntPredicate canDisplay) {
    return canDisplay.test(ELLIPSIS) ? Character.toString(ELLIPSIS) : "...";
  }

  static String arrow(IntPredicate canDisplay) {
    return canDisplay.test(ARROW) ? Character.toString(ARROW) : "->";
  }

  private static String space(IntPredicate canDisplay) {
    return canDisplay.test(OPEN_BOX) ? Character.toString(OPEN_BOX) : "_";
  }

  private static String glyph(int c, IntPredicate canDisplay) {
    if (c == '\n') {
      return "\\n";
    }
    if (c == '\r') {
      return "\\r";
    }
    if (c == '\t') {
      return "\\t";
    }
    if (!isInvisible(c) && canDisplay.test(c)) {
      return Character.toString(c);
    }
    return c == RETURN ? "</s>" : String.format(Locale.ROOT, "U+%04X", c);
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
