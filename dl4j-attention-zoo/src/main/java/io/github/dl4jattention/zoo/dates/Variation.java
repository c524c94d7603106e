package io.github.dl4jattention.zoo.dates;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/**
 * What may differ between two ways to write one date in one form.
 *
 * @param otherComma whether the form's optional comma is the other way about
 * @param noPeriod whether abbreviations lose their period
 * @param weekday how the weekday in front is written; ignored where the form allows none
 * @param weekdayComma whether a comma follows the weekday
 * @param letterCase the case of all letters
 * @param doubledSpace which space is doubled, counted round and round; negative for none
 */
record Variation(
    boolean otherComma,
    boolean noPeriod,
    WeekdayStyle weekday,
    boolean weekdayComma,
    LetterCase letterCase,
    int doubledSpace) {

  /** The form as it stands. */
  static final Variation NONE =
      new Variation(false, false, WeekdayStyle.NONE, false, LetterCase.AS_IS, -1);

  static final int OTHER_COMMA_PERCENT = 25;
  static final int NO_PERIOD_PERCENT = 25;
  static final int WEEKDAY_PERCENT = 25;
  static final int WEEKDAY_COMMA_PERCENT = 50;
  static final int LOWER_CASE_PERCENT = 20;
  static final int UPPER_CASE_PERCENT = 10;
  static final int DOUBLED_SPACE_PERCENT = 10;

  /** A multiple of every count of spaces from 1 to 6, so that each space is as likely. */
  private static final int SPACE_CHOICES = 60;

  /** How the weekday is written. */
  enum WeekdayStyle {
    NONE,
    FULL,
    SHORT,
    PERIOD
  }

  /** The case of all letters. */
  enum LetterCase {
    AS_IS,
    LOWER,
    UPPER
  }

  /**
   * Draws a variation. Eight numbers are always drawn, in the order in which they stand here, so
   * that what is drawn next does not hang on what was drawn.
   */
  static Variation draw(Random random) {
    boolean otherComma = chance(random, OTHER_COMMA_PERCENT);
    boolean noPeriod = chance(random, NO_PERIOD_PERCENT);
    boolean hasWeekday = chance(random, WEEKDAY_PERCENT);
    WeekdayStyle style =
        switch (random.nextInt(3)) {
          case 0 -> WeekdayStyle.FULL;
          case 1 -> WeekdayStyle.SHORT;
          default -> WeekdayStyle.PERIOD;
        };
    boolean weekdayComma = chance(random, WEEKDAY_COMMA_PERCENT);
    int caseRoll = random.nextInt(100);
    boolean doubles = chance(random, DOUBLED_SPACE_PERCENT);
    int space = random.nextInt(SPACE_CHOICES);
    return new Variation(
        otherComma,
        noPeriod,
        hasWeekday ? style : WeekdayStyle.NONE,
        weekdayComma,
        letterCase(caseRoll),
        doubles ? space : -1);
  }

  private static boolean chance(Random random, int percent) {
    return random.nextInt(100) < percent;
  }

  private static LetterCase letterCase(int roll) {
    if (roll < LOWER_CASE_PERCENT) {
      return LetterCase.LOWER;
    }
    return roll < LOWER_CASE_PERCENT + UPPER_CASE_PERCENT ? LetterCase.UPPER : LetterCase.AS_IS;
  }

  /** Writes the date in the form with this variation. */
  String write(DateForm form, LocalDate date) {
    String text = form.render(date, otherComma, noPeriod);
    if (form.weekdayAllowed() && weekday != WeekdayStyle.NONE) {
      text = weekdayName(date.getDayOfWeek()) + (weekdayComma ? ", " : " ") + text;
    }
    return doubleSpace(inCase(text));
  }

  private String weekdayName(DayOfWeek day) {
    return switch (weekday) {
      case NONE -> "";
      case FULL -> EnglishNames.weekday(day);
      case SHORT -> EnglishNames.shortWeekday(day);
      case PERIOD -> {
        String name = EnglishNames.longAbbreviation(day);
        yield noPeriod ? name.substring(0, name.length() - 1) : name;
      }
    };
  }

  private String inCase(String text) {
    return switch (letterCase) {
      case AS_IS -> text;
      case LOWER -> text.toLowerCase(Locale.ROOT);
      case UPPER -> text.toUpperCase(Locale.ROOT);
    };
  }

  private String doubleSpace(String text) {
    int spaces = (int) text.chars().filter(c -> c == ' ').count();
    if (doubledSpace < 0 || spaces == 0) {
      return text;
    }
    int at = text.indexOf(' ');
    for (int i = doubledSpace % spaces; i > 0; i--) {
      at = text.indexOf(' ', at + 1);
    }
    return text.substring(0, at) + " " + text.substring(at);
  }
}
