package io.github.dl4jattention.zoo.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTests {
  private final Words words = new Words();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Two dogs play, and a man (old) sits. | Two dogs play , and a man ( old ) sits .",
        "Il n'est pas l\u00e0 ! | Il n ' est pas l\u00e0 _ !",
        "a T-shirt for $20 | a T - shirt for $ 20",
        "He \u2013 or she? | He \u2013 or she ?",
        "\u201eGut\u201c, \u2019s \u00abbon\u00bb | \u201e Gut \uffed \u201c , _ \u2019 s \u00ab bon \u00bb",
        "3.5 m, 1,000 | 3 . \uffed 5 m , 1 , \uffed 000",
        "\u4f60\u597d\uff0c\u4e16\u754c\u3002 | \u4f60\u597d \uff0c \u4e16\u754c \u3002",
        "cafe\u0301 mp3 | cafe\u0301 mp3",
        "\u0645\u0631\u062d\u0628\u0627\u060c \u0647\u0644? | \u0645\u0631\u062d\u0628\u0627 \u060c \u0647\u0644 ?",
        "a  b | a _ _ b",
        "\uD83D\uDE00\uD83D\uDE00 | \uD83D\uDE00 \uffed \uD83D\uDE00",
        "x\uffedy | x \uffed\uffed y",
      })
  void cutsAsIsUsual(String text, String pieces) {
    List<String> expected =
        List.of(pieces.split(" ")).stream().map(piece -> piece.replace('_', ' ')).toList();
    assertThat(words.split(text)).isEqualTo(expected);
    assertThat(words.join(expected)).isEqualTo(text);
  }

  @Test
  void givesBackEveryTextToTheCharacter() {
    for (String text : RandomTexts.list(1, 20_000)) {
      List<String> pieces = words.split(text);
      assertThat(words.join(pieces)).isEqualTo(text);
      assertThat(pieces).doesNotContain("");
    }
  }

  @Test
  void keepsSpacesAtBothEnds() {
    assertThat(words.split(" a ")).containsExactly(" ", "a", " ");
    assertThat(words.split("")).isEmpty();
    assertThat(words.split("  ")).containsExactly(" ", " ");
  }

  @Test
  void joinsWhatAModelMayWrite() {
    assertThat(words.join(List.of("a", "<unk>", "b", ".", "<unk>"))).isEqualTo("a <unk> b. <unk>");
    assertThat(words.join(List.of("\uffed", ",", "\uffed", "\uffed", "a", " ", " ")))
        .isEqualTo(",a  ");
    assertThat(words.join(List.of())).isEmpty();
  }
}
