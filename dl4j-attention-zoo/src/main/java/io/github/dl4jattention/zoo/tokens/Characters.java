package io.github.dl4jattention.zoo.tokens;

import java.util.List;

/** A piece a character (code point), spaces included. Reversible to the character. */
public final class Characters implements Tokenizer {
  /** It has no settings. */
  public Characters() {}

  @Override
  public List<String> split(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  @Override
  public String join(List<String> pieces) {
    return String.join("", pieces);
  }

  @Override
  public TokenKind kind() {
    return TokenKind.CHARACTERS;
  }
}
