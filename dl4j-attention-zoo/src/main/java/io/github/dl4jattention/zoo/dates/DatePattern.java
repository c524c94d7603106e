package io.github.dl4jattention.zoo.dates;

import java.time.LocalDate;
import java.util.List;

/**
 * A small pattern language for written dates: names in braces stand for parts of the date, all else
 * stands for itself.
 *
 * <p>{@code {d}}, {@code {dd}} and {@code {dth}} are the day (3, 03, 3rd); {@code {m}}, {@code
 * {mm}}, {@code {Month}}, {@code {Mon}}, {@code {MON}}, {@code {Mon.}} and {@code {roman}} the
 * month (9, 09, September, Sep, SEP, Sept., IX); {@code {yyyy}} and {@code {yy}} the year (1988,
 * 88). {@code {comma}} is a comma that may be left out and {@code {comma?}} a place where one may
 * be put.
 */
final class DatePattern {
  private static final String TWO_DIGIT_YEAR = "{yy}";

  private final List<String> parts;

  DatePattern(String pattern) {
    parts = List.of(pattern.split("(?=\\{)|(?<=})"));
  }

  boolean twoDigitYear() {
    return parts.contains(TWO_DIGIT_YEAR);
  }

  String render(LocalDate date, boolean otherComma, boolean noPeriod) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(
          switch (part) {
            case "{comma}" -> otherComma ? "" : ",";
            case "{comma?}" -> otherComma ? "," : "";
            case "{Mon.}" -> withPeriod(EnglishNames.longAbbreviation(date.getMonth()), noPeriod);
            default -> renderPlain(part, date);
          });
    }
    return text.toString();
  }

  private static String withPeriod(String abbreviation, boolean noPeriod) {
    return noPeriod ? abbreviation.replace(".", "") : abbreviation;
  }

  private static String renderPlain(String part, LocalDate date) {
    int day = date.getDayOfMonth();
    int month = date.getMonthValue();
    return switch (part) {
      case "{d}" -> Integer.toString(day);
      case "{dd}" -> twoDigits(day);
      case "{dth}" -> EnglishNames.ordinal(day);
      case "{m}" -> Integer.toString(month);
      case "{mm}" -> twoDigits(month);
      case "{Month}" -> EnglishNames.month(date.getMonth());
      case "{Mon}" -> EnglishNames.shortMonth(date.getMonth());
      case "{MON}" -> EnglishNames.upperMonth(date.getMonth());
      case "{roman}" -> EnglishNames.romanMonth(date.getMonth());
      case "{yyyy}" -> Integer.toString(date.getYear());
      case TWO_DIGIT_YEAR -> twoDigits(date.getYear() % 100);
      default -> part;
    };
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
