package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * White space as Unicode and Python have it, which is more than {@link Character#isWhitespace}: the
 * references' figures were computed in Python.
 */
final class WhiteSpace {
  private static final int NEXT_LINE = 0x85;

  private WhiteSpace() {}

  static boolean is(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == NEXT_LINE;
  }

  /** The words between white space. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      // All white space is one char wide.
      if (i == text.length() || is(text.charAt(i))) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  static String withoutTrailing(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The characters (code points) that are not white space. */
  static String without(String text) {
    StringBuilder rest = new StringBuilder(text.length());
    text.codePoints().filter(character -> !is(character)).forEach(rest::appendCodePoint);
    return rest.toString();
  }
}
