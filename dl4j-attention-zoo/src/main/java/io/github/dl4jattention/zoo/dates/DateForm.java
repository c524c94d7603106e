package io.github.dl4jattention.zoo.dates;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The written forms of dates that {@link DateGenerator} knows.
 *
 * <p>Each constant's comment shows its {@linkplain #example() example}. The constant's name is the
 * form's stable name: it will not change, nor will the text that the form gives for a date. In
 * digits the day always comes before the month, save where a year of four digits comes first. No
 * form puts a year of two digits first and none joins day, month and year as {@code 20071969}, so
 * that no text has two readings.
 *
 * <p>Dates are those of {@link LocalDate}: the proleptic ISO (Gregorian) calendar throughout, also
 * for years before that calendar was in use.
 */
public enum DateForm {
  // Day first, the month in letters.

  /** {@code 20 July 1969}. */
  DAY_MONTH_YEAR("{d} {Month}{comma?} {yyyy}"),

  /** {@code 20th July 1969}. */
  DAYTH_MONTH_YEAR("{dth} {Month}{comma?} {yyyy}"),

  /** {@code 20th of July 1969}. */
  DAYTH_OF_MONTH_YEAR("{dth} of {Month}{comma?} {yyyy}"),

  /** {@code the 20th of July 1969}. */
  THE_DAYTH_OF_MONTH_YEAR("the {dth} of {Month}{comma?} {yyyy}"),

  /** {@code the 20th day of July 1969}. */
  THE_DAYTH_DAY_OF_MONTH_YEAR("the {dth} day of {Month}{comma?} {yyyy}", Weekday.NEVER),

  /** {@code 20. July 1969}. */
  DAY_DOT_MONTH_YEAR("{d}. {Month} {yyyy}"),

  /** {@code 20 July 1969 AD}. */
  DAY_MONTH_YEAR_AD("{d} {Month}{comma?} {yyyy} AD"),

  /** {@code 20 July A.D. 1969}. */
  DAY_MONTH_AD_YEAR("{d} {Month}{comma?} A.D. {yyyy}"),

  /** {@code 20 July 1969 CE}. */
  DAY_MONTH_YEAR_CE("{d} {Month}{comma?} {yyyy} CE"),

  /** {@code 20 July '98}. */
  DAY_MONTH_YY("{d} {Month}{comma?} '{yy}"),

  /** {@code 20-July-1969}. */
  DAY_MONTH_YEAR_DASHED("{d}-{Month}-{yyyy}"),

  /** {@code 20 Jul 1969}. */
  DAY_MON_YEAR("{d} {Mon}{comma?} {yyyy}"),

  /** {@code 20th Jul 1969}. */
  DAYTH_MON_YEAR("{dth} {Mon}{comma?} {yyyy}"),

  /** {@code 20 Jul. 1969}. */
  DAY_MON_DOT_YEAR("{d} {Mon.}{comma?} {yyyy}"),

  /** {@code 20th Jul. 1969}. */
  DAYTH_MON_DOT_YEAR("{dth} {Mon.}{comma?} {yyyy}"),

  /** {@code 20 Jul 98}. */
  DAY_MON_YY("{d} {Mon} {yy}"),

  /** {@code 20 Jul '98}. */
  DAY_MON_QUOTE_YY("{d} {Mon} '{yy}"),

  /** {@code 20-Jul-1969}. */
  DAY_MON_YEAR_DASHED("{d}-{Mon}-{yyyy}"),

  /** {@code 20-JUL-98}. */
  DAY_MON_YY_DASHED("{d}-{MON}-{yy}"),

  /** {@code 20/Jul/1969}. */
  DAY_MON_YEAR_SLASHED("{d}/{Mon}/{yyyy}"),

  /** {@code 20JUL1969}. */
  DAY_MON_YEAR_JOINED("{dd}{MON}{yyyy}", Weekday.NEVER),

  /** {@code 20JUL98}. */
  DAY_MON_YY_JOINED("{dd}{MON}{yy}", Weekday.NEVER),

  /** {@code 20 VII 1969}. */
  DAY_ROMAN_YEAR("{d} {roman} {yyyy}"),

  /** {@code 20.VII.1969}. */
  DAY_ROMAN_YEAR_DOTTED("{d}.{roman}.{yyyy}"),

  /** {@code 20-VII-1969}. */
  DAY_ROMAN_YEAR_DASHED("{d}-{roman}-{yyyy}"),

  // Month first, in letters.

  /** {@code July 20, 1969}. */
  MONTH_DAY_YEAR("{Month} {d}{comma} {yyyy}"),

  /** {@code July 20th 1969}. */
  MONTH_DAYTH_YEAR("{Month} {dth}{comma?} {yyyy}"),

  /** {@code July the 20th, 1969}. */
  MONTH_THE_DAYTH_YEAR("{Month} the {dth}{comma} {yyyy}"),

  /** {@code July 20, 1969 AD}. */
  MONTH_DAY_YEAR_AD("{Month} {d}{comma} {yyyy} AD"),

  /** {@code July 20, '98}. */
  MONTH_DAY_YY("{Month} {d}{comma} '{yy}"),

  /** {@code Jul 20 1969}. */
  MON_DAY_YEAR("{Mon} {d}{comma?} {yyyy}"),

  /** {@code Jul 20th 1969}. */
  MON_DAYTH_YEAR("{Mon} {dth}{comma?} {yyyy}"),

  /** {@code Jul. 20, 1969}. */
  MON_DOT_DAY_YEAR("{Mon.} {d}{comma} {yyyy}"),

  /** {@code Jul. 20th, 1969}. */
  MON_DOT_DAYTH_YEAR("{Mon.} {dth}{comma} {yyyy}"),

  /** {@code Jul 20 '98}. */
  MON_DAY_YY("{Mon} {d}{comma?} '{yy}"),

  /** {@code Jul-20-1969}. */
  MON_DAY_YEAR_DASHED("{Mon}-{d}-{yyyy}"),

  /** {@code Jul/20/1969}. */
  MON_DAY_YEAR_SLASHED("{Mon}/{d}/{yyyy}"),

  // Day, month and year in digits.

  /** {@code 20/7/1969}. */
  D_M_YEAR_SLASHED("{d}/{m}/{yyyy}"),

  /** {@code 20/07/1969}. */
  DD_MM_YEAR_SLASHED("{dd}/{mm}/{yyyy}"),

  /** {@code 20/7/98}. */
  D_M_YY_SLASHED("{d}/{m}/{yy}"),

  /** {@code 20/07/98}. */
  DD_MM_YY_SLASHED("{dd}/{mm}/{yy}"),

  /** {@code 20-7-1969}. */
  D_M_YEAR_DASHED("{d}-{m}-{yyyy}"),

  /** {@code 20-07-1969}. */
  DD_MM_YEAR_DASHED("{dd}-{mm}-{yyyy}"),

  /** {@code 20-07-98}. */
  DD_MM_YY_DASHED("{dd}-{mm}-{yy}"),

  /** {@code 20.7.1969}. */
  D_M_YEAR_DOTTED("{d}.{m}.{yyyy}"),

  /** {@code 20.07.1969}. */
  DD_MM_YEAR_DOTTED("{dd}.{mm}.{yyyy}"),

  /** {@code 20.7.98}. */
  D_M_YY_DOTTED("{d}.{m}.{yy}"),

  /** {@code 20.07.98}. */
  DD_MM_YY_DOTTED("{dd}.{mm}.{yy}"),

  /** {@code 20. 7. 1969}. */
  D_M_YEAR_DOTTED_SPACED("{d}. {m}. {yyyy}"),

  /** {@code 20 07 1969}. */
  DD_MM_YEAR_SPACED("{dd} {mm} {yyyy}"),

  // Year first, always of four digits.

  /** {@code 1969-07-20}. */
  YEAR_MM_DD_DASHED("{yyyy}-{mm}-{dd}"),

  /** {@code 1969/07/20}. */
  YEAR_MM_DD_SLASHED("{yyyy}/{mm}/{dd}"),

  /** {@code 1969.07.20}. */
  YEAR_MM_DD_DOTTED("{yyyy}.{mm}.{dd}"),

  /** {@code 1969 07 20}. */
  YEAR_MM_DD_SPACED("{yyyy} {mm} {dd}"),

  /** {@code 19690720}. */
  YEAR_MM_DD_JOINED("{yyyy}{mm}{dd}", Weekday.NEVER),

  /** {@code 1969-7-20}. */
  YEAR_M_D_DASHED("{yyyy}-{m}-{d}"),

  /** {@code 1969/7/20}. */
  YEAR_M_D_SLASHED("{yyyy}/{m}/{d}"),

  /** {@code 1969 July 20}. */
  YEAR_MONTH_DAY("{yyyy}{comma?} {Month} {d}"),

  /** {@code 1969 July 20th}. */
  YEAR_MONTH_DAYTH("{yyyy}{comma?} {Month} {dth}"),

  /** {@code 1969 Jul 20}. */
  YEAR_MON_DAY("{yyyy} {Mon} {d}"),

  /** {@code 1969-Jul-20}. */
  YEAR_MON_DAY_DASHED("{yyyy}-{Mon}-{d}");

  /** The first year that can be written. */
  public static final int FIRST_YEAR = 1000;

  /** The last year that can be written. */
  public static final int LAST_YEAR = 2099;

  /** The first year that can be written with two digits: 70 is 1970. */
  public static final int FIRST_TWO_DIGIT_YEAR = 1970;

  /** The last year that can be written with two digits: 69 is 2069. */
  public static final int LAST_TWO_DIGIT_YEAR = 2069;

  private static final LocalDate EXAMPLE_DATE = LocalDate.of(1969, 7, 20);
  private static final LocalDate TWO_DIGIT_EXAMPLE_DATE = LocalDate.of(1998, 7, 20);

  // A pattern never changes; the annotation that would tell Error Prone so is not in the JDK.
  @SuppressWarnings("ImmutableEnumChecker")
  private final DatePattern pattern;

  private final Weekday weekday;

  DateForm(String pattern) {
    this(pattern, Weekday.OPTIONAL);
  }

  DateForm(String pattern, Weekday weekday) {
    this.pattern = new DatePattern(pattern);
    this.weekday = weekday;
  }

  /**
   * Writes a date in this form, without any variation.
   *
   * @param date the date, in a year from {@link #firstYear()} to {@link #lastYear()}
   * @return the written date
   * @throws IllegalArgumentException if the form cannot write that year
   */
  public String render(LocalDate date) {
    return render(date, false, false);
  }

  /**
   * Writes a date in this form with its marks changed.
   *
   * @param date the date
   * @param otherComma whether the form's optional comma, if it has one, is the other way about
   * @param noPeriod whether abbreviations lose their period
   * @return the written date
   */
  String render(LocalDate date, boolean otherComma, boolean noPeriod) {
    Objects.requireNonNull(date, "date is null: pass the date to write");
    if (!accepts(date)) {
      throw new IllegalArgumentException(
          "The form %s cannot write %s: pass a date from year %d to %d"
              .formatted(name(), date, firstYear(), lastYear()));
    }
    return pattern.render(date, otherComma, noPeriod);
  }

  /**
   * Says whether this form can write a date.
   *
   * @param date the date
   * @return whether its year lies from {@link #firstYear()} to {@link #lastYear()}
   */
  public boolean accepts(LocalDate date) {
    return date.getYear() >= firstYear() && date.getYear() <= lastYear();
  }

  /**
   * Returns an example for people: 20 July 1969 or, where the year has two digits and 69 would be
   * 2069, 20 July 1998.
   *
   * @return the example
   */
  public String example() {
    return render(twoDigitYear() ? TWO_DIGIT_EXAMPLE_DATE : EXAMPLE_DATE);
  }

  /**
   * Says whether the form writes two digits of the year only.
   *
   * @return whether it does
   */
  public boolean twoDigitYear() {
    return pattern.twoDigitYear();
  }

  /**
   * Says whether a weekday may stand before the date.
   *
   * @return whether it may
   */
  public boolean weekdayAllowed() {
    return weekday == Weekday.OPTIONAL;
  }

  /**
   * Returns the first year that this form can write.
   *
   * @return the year
   */
  public int firstYear() {
    return twoDigitYear() ? FIRST_TWO_DIGIT_YEAR : FIRST_YEAR;
  }

  /**
   * Returns the last year that this form can write.
   *
   * @return the year
   */
  public int lastYear() {
    return twoDigitYear() ? LAST_TWO_DIGIT_YEAR : LAST_YEAR;
  }

  /** Whether a form takes a weekday in front. */
  private enum Weekday {
    OPTIONAL,
    /** For forms written without spaces, and for the one that would become too long. */
    NEVER
  }
}
