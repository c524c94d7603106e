package io.github.dl4jattention.zoo.tokens;

import java.util.ArrayList;
import java.util.List;

/**
 * Words and punctuation marks, without the spaces that go without saying. Reversible to the
 * character.
 *
 * <p>A word is a run of letters, digits and combining marks; any other character is a piece by
 * itself. Between two pieces stands a space or not as is usual there: between words, after a comma,
 * before an opening bracket, but not before a comma or around an apostrophe. Where a text differs,
 * pieces of their own say so: {@value Spacing#JOIN} stands where a usual space is missing, {@code "
 * "} for each space that is unusual.
 *
 * <pre>{@code
 * "Il n'est pas l\u00e0 (3.5 m)." -> Il n ' est pas l\u00e0 ( 3 . \uffed 5 m ) .
 * }</pre>
 *
 * So a model writes text as people do, and the same word is the same piece wherever it stands.
 */
public final class Words implements Tokenizer {
  /** It has no settings. */
  public Words() {}

  @Override
  public List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    Spacing.split(text, pieces::add);
    return pieces;
  }

  @Override
  public String join(List<String> pieces) {
    Spacing.Joiner joiner = new Spacing.Joiner();
    pieces.forEach(joiner::add);
    return joiner.text();
  }

  @Override
  public TokenKind kind() {
    return TokenKind.WORDS;
  }
}
