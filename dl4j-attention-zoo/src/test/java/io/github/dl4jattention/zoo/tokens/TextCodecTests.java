package io.github.dl4jattention.zoo.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

class TextCodecTests {
  private static final String FACE = "\uD83D\uDE00"; // one code point, two chars
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<TextCodec> codecs() {
    List<String> texts = RandomTexts.list(1, 200);
    return Stream.of(
        TextCodec.ofCharactersIn(List.of("zebra " + FACE, "\u2028\"\\")),
        TextCodec.builder().setKind(TokenKind.CHARACTERS).optLimit(30).train(texts),
        TextCodec.builder()
            .setKind(TokenKind.WORDS)
            .optLimit(50)
            .optNormalization(new Normalization(Normalization.Form.NFC, true))
            .train(texts),
        TextCodec.builder()
            .setKind(TokenKind.BPE)
            .optLimit(600)
            .optNormalization(new Normalization(Normalization.Form.NFKC, false))
            .train(texts),
        TextCodec.builder()
            .setKind(TokenKind.BPE)
            .optLimit(300)
            .optByteFallback(false)
            .train(texts),
        TextCodec.builder()
            .setKind(TokenKind.HUGGING_FACE)
            .optFile(HuggingFaceTokensTests.FILE)
            .train(List.of("the dogs", "the cat")));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void doesTheSameAfterLoading(TextCodec codec) throws IOException {
    TextCodec loaded = TextCodec.parse(MAPPER.readTree(codec.toJson().toString()));
    assertThat(loaded.toJson()).isEqualTo(codec.toJson());
    assertThat(loaded.size()).isEqualTo(codec.size());
    List<String> texts =
        codec.vocabulary().hasUnknown() || codec.tokenizer() instanceof BytePairs
            ? RandomTexts.list(2, 300)
            : List.of("bar", FACE + " zebra");
    for (String text : texts) {
      int[] numbers = codec.encode(text);
      assertThat(loaded.encode(text)).isEqualTo(numbers);
      assertThat(loaded.decode(numbers)).isEqualTo(codec.decode(numbers));
      assertThat(loaded.split(text)).isEqualTo(codec.split(text)).hasSize(numbers.length);
    }
  }

  @Test
  void givesOneNumberACodePoint() {
    TextCodec codec = TextCodec.ofCharacters(List.of("b", FACE, "a"));
    assertThat(codec.encode("a" + FACE + "b")).containsExactly(5, 4, 3);
    assertThat(codec.decode(new int[] {1, 5, 0, 4, 2})).isEqualTo("a" + FACE);
    assertThat(codec.size()).isEqualTo(6);
  }

  @Test
  void numbersCharactersOfTextsByCodePoint() {
    assertThat(TextCodec.ofCharactersIn(List.of("ba" + FACE, "\uFFFDab")).vocabulary().pieces())
        .containsExactly("a", "b", "\uFFFD", FACE);
  }

  @Test
  void namesPositionOfUnknownCharacterInCodePoints() {
    TextCodec codec = TextCodec.ofCharacters(List.of(FACE));
    assertThatThrownBy(() -> codec.encode(FACE + FACE + "x"))
        .hasMessage("character \"x\" (U+0078), at position 3, that the training data lack");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "\uD83D\uDE00a"})
  void refusesWhatIsNotOneCharacter(String character) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TextCodec.ofCharacters(List.of(character)))
        .withMessageEndingWith("is not one character");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, false, Ae\u0301\ufb01, Ae\u0301\ufb01",
    "NFC, false, Ae\u0301\ufb01, A\u00e9\ufb01",
    "NFKC, false, Ae\u0301\ufb01, A\u00e9fi",
    "NFKC, true, Ae\u0301\ufb01, a\u00e9fi",
    "NONE, true, \u00c9\u03a3\u00c9, \u00e9\u03c3\u00e9",
  })
  void normalizesBeforeItCuts(
      Normalization.Form form, boolean lowerCase, String text, String expected) {
    TextCodec codec =
        TextCodec.builder()
            .setKind(TokenKind.CHARACTERS)
            .optNormalization(new Normalization(form, lowerCase))
            .train(List.of(text));
    assertThat(codec.decode(codec.encode(text))).isEqualTo(expected);
  }

  @Test
  void takesTheMostFrequentWords() {
    TextCodec codec =
        TextCodec.builder()
            .setKind(TokenKind.WORDS)
            .optLimit(3)
            .train(List.of("a dog, a cat", "a dog runs, fast"));
    assertThat(codec.vocabulary().pieces()).containsExactly("a", ",", "dog");
    assertThat(codec.decode(codec.encode("a cat, a dog"))).isEqualTo("a <unk>, a dog");
  }

  @ParameterizedTest
  @EnumSource(TokenKind.class)
  void refusesDataWithoutVariety(TokenKind kind) {
    TextCodec.Builder builder =
        TextCodec.builder()
            .setKind(kind)
            .optFile(kind == TokenKind.HUGGING_FACE ? HuggingFaceTokensTests.FILE : null);
    assertThatThrownBy(() -> builder.train(List.of()))
        .isInstanceOf(UserError.class)
        .hasMessage("there is no text to learn tokens from: check the data");
    if (kind != TokenKind.HUGGING_FACE) {
      assertThatThrownBy(() -> builder.train(List.of("x", "x")))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "all texts are the one token \"x\", from which nothing can be learned: check the"
                  + " data");
    }
  }

  @Test
  void refusesSettingsThatDoNotFit() {
    assertThatThrownBy(
            () -> TextCodec.builder().setKind(TokenKind.WORDS).optLimit(1).train(List.of("a b")))
        .isInstanceOf(UserError.class)
        .hasMessage("a vocabulary of 1 is too small: give at least 2");
    assertThatThrownBy(
            () -> TextCodec.builder().setKind(TokenKind.BPE).optLimit(99).train(List.of("a b")))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "a vocabulary of 99 pieces has no room for characters: 258 are for bytes and spaces:"
                + " give a larger one");
    assertThatThrownBy(
            () -> TextCodec.builder().setKind(TokenKind.HUGGING_FACE).train(List.of("a b")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("belong together");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenKind.of("syllables"))
        .withMessage(
            "there are no tokens of kind \"syllables\": choose of characters, words, bpe,"
                + " huggingface");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "tokens | \"syllables\" | no tokens of kind",
        "normalization | \"nfx\" | damaged",
        "lowerCase | 3 | lowerCase is missing",
        "unknown | null | unknown is missing",
        "vocabulary | {} | vocabulary is missing or too long",
        "vocabulary | [\"a\", 3] | vocabulary has an entry that is no piece",
        "vocabulary | [\"a\", \"a\"] | given twice",
        "merges | [\"ab\"] | not two pieces",
        "merges | [\"a \uffedz\"] | does not fit the pieces",
        "merges | null | merges is missing",
      })
  void refusesDamagedJson(String field, String value, String message) throws IOException {
    ObjectNode json =
        TextCodec.builder()
            .setKind(TokenKind.BPE)
            .optLimit(300)
            .train(List.of("low lower newest"))
            .toJson();
    json.set(field, MAPPER.readTree(value));
    assertThatThrownBy(() -> TextCodec.parse(json))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesPieceTooLong() {
    ObjectNode json = TextCodec.ofCharacters(List.of("a")).toJson();
    json.putArray("vocabulary").add("x".repeat(1001));
    assertThatThrownBy(() -> TextCodec.parse(json)).hasMessageContaining("no piece");
    assertThatThrownBy(() -> TextCodec.parse(null)).hasMessage("its tokens are missing");
  }

  @Test
  void putsTheSourcesWordsForUnknownOnes() {
    List<String> source = List.of("Herr", "Smith", "-", "\uffed", "ja");
    float[][] weights = {{0.9f, 0.1f, 0, 0, 0}, {0.1f, 0.3f, 0.1f, 0.4f, 0.1f, 9}, {0, 0, 0, 0, 1}};
    assertThat(UnknownWords.replaced(List.of("Mr", "<unk>", "."), source, weights))
        .containsExactly("Mr", "Smith", ".");
    assertThat(UnknownWords.replaced(List.of("<unk>"), List.of(), weights))
        .containsExactly("<unk>");
  }

  @Test
  void theMarkOfAMissingSpaceIsShownAsADot() {
    assertThat(TextCodec.label("\uffedest")).isEqualTo("\u00b7est");
    assertThat(TextCodec.label("\uffed")).isEqualTo("\u00b7");
    assertThat(TextCodec.label("un")).isEqualTo("un");
    assertThat(TextCodec.label("")).isEmpty();
  }
}
