package io.github.dl4jattention.zoo.tokens;

import java.util.List;

/**
 * Cuts a text to pieces, and makes a text of pieces.
 *
 * <p>{@code join(split(text))} is {@code text}, to the character, unless a tokenizer says
 * otherwise. Tokenizers never change and are safe for use by several threads.
 */
public interface Tokenizer {
  /**
   * Cuts a text.
   *
   * @param text any text
   * @return its pieces in order, none of them empty
   */
  List<String> split(String text);

  /**
   * Makes a text.
   *
   * @param pieces any pieces, also such as {@link #split} would never give
   * @return the text
   */
  String join(List<String> pieces);

  /**
   * What it is called in a model's file and on the command line.
   *
   * @return the kind
   */
  TokenKind kind();
}
