package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTests {
  private static final String FACE = "\uD83D\uDE00"; // one code point, two chars

  @Test
  void decodesWhatItEncodes() {
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(randomText(random));
    }
    Vocabulary vocabulary = Vocabulary.of(texts);
    assertThat(texts)
        .allSatisfy(text -> assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text));
  }

  @Test
  void givesOneNumberACodePoint() {
    Vocabulary vocabulary = new Vocabulary(List.of("b", FACE, "a"));
    assertThat(vocabulary.encode("a" + FACE + "b"))
        .containsExactly(
            Vocabulary.FIRST_CHARACTER + 2,
            Vocabulary.FIRST_CHARACTER + 1,
            Vocabulary.FIRST_CHARACTER);
  }

  @Test
  void numbersCharactersOfTextsByCodePoint() {
    assertThat(Vocabulary.of(List.of("ba" + FACE, "\uFFFDab")).characters())
        .containsExactly("a", "b", "\uFFFD", FACE);
  }

  @Test
  void countsTheSpecialNumbers() {
    assertThat(new Vocabulary(List.of("a", "b")).size()).isEqualTo(5);
  }

  @Test
  void leavesSpecialNumbersOutOfTheText() {
    int a = Vocabulary.FIRST_CHARACTER;
    assertThat(
            new Vocabulary(List.of("a"))
                .decode(new int[] {Vocabulary.START, a, Vocabulary.PADDING, a, Vocabulary.END}))
        .isEqualTo("aa");
  }

  @Test
  void isRebuiltFromItsCharacters() {
    Vocabulary vocabulary = Vocabulary.of(List.of("zebra", FACE));
    Vocabulary rebuilt = new Vocabulary(vocabulary.characters());
    assertThat(rebuilt.encode("bar" + FACE)).isEqualTo(vocabulary.encode("bar" + FACE));
  }

  @ParameterizedTest
  @CsvSource({
    "abx, 'character \"x\" (U+0078), at position 3, that the training data lack'",
    "\uD83D\uDE00a, 'character \"\uD83D\uDE00\" (U+1F600), at position 1, that the training data lack'",
    "'a\u0007', 'character ? (U+0007), at position 2, that the training data lack'"
  })
  void namesUnknownCharacterAndItsPosition(String text, String message) {
    Vocabulary vocabulary = new Vocabulary(List.of("a", "b"));
    assertThatThrownBy(() -> vocabulary.encode(text))
        .isInstanceOf(Vocabulary.UnknownCharacterException.class)
        .hasMessage(message);
  }

  @Test
  void countsPositionInCodePoints() {
    Vocabulary vocabulary = new Vocabulary(List.of(FACE));
    assertThatThrownBy(() -> vocabulary.encode(FACE + FACE + "x"))
        .hasMessageContaining("at position 3,");
  }

  @Test
  void refusesCharacterGivenTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Vocabulary(List.of("a", "b", "a")))
        .withMessage("character \"a\" is given twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "\uD83D\uDE00a"})
  void refusesWhatIsNotOneCharacter(String character) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Vocabulary(List.of(character)))
        .withMessageEndingWith("is not one character");
  }

  @Test
  void encodesPairsWithTheirEnds() {
    Vocabulary vocabulary = new Vocabulary(List.of("a", "b"));
    List<EncodedPair> encoded =
        EncodedPair.encode(
            List.of(new Pair("ab", "b"), new Pair("b", "a")), vocabulary, vocabulary, "test");
    assertThat(encoded.stream().map(pair -> Arrays.toString(pair.source())))
        .containsExactly("[3, 4, 2]", "[4, 2]");
    assertThat(encoded.stream().map(pair -> Arrays.toString(pair.target())))
        .containsExactly("[4, 2]", "[3, 2]");
  }

  @Test
  void namesOriginAndLineOfPairWithUnknownCharacter() {
    Vocabulary vocabulary = new Vocabulary(List.of("a"));
    List<Pair> pairs = List.of(new Pair("a", "a"), new Pair("a", "q"));
    assertThatThrownBy(() -> EncodedPair.encode(pairs, vocabulary, vocabulary, "mine.tsv"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "mine.tsv line 2 has a character \"q\" (U+0071), at position 1, that the training data"
                + " lack: take it out, or train on data that have it");
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20);
    while (text.codePointCount(0, text.length()) < length) {
      int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
      if (Character.getType(codePoint) != Character.SURROGATE) {
        text.appendCodePoint(codePoint);
      }
    }
    return text.toString();
  }
}
