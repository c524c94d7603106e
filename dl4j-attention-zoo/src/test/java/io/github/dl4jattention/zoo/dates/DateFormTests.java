package io.github.dl4jattention.zoo.dates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DateFormTests {
  private static final LocalDate FIRST = LocalDate.of(DateForm.FIRST_YEAR, 1, 1);
  private static final LocalDate LAST = LocalDate.of(DateForm.LAST_YEAR, 12, 31);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MONTH_DAYTH_YEAR | 1969-07-20 | July 20th 1969",
        "THE_DAYTH_OF_MONTH_YEAR | 2011-03-03 | the 3rd of March 2011",
        "D_M_YY_SLASHED | 1998-04-03 | 3/4/98",
        "YEAR_MM_DD_DOTTED | 2001-09-11 | 2001.09.11",
        "YEAR_MM_DD_JOINED | 1969-07-20 | 19690720",
        "DAY_MON_YY_DASHED | 1988-05-10 | 10-MAY-88",
        "MON_DOT_DAY_YEAR | 1066-09-05 | Sept. 5, 1066",
        "MON_DOT_DAY_YEAR | 1066-05-05 | May 5, 1066",
        "DAY_ROMAN_YEAR_DOTTED | 1789-08-04 | 4.VIII.1789",
        "DAY_MONTH_AD_YEAR | 1066-10-14 | 14 October A.D. 1066",
        "DAY_MON_YY_JOINED | 2007-06-01 | 01JUN07"
      })
  void writesDate(DateForm form, LocalDate date, String text) {
    assertThat(form.render(date)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1st",
    "2, 2nd",
    "3, 3rd",
    "4, 4th",
    "11, 11th",
    "12, 12th",
    "13, 13th",
    "21, 21st",
    "22, 22nd",
    "23, 23rd",
    "30, 30th",
    "31, 31st"
  })
  void writesOrdinals(int day, String ordinal) {
    assertThat(DateForm.DAYTH_MONTH_YEAR.render(LocalDate.of(1900, 1, day)))
        .isEqualTo(ordinal + " January 1900");
  }

  @Test
  void hasManyFormsThatDifferByMoreThanVariations() {
    Stream<String> bare =
        Arrays.stream(DateForm.values())
            .map(form -> form.example().toLowerCase(Locale.ROOT).replace(",", ""));
    assertThat(bare).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(45);
  }

  @ParameterizedTest
  @EnumSource
  void hasOneReadingInEveryYear(DateForm form) {
    // All days of the few years of two digits; of all years only some days, to save time.
    Period step = Period.ofDays(form.twoDigitYear() ? 1 : 11);
    FIRST
        .datesUntil(LAST.plusDays(1), step)
        .filter(form::accepts)
        .forEach(
            date -> {
              String text = form.render(date);
              if (!DateReader.read(text).equals(date)) {
                assertThat(DateReader.read(text)).as("%s of %s", text, form).isEqualTo(date);
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void writesOnlyItsYears(DateForm form) {
    LocalDate before = LocalDate.of(form.firstYear() - 1, 12, 31);
    LocalDate after = LocalDate.of(form.lastYear() + 1, 1, 1);

    assertThat(form.accepts(before)).isFalse();
    assertThat(form.accepts(after)).isFalse();
    assertThat(form.render(before.plusDays(1))).isNotEmpty();
    assertThat(form.render(after.minusDays(1))).isNotEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> form.render(after))
        .withMessage(
            "The form %s cannot write %s: pass a date from year %d to %d",
            form, after, form.firstYear(), form.lastYear());
  }

  @Test
  void twoDigitYearsAreOfTheHundredFrom1970() {
    assertThat(DateForm.D_M_YY_SLASHED.twoDigitYear()).isTrue();
    assertThat(DateForm.D_M_YY_SLASHED.firstYear()).isEqualTo(1970);
    assertThat(DateForm.D_M_YY_SLASHED.lastYear()).isEqualTo(2069);
    assertThat(DateForm.D_M_YY_SLASHED.render(LocalDate.of(1970, 1, 2))).isEqualTo("2/1/70");
    assertThat(DateForm.D_M_YY_SLASHED.render(LocalDate.of(2069, 1, 2))).isEqualTo("2/1/69");
    assertThat(DateForm.D_M_YY_SLASHED.render(LocalDate.of(2005, 1, 2))).isEqualTo("2/1/05");
    assertThat(DateForm.D_M_YEAR_SLASHED.twoDigitYear()).isFalse();
    assertThat(DateForm.D_M_YEAR_SLASHED.firstYear()).isEqualTo(1000);
    assertThat(DateForm.D_M_YEAR_SLASHED.lastYear()).isEqualTo(2099);
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> DateForm.DAY_MONTH_YEAR.render(null))
        .withMessageContaining("pass the date");
  }
}
