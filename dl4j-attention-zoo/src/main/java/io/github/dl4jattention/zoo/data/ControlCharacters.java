package io.github.dl4jattention.zoo.data;

import java.util.Optional;

/** Characters that no text of a user's has: they would steer a terminal, or hide in a page. */
public final class ControlCharacters {
  private ControlCharacters() {}

  /**
   * Looks for one.
   *
   * @param text a line, which may have tabs
   * @return what is wrong with it, such as {@code has the control character U+0007, at position 3};
   *     empty if nothing is
   */
  public static Optional<String> in(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isISOControl(character) && character != '\t') {
        return Optional.of(
            "has the control character U+%04X, at position %d"
                .formatted((int) character, text.codePointCount(0, i) + 1));
      }
    }
    return Optional.empty();
  }
}
