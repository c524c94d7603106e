package io.github.dl4jattention.zoo.dates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DateFormsPageTests {
  private static final Path PAGE = Path.of("..", "docs", "models", "dates-forms.md");

  private static String row(DateForm form) {
    return "| `%s` | `%s` | %s | %s |"
        .formatted(
            form.name(),
            form.example(),
            form.twoDigitYear() ? "two digits" : "four digits",
            form.weekdayAllowed() ? "optional" : "never");
  }

  @Test
  void listsExactlyTheForms() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(DateForm.values()).map(DateFormsPageTests::row).toList());
  }

  @Test
  void givesNumbersOfTheCode() throws IOException {
    String page = Files.readString(PAGE).replaceAll("\\s+", " ");
    assertThat(page)
        .contains(
            "The %d forms".formatted(DateForm.values().length),
            "at most %d characters".formatted(DateGenerator.MAX_LENGTH),
            "`" + DateGenerator.ALPHABET + "`",
            "29 February | %d %%".formatted(DateGenerator.LEAP_DAY_PERCENT),
            "the other way about | %d %%".formatted(Variation.OTHER_COMMA_PERCENT),
            "lose their period | %d %%".formatted(Variation.NO_PERIOD_PERCENT),
            "weekday in front | %d %%".formatted(Variation.WEEKDAY_PERCENT),
            "comma after the weekday | %d %%".formatted(Variation.WEEKDAY_COMMA_PERCENT),
            "all in lower case | %d %%".formatted(Variation.LOWER_CASE_PERCENT),
            "all in upper case | %d %%".formatted(Variation.UPPER_CASE_PERCENT),
            "space doubled | %d %%".formatted(Variation.DOUBLED_SPACE_PERCENT));
  }
}
