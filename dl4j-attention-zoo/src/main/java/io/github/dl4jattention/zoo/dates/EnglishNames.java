package io.github.dl4jattention.zoo.dates;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.List;
import java.util.Locale;

/**
 * English names of months and weekdays.
 *
 * <p>They are written out here, and not taken from the JDK, because the JDK's locale data change
 * from version to version (September is {@code Sep} in one and {@code Sept} in the next), and a
 * generator that is the same for ever cannot rest on them.
 */
final class EnglishNames {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  private static final List<String> LONG_MONTH_ABBREVIATIONS =
      List.of(
          "Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sept.", "Oct.", "Nov.",
          "Dec.");

  private static final List<String> ROMAN_MONTHS =
      List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");

  private static final List<String> WEEKDAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private static final List<String> LONG_WEEKDAY_ABBREVIATIONS =
      List.of("Mon.", "Tues.", "Wed.", "Thurs.", "Fri.", "Sat.", "Sun.");

  private EnglishNames() {}

  static String month(Month month) {
    return MONTHS.get(month.getValue() - 1);
  }

  /** Three letters and no period. */
  static String shortMonth(Month month) {
    return month(month).substring(0, 3);
  }

  /** Three capital letters. */
  static String upperMonth(Month month) {
    return shortMonth(month).toUpperCase(Locale.ROOT);
  }

  /** With a period, save May, which is not short for anything. */
  static String longAbbreviation(Month month) {
    return LONG_MONTH_ABBREVIATIONS.get(month.getValue() - 1);
  }

  static String romanMonth(Month month) {
    return ROMAN_MONTHS.get(month.getValue() - 1);
  }

  static String weekday(DayOfWeek day) {
    return WEEKDAYS.get(day.getValue() - 1);
  }

  /** Three letters and no period. */
  static String shortWeekday(DayOfWeek day) {
    return weekday(day).substring(0, 3);
  }

  /** With a period. */
  static String longAbbreviation(DayOfWeek day) {
    return LONG_WEEKDAY_ABBREVIATIONS.get(day.getValue() - 1);
  }

  static String ordinal(int day) {
    // Of the teens that a month has, only 11, 12 and 13 break the rule of the last digit.
    if (day >= 11 && day <= 13) {
      return day + "th";
    }
    return day
        + switch (day % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }
}
