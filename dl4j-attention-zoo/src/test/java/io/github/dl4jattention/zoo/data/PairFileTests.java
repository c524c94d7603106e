package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
        .hasMessage(missing + " does not exist: check the path");
  }

  @Test
  void refusesEmptyFile() throws IOException {
    Path empty = file("");
    assertThatThrownBy(() -> PairFile.read(empty, LIMIT, LIMIT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(empty + " is empty: write ");
  }

  @Test
  void readsPipes() throws Exception {
    Path plain = Pipe.of(folder.resolve("plain"), "b\t2\na\t1\n".getBytes(StandardCharsets.UTF_8));
    assertThat(PairFile.read(plain)).containsExactly(new Pair("b", "2"), new Pair("a", "1"));
    Path packed = Pipe.of(folder.resolve("packed"), Files.readAllBytes(packed("a.gz", "a\t1\n")));
    assertThat(PairFile.read(packed)).containsExactly(new Pair("a", "1"));
    Path empty = Pipe.of(folder.resolve("empty"));
    assertThatThrownBy(() -> PairFile.read(empty))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(empty + " is empty, or a pipe that was read already: write ");
  }

  @Test
  void namesTheFormThatLinesShouldHave() throws IOException {
    Path file = file("a\t1\nb\n");
    assertThatThrownBy(() -> PairFile.read(file, "class TAB text"))
        .isInstanceOf(UserError.class)
        .hasMessage(file + " line 2 has no tab: write class TAB text");
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
        "b<TAB>2<TAB>3 | has more than one tab: write source TAB target, nothing else; cut -f 1,2 keeps the first two columns",
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
        .hasMessage(
            "%s line %d is not UTF-8: byte %,d of the file is 0xE9: convert it, e.g. iconv -f"
                    .formatted(file, line, before.length())
                + " ISO-8859-1 -t UTF-8");
  }

  @Test
  void countsByteOffsetOverManyBytesAndCarriageReturns() throws IOException {
    Path file = folder.resolve("broken.tsv");
    byte[] before = "\u00e9\t\uD83D\uDE00\r\nab\tc".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(before, before.length + 2);
    bytes[before.length] = (byte) 0xF0; // begins four bytes that do not follow
    bytes[before.length + 1] = 'x';
    Files.write(file, bytes);
    assertThatThrownBy(() -> PairFile.read(file))
        .hasMessageContaining(
            "line 2 is not UTF-8: byte " + before.length + " of the file is 0xF0");
  }

  @ParameterizedTest
  @CsvSource({"7, U+0007, 3", "0, U+0000, 3", "13, U+000D, 3", "133, U+0085, 3", "127, U+007F, 3"})
  void namesControlCharacterAndItsPosition(int character, String name, int position)
      throws IOException {
    Path file = file("a\t1\n\uD83D\uDE00b" + (char) character + "\t2\n");
    assertThatThrownBy(() -> PairFile.read(file, LIMIT, LIMIT))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s line 2 has the control character %s, at position %d: take it out"
                .formatted(file, name, position));
  }

  @Test
  void keepsEveryScript() throws IOException {
    List<Pair> pairs =
        List.of(
            new Pair("\u05e9\u05dc\u05d5\u05dd \u200f", "\u0645\u0631\u062d\u0628\u0627"),
            new Pair("\u4f60\u597d\u3002", "\uD83D\uDC69\u200D\uD83D\uDCBB"),
            new Pair("e\u0301\u00a0", "\u2028"));
    StringBuilder text = new StringBuilder();
    pairs.forEach(p -> text.append(p.source()).append('\t').append(p.target()).append('\n'));
    assertThatThrownBy(() -> PairFile.read(file(text.toString())))
        .hasMessageContaining("line 3 has an empty side"); // a line separator is white space
    assertThat(PairFile.read(file(text.toString().replace("\u2028", "x"))).subList(0, 2))
        .isEqualTo(pairs.subList(0, 2));
  }

  @Test
  void readsGzipWhateverItsName() throws IOException {
    Path file = packed("pairs.tsv", "a\t1\nb\t2\n");
    assertThat(PairFile.read(file)).containsExactly(new Pair("a", "1"), new Pair("b", "2"));
  }

  @Test
  void readsGzipOfSeveralMembers() throws IOException {
    Path file = folder.resolve("two.gz");
    byte[] first = Files.readAllBytes(packed("1", "a\t1\n"));
    byte[] second = Files.readAllBytes(packed("2", "b\t2\n"));
    Files.write(file, first);
    Files.write(file, second, StandardOpenOption.APPEND);
    assertThat(PairFile.read(file)).hasSize(2);
  }

  @Test
  void refusesDamagedGzip() throws IOException {
    byte[] whole = Files.readAllBytes(packed("whole.gz", "a\t1\nb\t2\n".repeat(500)));
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 12));
    assertThatThrownBy(() -> PairFile.read(cut))
        .isInstanceOf(UserError.class)
        .hasMessage(cut + " is a damaged or truncated gzip file: fetch it again");
    Path header = Files.write(folder.resolve("header.gz"), Arrays.copyOf(whole, 3));
    assertThatThrownBy(() -> PairFile.read(header)).hasMessageContaining("damaged or truncated");
    whole[20] ^= 0x55;
    Path changed = Files.write(folder.resolve("changed.gz"), whole);
    assertThatThrownBy(() -> PairFile.read(changed))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("damaged or truncated");
  }

  @Test
  void refusesGzipThatUnpacksToTooMuch() throws IOException {
    Path bomb = packed("bomb.gz", ("a".repeat(100) + "\n").repeat(100_000));
    assertThat(Files.size(bomb)).isLessThan(100_000);
    try (TextLines lines = new TextLines(bomb, "lines", 1_000_000)) {
      assertThatThrownBy(
              () -> {
                while (lines.next() != null) {
                  assertThat(lines.number()).isLessThan(10_000);
                }
              })
          .isInstanceOf(UserError.class)
          .hasMessage(
              bomb + " has more than 1,000,000 bytes or 5,000,000 lines once unpacked: split it");
    }
  }

  @Test
  void refusesLineWithoutAnEnd() throws IOException {
    Path file = packed("line.gz", "a\tb\n" + "a".repeat(5_000_000));
    assertThatThrownBy(() -> PairFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessage(file + " line 2 has more than 1048576 bytes: split it");
  }

  @Test
  void readsParallelFiles() throws IOException {
    Path sources = Files.writeString(folder.resolve("a.en"), "a dog\nTAB\there\n");
    Path targets = packed("a.fr.gz", "un chien\nla");
    assertThat(PairFile.readParallel(sources, targets))
        .containsExactly(new Pair("a dog", "un chien"), new Pair("TAB\there", "la"));
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "2, 3", "1, 2000"})
  void namesBothCountsOfFilesOfUnequalLength(int left, int right) throws IOException {
    Path sources = Files.writeString(folder.resolve("a.en"), "a\n".repeat(left));
    Path targets = Files.writeString(folder.resolve("a.fr"), "b\n".repeat(right));
    assertThatThrownBy(() -> PairFile.readParallel(sources, targets))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s has %,d lines, but %s has %,d: line n of one must belong to line n of the other"
                .formatted(sources, left, targets, right));
  }

  @Test
  void refusesEmptyLineOfParallelFiles() throws IOException {
    Path sources = Files.writeString(folder.resolve("a.en"), "a\nb\n");
    Path targets = Files.writeString(folder.resolve("a.fr"), "b\n \n");
    assertThatThrownBy(() -> PairFile.readParallel(sources, targets))
        .isInstanceOf(UserError.class)
        .hasMessage(targets + " line 2 is empty: fill it, or take the line out of both files");
  }

  @Test
  void refusesSameFileForBothSides() throws IOException {
    Path file = Files.writeString(folder.resolve("a.en"), "a\n");
    Path link = Files.createSymbolicLink(folder.resolve("a.fr"), file);
    for (Path other : List.of(file, folder.resolve("./a.en"), link)) {
      assertThatThrownBy(() -> PairFile.readParallel(file, other))
          .isInstanceOf(UserError.class)
          .hasMessage(file + " is given for both sides: name the file of the targets too");
    }
  }

  @Test
  void refusesMissingSideOfParallelFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("a.en"), "a\n");
    Path missing = folder.resolve("a.fr");
    assertThatThrownBy(() -> PairFile.readParallel(file, missing))
        .isInstanceOf(UserError.class)
        .hasMessage(missing + " does not exist: check the path");
  }

  private Path packed(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("pairs.tsv"), text);
  }
}
