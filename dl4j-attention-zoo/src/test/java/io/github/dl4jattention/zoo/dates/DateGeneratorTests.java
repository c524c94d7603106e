package io.github.dl4jattention.zoo.dates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.Pair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateGeneratorTests {
  private static final String FIRST_THOUSAND_SHA_256 =
      "179c3767d0ef0037a4ce61ec33ae048614c440bc1c5d035faaeecb4c8747a205";

  private static final Pattern WEEKDAY =
      Pattern.compile(
          "^(mon|monday|tue|tues|tuesday|wed|wednesday|thu|thurs|thursday|fri|friday|sat|saturday"
              + "|sun|sunday)\\.?,? +(?=[a-z0-9])");

  private static DateSet set;
  private static List<Pair> all;

  @BeforeAll
  static void generate() {
    set = new DateGenerator(DateGenerator.DEFAULT_SEED).generate();
    all = new ArrayList<>(set.training());
    all.addAll(set.heldOut());
  }

  private static LocalDate date(Pair pair) {
    return LocalDate.parse(pair.target());
  }

  private static double percentOf(Predicate<Pair> those) {
    return 100.0 * all.stream().filter(those).count() / all.size();
  }

  @Test
  void firstThousandPairsNeverChange() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Pair pair : set.training().subList(0, 1000)) {
      digest.update((pair.source() + "\t" + pair.target() + "\n").getBytes(UTF_8));
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(FIRST_THOUSAND_SHA_256);
  }

  @Test
  void sameSeedGivesSamePairs() {
    DateGenerator generator = new DateGenerator(7);
    DateSet first = generator.generate(500, 100);

    assertThat(generator.generate(500, 100)).isEqualTo(first);
    assertThat(new DateGenerator(7).generate(500, 100)).isEqualTo(first);
    assertThat(new DateGenerator(8).generate(500, 100)).isNotEqualTo(first);
    assertThat(generator.generate(800, 1).training().subList(0, 500)).isEqualTo(first.training());
  }

  @Test
  void doesNotHeedTheDefaultLocale() {
    Locale before = Locale.getDefault();
    try {
      // Turkish has a dotted capital I and Arabic of Egypt may have digits of its own.
      for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(new DateGenerator(DateGenerator.DEFAULT_SEED).generate(2000, 1).training())
            .isEqualTo(set.training().subList(0, 2000));
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void hasTheSizesOfTheModel() {
    assertThat(set.training()).hasSize(50_000);
    assertThat(set.heldOut()).hasSize(5_000);
  }

  @Test
  void noWrittenDateOccursTwice() {
    assertThat(new HashSet<>(all.stream().map(Pair::source).toList())).hasSize(all.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, Long.MAX_VALUE})
  void everyTextHasOneReadingAndItIsTheTarget(long seed) {
    DateSet sample = new DateGenerator(seed).generate(20_000, 2_000);
    for (Pair pair : sample.training()) {
      assertThat(DateReader.read(pair.source())).as(pair.source()).hasToString(pair.target());
    }
    for (Pair pair : sample.heldOut()) {
      assertThat(DateReader.read(pair.source())).as(pair.source()).hasToString(pair.target());
    }
  }

  @Test
  void bothListsHaveEveryForm() {
    Set<DateForm> forms = EnumSet.allOf(DateForm.class);

    assertThat(formsThatAloneExplain(set.heldOut())).isEqualTo(forms);
    assertThat(formsThatAloneExplain(set.training().subList(0, 5_000))).isEqualTo(forms);
  }

  /** Forms of pairs that no other form can have given. */
  private static Set<DateForm> formsThatAloneExplain(List<Pair> pairs) {
    Set<DateForm> found = EnumSet.noneOf(DateForm.class);
    for (Pair pair : pairs) {
      String text = bare(WEEKDAY.matcher(pair.source().toLowerCase(Locale.ROOT)).replaceFirst(""));
      Set<DateForm> candidates = EnumSet.noneOf(DateForm.class);
      for (DateForm form : DateForm.values()) {
        if (form.accepts(date(pair))
            && (bare(form.render(date(pair), false, false)).equals(text)
                || bare(form.render(date(pair), false, true)).equals(text))) {
          candidates.add(form);
        }
      }
      assertThat(candidates).as(pair.source()).isNotEmpty();
      if (candidates.size() == 1) {
        found.addAll(candidates);
      }
    }
    return found;
  }

  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replace(",", "").replace("  ", " ");
  }

  @Test
  void weekdaysAreTrue() {
    int weekdays = 0;
    for (Pair pair : all) {
      Matcher weekday = WEEKDAY.matcher(pair.source().toLowerCase(Locale.ROOT));
      if (weekday.find()) {
        weekdays++;
        String name = date(pair).getDayOfWeek().name().toLowerCase(Locale.ROOT);
        assertThat(name).as(pair.source()).startsWith(weekday.group(1).replace(".", ""));
      }
    }
    assertThat(weekdays).isGreaterThan(all.size() / 5);
  }

  @Test
  void everyYearMonthAndLeapDayOccurs() {
    Set<Integer> years = new HashSet<>();
    Set<Month> months = EnumSet.noneOf(Month.class);
    all.forEach(pair -> years.add(date(pair).getYear()));
    all.forEach(pair -> months.add(date(pair).getMonth()));

    assertThat(years).hasSize(1100).contains(1000, 2099);
    assertThat(months).hasSize(12);
    assertThat(percentOf(pair -> pair.target().endsWith("-02-29")))
        .isCloseTo(DateGenerator.LEAP_DAY_PERCENT, within(0.5));
    assertThat(set.heldOut()).anyMatch(pair -> pair.target().endsWith("-02-29"));
  }

  @Test
  void variationsAreAsOftenAsDocumented() {
    // Doubled spaces fall on the forms with spaces only, and case shows in letters only.
    assertThat(percentOf(pair -> pair.source().contains("  ")))
        .isBetween(5.0, (double) Variation.DOUBLED_SPACE_PERCENT);
    Predicate<Pair> month = pair -> pair.source().matches(".*(?i)(january|october).*");
    double named = percentOf(month);
    assertThat(100 / named * percentOf(month.and(p -> p.source().matches("[^A-Z]*"))))
        .isCloseTo(Variation.LOWER_CASE_PERCENT, within(2.0));
    assertThat(100 / named * percentOf(month.and(p -> p.source().matches("[^a-z]*"))))
        .isCloseTo(Variation.UPPER_CASE_PERCENT, within(2.0));
  }

  @Test
  void textsKeepToTheLengthAndTheAlphabet() {
    Set<Character> seen = new TreeSet<>();
    for (Pair pair : all) {
      assertThat(pair.source()).hasSizeBetween(6, DateGenerator.MAX_LENGTH);
      assertThat(pair.source()).isEqualTo(pair.source().strip());
      assertThat(pair.target()).matches("[12][0-9]{3}-[0-9]{2}-[0-9]{2}");
      pair.source().chars().forEach(c -> seen.add((char) c));
    }
    StringBuilder alphabet = new StringBuilder();
    seen.forEach(alphabet::append);
    assertThat(alphabet).hasToString(DateGenerator.ALPHABET);
  }

  @Test
  void findsEnoughTextsForTheLargestSet() {
    DateSet largest = new DateGenerator(5).generate(DateGenerator.MAX_PAIRS - 1, 1);
    assertThat(largest.training()).hasSize(DateGenerator.MAX_PAIRS - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void refusesNegativeSeeds(long seed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DateGenerator(seed))
        .withMessage("The seed is %d: pass 0 or more, such as 1", seed);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, training is 0: ask for at least 1 pair",
    "5, 0, heldOut is 0: ask for at least 1 pair",
    "-3, 5, training is -3: ask for at least 1 pair",
    "500000, 1, at most 500000",
    "2147483647, 2147483647, 4294967294 pairs together"
  })
  void refusesSizes(int training, int heldOut, String message) {
    DateGenerator generator = new DateGenerator(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generator.generate(training, heldOut))
        .withMessageContaining(message);
  }
}
