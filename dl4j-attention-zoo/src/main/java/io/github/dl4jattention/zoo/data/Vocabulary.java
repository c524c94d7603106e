package io.github.dl4jattention.zoo.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Characters (code points) and their numbers.
 *
 * <p>The first three numbers are {@link #PADDING}, {@link #START} and {@link #END}; the characters
 * follow in the order given.
 */
public final class Vocabulary {
  /** Fills a batch's short rows. */
  public static final int PADDING = 0;

  /** What a decoder reads before the first symbol. */
  public static final int START = 1;

  /** Ends every sequence. */
  public static final int END = 2;

  /** Number of the first character. */
  public static final int FIRST_CHARACTER = 3;

  private final List<String> characters;
  private final Map<Integer, Integer> numbers = new HashMap<>();

  /**
   * A vocabulary of given characters.
   *
   * @param characters one code point each, none twice
   * @throws IllegalArgumentException if one is not a single code point, or is given twice
   */
  public Vocabulary(List<String> characters) {
    this.characters = List.copyOf(characters);
    for (String character : characters) {
      if (character.isEmpty() || character.codePointCount(0, character.length()) != 1) {
        throw new IllegalArgumentException("\"%s\" is not one character".formatted(character));
      }
      int number = FIRST_CHARACTER + numbers.size();
      if (numbers.put(character.codePointAt(0), number) != null) {
        throw new IllegalArgumentException("character \"%s\" is given twice".formatted(character));
      }
    }
  }

  /**
   * The characters of some texts, in the order of their code points.
   *
   * @param texts the texts
   * @return their vocabulary
   */
  public static Vocabulary of(Iterable<String> texts) {
    TreeSet<Integer> codePoints = new TreeSet<>();
    texts.forEach(text -> text.codePoints().forEach(codePoints::add));
    return new Vocabulary(codePoints.stream().map(Character::toString).toList());
  }

  /**
   * Numbers of a text's characters, without start or end.
   *
   * @param text the text
   * @return one number a character
   * @throws UnknownCharacterException if a character is not in the vocabulary
   */
  public int[] encode(String text) {
    int[] codePoints = text.codePoints().toArray();
    int[] result = new int[codePoints.length];
    for (int i = 0; i < result.length; i++) {
      Integer number = numbers.get(codePoints[i]);
      if (number == null) {
        throw new UnknownCharacterException(codePoints[i], i + 1);
      }
      result[i] = number;
    }
    return result;
  }

  /**
   * The text of some numbers; padding, start and end are left out.
   *
   * @param tokens numbers
   * @return the text
   */
  public String decode(int[] tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      if (token >= FIRST_CHARACTER) {
        text.append(characters.get(token - FIRST_CHARACTER));
      }
    }
    return text.toString();
  }

  /**
   * How many numbers there are, the three special ones included.
   *
   * @return the size
   */
  public int size() {
    return FIRST_CHARACTER + characters.size();
  }

  /**
   * The characters in the order of their numbers.
   *
   * @return an unmodifiable list
   */
  public List<String> characters() {
    return characters;
  }

  /** A text has a character that the vocabulary lacks. */
  public static final class UnknownCharacterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownCharacterException(int codePoint, int position) {
      super(
          "character %s (U+%04X), at position %d, that the training data lack"
              .formatted(printable(codePoint), codePoint, position));
    }

    private static String printable(int codePoint) {
      return Character.isISOControl(codePoint) ? "?" : "\"" + Character.toString(codePoint) + "\"";
    }
  }
}
