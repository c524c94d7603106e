package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairFileTests {
  private static final int LIMIT = 5;

  @TempDir private Path folder;

  @Test
  void readsPairsInTheFilesOrder() throws IOException {
    assertThat(PairFile.read(file("b\t2\na\t1\nb\t2\n"), LIMIT, LIMIT))
        .containsExactly(new Pair("b", "2"), new Pair("a", "1"), new Pair("b", "2"));
  }

  @Test
  void skipsByteOrderMarkAndCarriageReturns() throws IOException {
    assertThat(PairFile.read(file("\uFEFFa\t1\r\nb\t2\r\n"), LIMIT, LIMIT))
        .containsExactly(new Pair("a", "1"), new Pair("b", "2"));
  }

  @Test
  void keepsByteOrderMarkWithinTheText() throws IOException {
    assertThat(PairFile.read(file("a\t1\n\uFEFFb\t2\n"), LIMIT, LIMIT).get(1).source())
        .isEqualTo("\uFEFFb");
  }

  @Test
  void readsLastLineWithoutItsEnd() throws IOException {
    assertThat(PairFile.read(file("a\t1\nb\t2"), LIMIT, LIMIT)).hasSize(2);
  }

  @Test
  void countsCodePointsAgainstTheLimit() throws IOException {
    String five = "\uD83D\uDE00".repeat(LIMIT);
    assertThat(PairFile.read(file(five + "\t" + five), LIMIT, LIMIT))
        .containsExactly(new Pair(five, five));
  }

  @Test
  void refusesMissingFile() {
    Path missing = folder.resolve("missing.tsv");
    assertThatThrownBy(() -> PairFile.read(missing, LIMIT, LIMIT))
        .isInstanceOf(UserError.class)
        .hasMessage(missing + " does not exist: check the path given to --data");
  }

  @Test
  void refusesEmptyFile() throws IOException {
    Path empty = file("");
    assertThatThrownBy(() -> PairFile.read(empty, LIMIT, LIMIT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(empty + " is empty: write ");
  }

  @Test
  void refusesFolder() {
    assertThatThrownBy(() -> PairFile.read(folder, LIMIT, LIMIT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(folder + " is a folder: name a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "b | has no tab: write source TAB target",
        "\"\" | has no tab: write source TAB target",
        "b<TAB>2<TAB>3 | has more than one tab: write source TAB target, nothing else",
        "<TAB>2 | has an empty side: fill it or take the line out",
        "b<TAB> | has an empty side: fill it or take the line out",
        "\" <TAB>2\" | has an empty side: fill it or take the line out",
        "bbbbbb<TAB>2 | has a source of 6 characters, over the limit of 5: shorten it or take the line out",
        "b<TAB>222222 | has a target of 6 characters, over the limit of 5: shorten it or take the line out"
      })
  void namesFileLineAndMendOfLineThatIsNoPair(String line, String problem) throws IOException {
    Path file = file("a\t1\n" + line.replace("<TAB>", "\t") + "\nc\t3\n");
    assertThatThrownBy(() -> PairFile.read(file, LIMIT, LIMIT))
        .isInstanceOf(UserError.class)
        .hasMessage(file + " line 2 " + problem);
  }

  @Test
  void limitsEachSideByItsOwnLimit() throws IOException {
    assertThat(PairFile.read(file("abc\t1"), 3, 1)).hasSize(1);
    Path file = file("a\t12");
    assertThatThrownBy(() -> PairFile.read(file, 3, 1)).isInstanceOf(UserError.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 2000})
  void namesLineThatIsNotUtf8(int line) throws IOException {
    String before = "a\t1\n".repeat(line - 1);
    Path file = folder.resolve("latin1.tsv");
    Files.writeString(file, before + "\u00E9\t2\nc\t3\n", StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PairFile.read(file, LIMIT, LIMIT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + " line " + line + " is not UTF-8: convert ");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("pairs.tsv"), text);
  }
}
