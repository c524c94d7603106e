package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How BLEU cuts a text into the tokens it counts: sacreBLEU's names for it.
 *
 * <p>Texts are given as people write them. Their tokens are the measure's own, and have nothing to
 * do with those that a model reads and writes.
 */
public enum BleuTokens {
  /** At white space only; for texts that are cut already. */
  NONE("none") {
    @Override
    String cut(String text) {
      return text;
    }
  },

  /** A token a character (code point); white space is left out. */
  CHAR("char") {
    @Override
    String cut(String text) {
      StringBuilder cut = new StringBuilder();
      text.codePoints().forEach(character -> cut.appendCodePoint(character).append(' '));
      return cut.toString();
    }
  },

  /**
   * As the script {@code mteval-v13a} of NIST's evaluations does, the default: ASCII punctuation
   * stands alone, but periods and commas between digits do not; HTML's entities of the quotation
   * mark, the ampersand and the angle brackets are what they stand for.
   */
  V13A("13a") {
    @Override
    String cut(String text) {
      String line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
      line =
          line.replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
      line = " " + line + " ";
      line = ASCII_PUNCTUATION.matcher(line).replaceAll(" $0 ");
      line = POINT_AFTER_NO_DIGIT.matcher(line).replaceAll("$1 $2 ");
      line = POINT_BEFORE_NO_DIGIT.matcher(line).replaceAll(" $1 $2");
      return DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
    }
  },

  /**
   * As the script {@code mteval-v14} does with international tokens: punctuation of any script
   * stands alone unless it is between digits, and so does every symbol.
   */
  INTL("intl") {
    @Override
    String cut(String text) {
      String line = PUNCTUATION_AFTER_NO_NUMBER.matcher(text).replaceAll("$1 $2 ");
      line = PUNCTUATION_BEFORE_NO_NUMBER.matcher(line).replaceAll(" $1 $2");
      return SYMBOL.matcher(line).replaceAll(" $0 ");
    }
  };

  /** ASCII's punctuation but apostrophe, comma, hyphen and period. */
  private static final Pattern ASCII_PUNCTUATION = Pattern.compile("[{-~\\[-` -&(-+:-@/]");

  private static final Pattern POINT_AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern POINT_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");
  private static final Pattern PUNCTUATION_AFTER_NO_NUMBER = Pattern.compile("(\\P{N})(\\p{P})");
  private static final Pattern PUNCTUATION_BEFORE_NO_NUMBER = Pattern.compile("(\\p{P})(\\P{N})");
  private static final Pattern SYMBOL = Pattern.compile("\\p{S}");

  private final String label;

  BleuTokens(String label) {
    this.label = label;
  }

  abstract String cut(String text);

  /**
   * sacreBLEU's name, as in its signature.
   *
   * @return such as {@code 13a}
   */
  public String label() {
    return label;
  }

  /**
   * Finds one by its name.
   *
   * @param label sacreBLEU's name
   * @return its tokens
   * @throws IllegalArgumentException if there is none of that name
   */
  public static BleuTokens of(String label) {
    return Arrays.stream(values())
        .filter(tokens -> tokens.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there are no BLEU tokens \"%s\": choose of %s"
                        .formatted(
                            label,
                            String.join(
                                ", ", Arrays.stream(values()).map(BleuTokens::label).toList()))));
  }

  /**
   * Cuts a text.
   *
   * @param text any text
   * @return its tokens, none of them empty
   */
  public List<String> tokens(String text) {
    return WhiteSpace.words(cut(WhiteSpace.withoutTrailing(text)));
  }

  @Override
  public String toString() {
    return label;
  }
}
