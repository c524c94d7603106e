package io.github.dl4jattention.zoo.dates;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a written date by general rules, without knowing its form. Where it reads every text
 * aright, no text can have two meanings, for it gives one date for a text.
 */
final class DateReader {
  private static final Pattern WORD = Pattern.compile("[0-9]+|[a-z]+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> ROMANS =
      List.of("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii");

  private DateReader() {}

  static LocalDate read(String text) {
    List<String> numbers = new ArrayList<>();
    int month = 0;
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      String word = words.group();
      if (DIGITS.matcher(word).matches()) {
        numbers.add(word);
      } else {
        month = Math.max(month, monthNamed(word));
      }
    }
    if (numbers.size() == 1) {
      String all = numbers.get(0);
      return date(all.substring(0, 4), Integer.parseInt(all.substring(4, 6)), all.substring(6));
    }
    int last = numbers.size() - 1;
    boolean yearFirst = numbers.get(0).length() == 4;
    return date(
        numbers.get(yearFirst ? 0 : last),
        month > 0 ? month : Integer.parseInt(numbers.get(1)),
        numbers.get(yearFirst ? last : 0));
  }

  private static int monthNamed(String word) {
    if (ROMANS.contains(word)) {
      return ROMANS.indexOf(word) + 1;
    }
    return word.length() < 3 ? 0 : MONTHS.indexOf(word.substring(0, 3)) + 1;
  }

  private static LocalDate date(String year, int month, String day) {
    int y = Integer.parseInt(year);
    if (year.length() == 2) {
      y += y < 70 ? 2000 : 1900;
    }
    return LocalDate.of(y, month, Integer.parseInt(day));
  }
}
