package io.github.dl4jattention.zoo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TinyModels;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateReaderTests {
  @TempDir private static Path folder;
  private static DateReader reader;

  @BeforeAll
  static void load() {
    reader = DateReader.load(new ModelStore().optFolder(folder).fetch("dates"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "July 20th 1969 | 1969-07-20",
        "23 April, 1564 | 1564-04-23",
        "the 3rd of March 2011 | 2011-03-03",
        "29.2.2000 | 2000-02-29",
      })
  void datesAreRead(String text, LocalDate date) {
    assertThat(reader.read(text)).isEqualTo(date);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the text is empty: write something to translate",
        "20 июля 1969 | the text has the character \"и\"",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + " | the text has 65 characters, over the model's limit of 64",
      })
  void whatCannotBeReadIsNamed(String text, String problem) {
    assertThatThrownBy(() -> reader.read(text))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void anAnswerThatIsNoDateIsNoAnswer() {
    Path file = folder.resolve("tiny.zip");
    ModelFile.write(file, TinyModels.decided(3).graph(), TinyModels.card(), null);
    DateReader other = DateReader.load(file);
    assertThatThrownBy(() -> other.read("abc"))
        .isInstanceOf(UserError.class)
        .hasMessageMatching("\"abc\" was read as \"[xyz]*\", which is no date: write it otherwise");
  }

  @Test
  void severalThreadsMayReadAtATime() {
    List<Pair> pairs = new DateGenerator(3).generate(1, 60).heldOut();
    assertThat(pairs.parallelStream().map(pair -> reader.read(pair.source()).toString()))
        .containsExactlyElementsOf(pairs.stream().map(Pair::target).toList());
  }
}
