package io.github.dl4jattention.zoo.evaluation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BleuTests {
  private static final List<String> TWO_REFERENCES =
      List.of("the cat is on the mat", "there is a cat on the mat");

  /** Figures of sacreBLEU's {@code sentence_score}. */
  @ParameterizedTest
  @CsvSource({
    "the cat sat on the mat, exp, 37.99178428257963",
    "the cat sat on the mat, floor, 25.40663740773073",
    "the cat sat on the mat, add-k, 48.54917717073236",
    "the cat sat on the mat, none, 0",
    "the the the the, exp, 11.521590992286539",
    "the the the the, floor, 5.7950534707339525",
    "the the the the, add-k, 23.04318198457308",
    "'', exp, 0",
    "'', add-k, 0",
  })
  void scoresSentenceAgainstSeveralReferences(String output, String smoothing, double expected) {
    for (boolean effective : new boolean[] {true, false}) {
      assertThat(bleu(smoothing, effective).sentence(output, TWO_REFERENCES).score())
          .isCloseTo(expected, within(1e-9));
    }
  }

  /** Figures of sacreBLEU's {@code sentence_score}, against the one word. */
  @ParameterizedTest
  @CsvSource({
    "one, exp, true, 100",
    "one, none, true, 100",
    "one, exp, false, 0",
    "one, add-k, false, 100",
    "one two, exp, true, 49.99999999999999",
    "one two, floor, true, 22.360679774997894",
    "one two, add-k, true, 70.71067811865471",
    "one two, add-k, false, 70.71067811865471",
    "one two, exp, false, 0",
  })
  void leavesOrdersLongerThanTheOutputOutWhenTold(
      String output, String smoothing, boolean effective, double expected) {
    assertThat(bleu(smoothing, effective).sentence(output, List.of("one")).score())
        .isCloseTo(expected, within(1e-9));
  }

  private static Bleu bleu(String smoothing, boolean effectiveOrder) {
    return Bleu.builder()
        .optEffectiveOrder(effectiveOrder)
        .optSmoothing(
            switch (smoothing) {
              case "exp" -> Smoothing.EXP;
              case "floor" -> Smoothing.floor(0.1);
              case "add-k" -> Smoothing.addK(1);
              default -> Smoothing.NONE;
            })
        .build();
  }

  @Test
  void computesTheExampleOfThePaper() {
    // Papineni 2002, section 2.1: "the" seven times; clipped to the two of the first reference.
    BleuScore score =
        Bleu.builder()
            .optTokens(BleuTokens.NONE)
            .build()
            .sentence(
                "the the the the the the the",
                List.of("the cat is on the mat", "there is a cat on the mat"));
    assertThat(score.precisions().get(0)).isCloseTo(100 * 2.0 / 7, within(1e-12));
    assertThat(score.referenceLength()).isEqualTo(7);
    assertThat(score.brevityPenalty()).isEqualTo(1);
  }

  @Test
  void takesTheShorterOfTwoReferencesAsClose() {
    BleuScore score = Bleu.builder().build().sentence("a b c d", List.of("a b c d e", "a b c"));
    assertThat(score.referenceLength()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "13a | Don't pay $1,000.50 (or 50%)! | Don't pay $ 1,000.50 ( or 50 % ) !",
        "13a | A&quot;B&amp;C&lt;D | A \" B & C < D",
        "13a | 2-3 re-enter | 2 - 3 re-enter",
        "13a | end.Next 3.5, 4. | end . Next 3.5 , 4 .",
        "intl | \u00ab l\u2019homme \u00bb 3.5\u20ac | \u00ab l \u2019 homme \u00bb 3.5 \u20ac",
        "intl | \u4f60\u597d\uff0c\u4e16\u754c\u3002 | \u4f60\u597d \uff0c \u4e16\u754c \u3002",
        "none | a.b  c! | a.b c!",
        "char | ab\uD83D\uDE00 \u00e9 | a b \uD83D\uDE00 \u00e9",
      })
  void cutsTexts(String tokens, String text, String expected) {
    assertThat(String.join(" ", BleuTokens.of(tokens).tokens(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "13a", "intl", "char"})
  void cutsAtWhiteSpaceOfAnyKind(String tokens) {
    assertThat(BleuTokens.of(tokens).tokens(" \u00a0a\u2007\u3000b\u0085c\t\u2028"))
        .containsExactly("a", "b", "c");
    assertThat(BleuTokens.of(tokens).tokens(" \t")).isEmpty();
  }

  @Test
  void writesSacreBleusSignature() {
    assertThat(Bleu.builder().build().signature(1))
        .isEqualTo("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.5.1");
    assertThat(
            Bleu.builder()
                .optTokens(BleuTokens.INTL)
                .optSmoothing(Smoothing.addK(1))
                .optLowerCase(true)
                .optEffectiveOrder(true)
                .build()
                .signature(3))
        .isEqualTo("nrefs:3|case:lc|eff:yes|tok:intl|smooth:add-k[1.00]|version:2.5.1");
  }

  @Test
  void saysWhatItIsMadeOf() {
    assertThat(Bleu.builder().build().sentence("a b c d", List.of("a b c d e")))
        .hasToString(
            "BLEU = 77.88 100.0/100.0/100.0/100.0 (BP = 0.779 ratio = 0.800 hyp_len = 4 ref_len"
                + " = 5)");
  }

  @Test
  void refusesReferencesOfAnotherNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Bleu.builder()
                    .build()
                    .corpus(List.of("a", "b"), List.of(List.of("a", "b"), List.of("a"))))
        .withMessage("reference 2 has 1 sentences, but there are 2 outputs: give one for each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bleu.builder().build().corpus(List.of(), List.of()))
        .withMessage("there are 0 outputs and 0 references: give at least one of each");
  }

  @Test
  void refusesUnknownTokensAndSmoothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BleuTokens.of("zh"))
        .withMessage("there are no BLEU tokens \"zh\": choose of none, char, 13a, intl");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Smoothing.floor(-1))
        .withMessage("smoothing by floor needs a number of at least 0, got -1.0");
  }
}
