package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Options that are numbers, and what they may be. */
final class Limits {
  private static final Pattern SETTING = Pattern.compile("\\b[a-z]+([A-Z][a-z]+)+\\b");

  private Limits() {}

  /** A {@link UserError} if an option is out of its bounds. */
  static void within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UserError("%s is %d: choose %d to %d".formatted(option, value, least, most));
    }
  }

  /** A {@link UserError} if an option is not above one number and at most another. */
  static void above(String option, double value, double least, double most, String example) {
    if (!(value > least && value <= most)) {
      throw new UserError(
          "%s is %s: choose one above %s, at most %s, such as %s"
              .formatted(option, value, number(least), number(most), example));
    }
  }

  /** A {@link UserError} if an option is not from one number to below another. */
  static void below(String option, double value, double least, double most, String example) {
    if (!(value >= least && value < most)) {
      throw new UserError(
          "%s is %s: choose one from %s to below %s, such as %s"
              .formatted(option, value, number(least), number(most), example));
    }
  }

  /** A {@link UserError} if an option is given that does nothing without another. */
  static void needs(String option, boolean given, String other, boolean fits) {
    if (given && !fits) {
      throw new UserError(
          "%s does nothing without %s: give that too, or leave %s out"
              .formatted(option, other, option));
    }
  }

  /** A {@link UserError} if two options are given of which one takes the place of the other. */
  static void exclude(String option, boolean given, String other, boolean otherGiven) {
    if (given && otherGiven) {
      throw new UserError("%s and %s exclude each other: choose one".formatted(option, other));
    }
  }

  /**
   * Settings that do not fit each other. What the message calls by a setting's name becomes the
   * option: {@code decoderUnits} is {@code --decoder-units}.
   */
  static UserError noModel(IllegalArgumentException problem) {
    String message =
        SETTING
            .matcher(problem.getMessage())
            .replaceAll(
                name -> "--" + name.group().replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT));
    return new UserError("these settings make no model: " + message, problem);
  }

  /** The constant that users write in small letters, with dashes; a {@link UserError} if none. */
  static <E extends Enum<E>> E choice(String option, Class<E> type, String given) {
    List<String> names = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      names.add(name(value));
      if (name(value).equals(given)) {
        return value;
      }
    }
    throw new UserError(
        "%s is %s: choose of %s".formatted(option, given, String.join(", ", names)));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
