package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Pipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputLinesTests {
  private static final int LIMIT = 65_536;

  @Test
  void opensFilesAndPipes(@TempDir Path folder) throws Exception {
    Path pipe = Pipe.of(folder.resolve("pipe"), "a\nb\n".getBytes(StandardCharsets.UTF_8));
    try (InputStream in = InputLines.open(pipe)) {
      InputLines lines = new InputLines(in);
      assertThat(lines.next(2)).startsWith(good("a"));
    }
    assertThatThrownBy(() -> InputLines.open(folder))
        .isInstanceOf(UserError.class)
        .hasMessage(folder + " is a folder: name a file of lines");
    assertThatThrownBy(() -> InputLines.open(folder.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("none does not exist: check the path");
  }

  @Test
  void readsLines() throws IOException {
    assertThat(lines("a\n\u00E9\uD83D\uDE00\n"))
        .containsExactly(good("a"), good("\u00E9\uD83D\uDE00"));
  }

  @Test
  void takesCarriageReturnOffTheEndOnly() throws IOException {
    assertThat(lines("a\r\nb\rc\r\n")).containsExactly(good("a"), good("b\rc"));
  }

  @Test
  void readsLastLineWithoutItsEnd() throws IOException {
    assertThat(lines("a\nb")).containsExactly(good("a"), good("b"));
  }

  @Test
  void keepsEmptyLines() throws IOException {
    assertThat(lines("\n\na\n")).containsExactly(good(""), good(""), good("a"));
  }

  @Test
  void givesNothingOfEmptyInput() throws IOException {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void givesOtherLinesWhereOneIsNotUtf8() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("a\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes("c\n".getBytes(StandardCharsets.UTF_8));
    List<InputLines.Line> lines =
        new InputLines(new ByteArrayInputStream(bytes.toByteArray())).next(10);
    assertThat(lines)
        .containsExactly(
            good("a"),
            new InputLines.Line(
                null,
                "is not UTF-8: byte 2 of the input is 0xE9: convert it, e.g. iconv -f ISO-8859-1 -t"
                    + " UTF-8"),
            good("c"));
  }

  @Test
  void givesOtherLinesWhereOneIsTooLong() throws IOException {
    assertThat(lines("a\n" + "x".repeat(LIMIT + 1) + "\nc"))
        .containsExactly(
            good("a"),
            new InputLines.Line(null, "has more than 65536 bytes: shorten it"),
            good("c"));
  }

  @Test
  void readsLineAsLongAsTheLimit() throws IOException {
    assertThat(lines("x".repeat(LIMIT) + "\nb"))
        .containsExactly(good("x".repeat(LIMIT)), good("b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void takesNoMoreLinesThanAsked(int most) throws IOException {
    InputLines input = new InputLines(stream("a\nb\nc\nd\n"));
    assertThat(input.next(most)).hasSize(most).first().isEqualTo(good("a"));
    assertThat(input.next(1)).containsExactly(good(List.of("b", "c", "d").get(most - 1)));
  }

  @Test
  void stillGivesNothingAfterTheEnd() throws IOException {
    InputLines input = new InputLines(stream("a"));
    assertThat(input.next(5)).hasSize(1);
    assertThat(input.next(5)).isEmpty();
    assertThat(input.next(5)).isEmpty();
  }

  /** Who types a line wants its answer before the next one. */
  @Test
  void doesNotWaitForMoreThanOneLine() throws IOException {
    InputStream slow =
        new InputStream() {
          private final InputStream typed = stream("a\nb\n");

          @Override
          public int read() throws IOException {
            return typed.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return typed.read(buffer, offset, Math.min(length, 2)); // a line at a time
          }

          @Override
          public int available() {
            return 0;
          }
        };
    InputLines input = new InputLines(slow);
    assertThat(input.next(10)).containsExactly(good("a"));
    assertThat(input.next(10)).containsExactly(good("b"));
    assertThat(input.next(10)).isEmpty();
  }

  private static List<InputLines.Line> lines(String text) throws IOException {
    return new InputLines(stream(text)).next(100);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InputLines.Line good(String text) {
    return new InputLines.Line(text, null);
  }
}
