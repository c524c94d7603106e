package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.UserError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslatorTests {
  private static final TranslationModel MODEL = TinyModels.decided(3);
  private static final Translator TRANSLATOR = new Translator(MODEL, 1);

  @ParameterizedTest
  @ValueSource(strings = {"a", "abcd", "dddddd"})
  void hasNoProblemWithTextOfKnownCharacters(String text) {
    assertThat(TRANSLATOR.problemOf(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty: write something to translate",
    "'  ', is empty: write something to translate",
    "'abcdabc', 'has 7 characters, over the model''s limit of 6: shorten it'",
    "abq, 'has the character \"q\" (U+0071), at position 3, that the training data lack: leave it"
        + " out'",
    "'a b', 'has the character \" \" (U+0020), at position 2, that the training data lack: leave it"
        + " out'"
  })
  void saysWhatIsWrongAndTheMend(String text, String problem) {
    assertThat(TRANSLATOR.problemOf(text)).isEqualTo(problem);
  }

  @Test
  void countsCodePointsAgainstTheLimit() {
    assertThat(TRANSLATOR.problemOf("\uD83D\uDE00".repeat(TinyModels.MAX_LENGTH)))
        .contains("U+1F600");
  }

  @Test
  void answersTextsInOrder() {
    List<String> texts = TinyModels.texts(20, 3);
    assertThat(TRANSLATOR.translate(texts)).extracting(Prediction::source).isEqualTo(texts);
  }

  @Test
  void answersOneTextWithOneOrSaysWhyNot(@TempDir Path folder) {
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, MODEL.graph(), TinyModels.card(), null);
    assertThat(Translator.load(file).translate("abc"))
        .isEqualTo(TRANSLATOR.translate(List.of("abc")).get(0).prediction());
    assertThatThrownBy(() -> TRANSLATOR.translate(" "))
        .isInstanceOf(UserError.class)
        .hasMessage("the text is empty: write something to translate");
  }

  @Test
  void answersNothingWithNothing() {
    assertThat(TRANSLATOR.translate(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void answersEachTextOfBatchAsAlone(int beam) {
    Translator translator = new Translator(MODEL, beam);
    List<Prediction> together = translator.translate(TinyModels.texts(20, 4));
    for (Prediction prediction : together) {
      Prediction alone = translator.translate(List.of(prediction.source())).get(0);
      assertThat(prediction.prediction()).isEqualTo(alone.prediction());
      assertThat(prediction.logProbability()).isCloseTo(alone.logProbability(), within(1e-4));
    }
  }

  @Test
  void givesEachTargetSymbolItsRowAndEachSourceSymbolItsColumn() {
    for (Prediction prediction : TRANSLATOR.translate(List.of("ab", "abcdab"))) {
      assertThat(prediction.attention())
          .hasDimensions(prediction.targetSymbols().size(), prediction.source().length() + 1);
      assertThat(prediction.sourceSymbols()).hasSize(prediction.source().length() + 1);
    }
  }

  @Test
  void writesSourceSymbolsWithTheEnd() {
    assertThat(TRANSLATOR.translate(List.of("ab")).get(0).sourceSymbols())
        .containsExactly("a", "b", Translator.END_SYMBOL);
  }

  @Test
  void predictsAtMostTheLongestTargetAndItsEnd() {
    assertThat(TRANSLATOR.translate(TinyModels.texts(50, 5)))
        .allSatisfy(
            p -> assertThat(p.targetSymbols()).hasSizeBetween(1, TinyModels.MAX_LENGTH + 1));
  }

  /** What a text becomes must not depend on how long the others of its batch are. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void translatesEachTextAsAlone(long seed) {
    TranslationModel tiny = TinyModels.decided(seed);
    TranslationModel model = new TranslationModel(tiny.graph(), tiny.sources(), tiny.targets(), 40);
    Translator translator = new Translator(model, 2);
    List<String> texts = List.of("a", "abcd".repeat(10), "dcba", "ab".repeat(6), "b");
    List<Prediction> together = translator.translate(texts);
    for (int i = 0; i < texts.size(); i++) {
      Prediction alone = translator.translate(List.of(texts.get(i))).get(0);
      assertThat(together.get(i).prediction()).isEqualTo(alone.prediction());
      assertThat(together.get(i).logProbability()).isCloseTo(alone.logProbability(), within(1e-4));
      for (int row = 0; row < alone.attention().length; row++) {
        assertThat(together.get(i).attention()[row])
            .containsExactly(alone.attention()[row], within(1e-5f));
      }
    }
  }
}
