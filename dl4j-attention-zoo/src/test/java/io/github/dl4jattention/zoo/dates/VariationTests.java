package io.github.dl4jattention.zoo.dates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.dates.Variation.LetterCase;
import io.github.dl4jattention.zoo.dates.Variation.WeekdayStyle;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VariationTests {
  private static final LocalDate DAY = LocalDate.of(1988, 5, 10);
  private static final Variation OTHER_COMMA =
      new Variation(true, false, WeekdayStyle.NONE, false, LetterCase.AS_IS, -1);

  private static Variation weekday(WeekdayStyle style, boolean comma, boolean noPeriod) {
    return new Variation(false, noPeriod, style, comma, LetterCase.AS_IS, -1);
  }

  private static Variation doubledSpace(int space) {
    return new Variation(false, false, WeekdayStyle.NONE, false, LetterCase.AS_IS, space);
  }

  @Test
  void noneLeavesTheFormAsItIs() {
    assertThat(Variation.NONE.write(DateForm.DAY_MONTH_YEAR, DAY)).isEqualTo("10 May 1988");
  }

  @Test
  void addsAndDropsCommas() {
    LocalDate birthday = LocalDate.of(1564, 4, 23);
    assertThat(OTHER_COMMA.write(DateForm.DAY_MONTH_YEAR, birthday)).isEqualTo("23 April, 1564");
    assertThat(OTHER_COMMA.write(DateForm.MONTH_DAY_YEAR, birthday)).isEqualTo("April 23 1564");
    assertThat(OTHER_COMMA.write(DateForm.YEAR_MM_DD_DASHED, birthday)).isEqualTo("1564-04-23");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FULL | true | false | Tuesday, 10 May 1988",
        "SHORT | false | false | Tue 10 May 1988",
        "PERIOD | false | false | Tues. 10 May 1988",
        "PERIOD | true | true | Tues, 10 May 1988",
        "NONE | true | false | 10 May 1988"
      })
  void putsTheWeekdayInFront(WeekdayStyle style, boolean comma, boolean noPeriod, String text) {
    assertThat(weekday(style, comma, noPeriod).write(DateForm.DAY_MONTH_YEAR, DAY)).isEqualTo(text);
  }

  @Test
  void weekdaysBeforeTheGregorianReformAreProleptic() {
    // A Saturday in the Julian calendar of its time.
    LocalDate hastings = LocalDate.of(1066, 10, 14);
    assertThat(weekday(WeekdayStyle.FULL, true, false).write(DateForm.DAYTH_MONTH_YEAR, hastings))
        .isEqualTo("Sunday, 14th October 1066");
  }

  @Test
  void putsNoWeekdayWhereNoneIsAllowed() {
    assertThat(weekday(WeekdayStyle.FULL, true, false).write(DateForm.DAY_MON_YEAR_JOINED, DAY))
        .isEqualTo("10MAY1988");
  }

  @Test
  void dropsPeriodsOfAbbreviationsOnly() {
    LocalDate september = LocalDate.of(1066, 9, 5);
    Variation noPeriod = weekday(WeekdayStyle.NONE, false, true);
    assertThat(noPeriod.write(DateForm.MON_DOT_DAY_YEAR, september)).isEqualTo("Sept 5, 1066");
    assertThat(noPeriod.write(DateForm.D_M_YEAR_DOTTED, september)).isEqualTo("5.9.1066");
  }

  @ParameterizedTest
  @CsvSource({
    "AS_IS, the 10th of May 1988",
    "LOWER, the 10th of may 1988",
    "UPPER, THE 10TH OF MAY 1988"
  })
  void writesInAnyCase(LetterCase letterCase, String text) {
    Variation variation = new Variation(false, false, WeekdayStyle.NONE, false, letterCase, -1);
    assertThat(variation.write(DateForm.THE_DAYTH_OF_MONTH_YEAR, DAY)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 10  May 1988", "1, 10 May  1988", "2, 10  May 1988", "59, 10 May  1988"})
  void doublesOneSpace(int space, String text) {
    assertThat(doubledSpace(space).write(DateForm.DAY_MONTH_YEAR, DAY)).isEqualTo(text);
  }

  @Test
  void doublesNoSpaceWhereThereIsNone() {
    assertThat(doubledSpace(3).write(DateForm.YEAR_MM_DD_DASHED, DAY)).isEqualTo("1988-05-10");
  }

  @Test
  void drawsEachVariationAsOftenAsDocumented() {
    Random random = new Random(1);
    List<Variation> drawn = Stream.generate(() -> Variation.draw(random)).limit(100_000).toList();

    assertShare(drawn, Variation::otherComma, Variation.OTHER_COMMA_PERCENT);
    assertShare(drawn, Variation::noPeriod, Variation.NO_PERIOD_PERCENT);
    assertShare(drawn, Variation::weekdayComma, Variation.WEEKDAY_COMMA_PERCENT);
    assertShare(drawn, v -> v.letterCase() == LetterCase.LOWER, Variation.LOWER_CASE_PERCENT);
    assertShare(drawn, v -> v.letterCase() == LetterCase.UPPER, Variation.UPPER_CASE_PERCENT);
    assertShare(drawn, v -> v.doubledSpace() >= 0, Variation.DOUBLED_SPACE_PERCENT);
    for (WeekdayStyle style : EnumSet.complementOf(EnumSet.of(WeekdayStyle.NONE))) {
      assertShare(drawn, v -> v.weekday() == style, Variation.WEEKDAY_PERCENT / 3.0);
    }
  }

  private static void assertShare(
      List<Variation> drawn, Predicate<Variation> those, double percent) {
    assertThat(100.0 * drawn.stream().filter(those).count() / drawn.size())
        .isCloseTo(percent, within(0.6));
  }

  @ParameterizedTest
  @EnumSource
  void keepsToTheLengthAtItsLongest(DateForm form) {
    for (boolean otherComma : new boolean[] {false, true}) {
      Variation longest =
          new Variation(otherComma, false, WeekdayStyle.FULL, true, LetterCase.AS_IS, 0);
      LocalDate.of(1999, 1, 1)
          .datesUntil(LocalDate.of(2001, 1, 1))
          .forEach(
              date ->
                  assertThat(longest.write(form, date).length())
                      .isLessThanOrEqualTo(DateGenerator.MAX_LENGTH));
    }
  }
}
