package io.github.dl4jattention.zoo.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledTextsTests {
  private static final List<Pair> TAGGED = TinyTexts.pairs(EncoderTask.TAGS, 40);
  private static final ClassifierModel TAGS =
      TinyTexts.model(TinyTexts.tiny(EncoderTask.TAGS).build(), TAGGED);

  @Test
  void aTagBelongsToTheFirstPieceOfItsWord() {
    // "dog's" is three pieces.
    EncodedPair pair =
        TinyTexts.encoded(TAGS, List.of(new Pair("a dog's cat", "word animal word")))
            .pairs()
            .get(0);
    assertThat(pair.source()[0]).isEqualTo(Vocabulary.START);
    int[] asked = {EncodedPair.NOT_ASKED, 1, 0, EncodedPair.NOT_ASKED, EncodedPair.NOT_ASKED, 1};
    assertThat(pair.target()).containsExactly(asked);
    assertThat(pair.symbols()).isEqualTo(3);
    Batch batch = Batch.ofClasses(List.of(pair), true);
    assertThat(batch.symbols()).isEqualTo(3);
    assertThat(batch.features()).hasSize(1);
    assertThat(batch.targetMask().toFloatVector()).startsWith(0, 1, 1, 0, 0, 1, 0);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsLine() {
    assertThatThrownBy(() -> TinyTexts.encoded(TAGS, List.of(new Pair("a dog", "word"))))
        .isInstanceOf(UserError.class)
        .hasMessage("test line 1 has 2 words and 1 tags: give as many, with spaces between");
    assertThatThrownBy(() -> TinyTexts.encoded(TAGS, List.of(new Pair("a dog", "word fish"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("test line 1 has a class that the model does not know")
        .hasMessageContaining("fish");
    assertThatThrownBy(
            () -> LabelledTexts.classes(List.of(new Pair("a", "one")), EncoderTask.CLASS))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the one class \"one\"");
  }

  @Test
  void hiddenTokensAreToldAndAtLeastOneOfEachText() {
    ClassifierModel model =
        TinyTexts.model(
            TinyTexts.tiny(EncoderTask.HIDDEN_TOKENS).optTokenDropout(0.2).build(), TAGGED);
    List<EncodedPair> texts = TinyTexts.encoded(model, TAGGED).pairs();
    List<EncodedPair> hidden = new TokenHiding(model, 3).hidden(texts);
    int asked = 0;
    int tokens = 0;
    int gone = 0;
    for (int i = 0; i < texts.size(); i++) {
      int[] whole = texts.get(i).source();
      EncodedPair pair = hidden.get(i);
      assertThat(pair.source()[0]).isEqualTo(Vocabulary.START);
      assertThat(pair.symbols()).isPositive();
      for (int t = 0; t < whole.length; t++) {
        if (pair.target()[t] == EncodedPair.NOT_ASKED) {
          assertThat(pair.source()[t]).isEqualTo(whole[t]);
        } else {
          assertThat(pair.target()[t]).isEqualTo(whole[t]);
          gone += pair.source()[t] == ClassifierModel.HIDDEN ? 1 : 0;
          asked++;
        }
      }
      tokens += whole.length - 1;
    }
    // One is certain: of n tokens 1 + 0.2 (n - 1) on average, and four in five of them are hidden.
    double expected = texts.size() + 0.2 * (tokens - texts.size());
    assertThat((double) asked).isCloseTo(expected, within(0.15 * expected));
    assertThat((double) gone).isCloseTo(0.8 * asked, within(0.12 * asked));
    List<EncodedPair> again = new TokenHiding(model, 3).hidden(texts);
    assertThat(Arrays.equals(again.get(5).source(), hidden.get(5).source())).isTrue();
    List<EncodedPair> other = new TokenHiding(model, 4).hidden(texts);
    assertThat(other.stream().map(p -> Arrays.toString(p.source())).toList())
        .isNotEqualTo(hidden.stream().map(p -> Arrays.toString(p.source())).toList());
  }

  @Test
  void droppedTokensBecomeUnknown() {
    ClassifierModel model =
        TinyTexts.model(TinyTexts.tiny(EncoderTask.TAGS).optTokenDropout(0.5).build(), TAGGED);
    List<EncodedPair> texts = TinyTexts.encoded(model, TAGGED).pairs();
    List<EncodedPair> seen = model.seen(texts, 1);
    long dropped =
        seen.stream()
            .flatMapToInt(pair -> Arrays.stream(pair.source()))
            .filter(token -> token == Vocabulary.UNKNOWN)
            .count();
    long tokens = texts.stream().mapToInt(pair -> pair.source().length - 1).sum();
    assertThat((double) dropped).isCloseTo(0.5 * tokens, within(0.1 * tokens));
    assertThat(seen.get(0).target()).isEqualTo(texts.get(0).target());
  }
}
