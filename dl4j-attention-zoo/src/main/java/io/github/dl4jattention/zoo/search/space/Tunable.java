package io.github.dl4jattention.zoo.search.space;

import java.util.List;

/**
 * An option of a model that may be searched, and what it may be.
 *
 * <pre>{@code
 * List<Tunable> tunables =
 *     List.of(
 *         Tunable.whole("units", 1, 8192),
 *         Tunable.real("learning-rate", Double.MIN_VALUE, 1),
 *         Tunable.choice("cell", "rnn", "gru", "lstm"),
 *         Tunable.flag("residual"));
 * }</pre>
 *
 * @param name the option, without dashes
 * @param kind what its values are
 * @param smallest number it may be
 * @param largest number it may be
 * @param choices words it may be; none for numbers
 */
public record Tunable(
    String name, Kind kind, double smallest, double largest, List<String> choices) {
  /** What values are. */
  public enum Kind {
    /** Whole numbers, such as sizes. */
    WHOLE,
    /** Numbers, such as rates. */
    REAL,
    /** One of some words. */
    CHOICE
  }

  /**
   * An option that is a whole number.
   *
   * @param name without dashes
   * @param smallest number it may be
   * @param largest number it may be
   * @return the option
   */
  public static Tunable whole(String name, int smallest, int largest) {
    return new Tunable(name, Kind.WHOLE, smallest, largest, List.of());
  }

  /**
   * An option that is a number.
   *
   * @param name without dashes
   * @param smallest number it may be
   * @param largest number it may be
   * @return the option
   */
  public static Tunable real(String name, double smallest, double largest) {
    return new Tunable(name, Kind.REAL, smallest, largest, List.of());
  }

  /**
   * An option that is one of some words.
   *
   * @param name without dashes
   * @param choices the words
   * @return the option
   */
  public static Tunable choice(String name, String... choices) {
    return new Tunable(name, Kind.CHOICE, 0, 0, List.of(choices));
  }

  /**
   * An option that is given or not.
   *
   * @param name without dashes
   * @return the option, true or false
   */
  public static Tunable flag(String name) {
    return choice(name, "true", "false");
  }

  /** Why it cannot have a value, in words that go on after "is ..."; null if it can. */
  String problemOf(String value) {
    if (kind == Kind.CHOICE) {
      return choices.contains(value) ? null : "choose of " + String.join(", ", choices);
    }
    Double number = numberOf(value);
    if (number == null) {
      return kind == Kind.WHOLE ? "it must be a whole number" : "it must be a number";
    }
    if (!(number >= smallest && number <= largest)) {
      return smallest == Double.MIN_VALUE
          ? "choose one above 0, at most " + text(largest)
          : "choose one from %s to %s".formatted(text(smallest), text(largest));
    }
    return null;
  }

  /** The number that a text is, of this kind; null if it is none. */
  Double numberOf(String text) {
    try {
      double number = Double.parseDouble(text);
      boolean fits = Double.isFinite(number) && (kind == Kind.REAL || number == Math.rint(number));
      return fits ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String text(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
