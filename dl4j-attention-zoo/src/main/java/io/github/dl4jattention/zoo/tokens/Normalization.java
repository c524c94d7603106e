package io.github.dl4jattention.zoo.tokens;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What is done to a text before it is cut. What it takes away does not come back: tokens give the
 * normalised text.
 *
 * @param form Unicode's form
 * @param lowerCase whether capitals become small letters
 */
public record Normalization(Form form, boolean lowerCase) {
  /** A text stays as it is. */
  public static final Normalization NONE = new Normalization(Form.NONE, false);

  /** Unicode's forms. */
  public enum Form {
    /** As it is. */
    NONE,
    /** Letters with their accents as one character where there is one. */
    NFC,
    /**
     * As NFC, and what only looks otherwise, such as ligatures, full width, superscripts, undone.
     */
    NFKC
  }

  /**
   * Normalises a text.
   *
   * @param text any text
   * @return the text that is cut
   */
  public String apply(String text) {
    String composed = compose(text);
    // Again: small letters may come out decomposed.
    return lowerCase ? compose(composed.toLowerCase(Locale.ROOT)) : composed;
  }

  private String compose(String text) {
    return switch (form) {
      case NONE -> text;
      case NFC -> Normalizer.normalize(text, Normalizer.Form.NFC);
      case NFKC -> Normalizer.normalize(text, Normalizer.Form.NFKC);
    };
  }
}
