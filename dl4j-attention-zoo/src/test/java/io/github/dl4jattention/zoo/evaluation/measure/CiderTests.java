package io.github.dl4jattention.zoo.evaluation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CiderTests {
  /**
   * By hand. No word is in both images' references, so every n-gram weighs log 2, which cancels. Of
   * "a b" beside "a b c": words 2 / (sqrt 2 sqrt 3), pairs 1 / (1 sqrt 2), longer runs 0; a pair
   * less, so exp(-1/72). Of "d" beside "d": words 1, longer runs 0.
   */
  @Test
  void aCaseByHand() {
    double first = (2 / Math.sqrt(6) + 1 / Math.sqrt(2)) / 4 * Math.exp(-1.0 / 72);
    double second = 1.0 / 4;
    assertThat(Cider.corpus(List.of("a b", "d"), List.of(List.of("a b c"), List.of("d"))))
        .isCloseTo(10 * (first + second) / 2, within(1e-12));
  }

  /** A word of all images' references weighs nothing: log 2 - log 2. */
  @Test
  void whatAllImagesHaveCountsNothing() {
    double figure = Cider.corpus(List.of("a", "a b"), List.of(List.of("a"), List.of("a b")));
    // Of "a b" there is b alone, 1, and the pair, 1.
    assertThat(figure).isCloseTo(10 * (0 + 2.0 / 4) / 2, within(1e-12));
  }

  /** "b b" counts b twice, its reference once: min(2, 1) 1 / (2 1). */
  @Test
  void repeatedWordsAreClipped() {
    double words = 1.0 / 2;
    double expected = words / 4 * Math.exp(-1.0 / 72);
    assertThat(Cider.corpus(List.of("b b", "x"), List.of(List.of("b"), List.of("y"))))
        .isCloseTo(10 * expected / 2, within(1e-12));
  }

  @Test
  void severalReferencesAreAveragedAndOrderDoesNotMatter() {
    List<String> outputs = List.of("a dog runs", "a cat sits on it");
    List<String> one = List.of("the dog runs", "a dog sleeps");
    List<String> two = List.of("a cat sits", "one cat on it");
    double figure = Cider.corpus(outputs, List.of(one, two));
    assertThat(figure).isBetween(0.5, 9.0);
    assertThat(
            Cider.corpus(
                List.of(outputs.get(1), outputs.get(0)),
                List.of(List.of(two.get(1), two.get(0)), one)))
        .isCloseTo(figure, within(1e-12));
  }

  @Test
  void perfectLongOutputsGetTen() {
    List<String> texts = List.of("a b c d e", "f g h i j");
    assertThat(Cider.corpus(texts, texts.stream().map(List::of).toList()))
        .isCloseTo(10, within(1e-12));
    assertThat(Cider.corpus(List.of("", "x"), List.of(List.of("a"), List.of("b")))).isZero();
  }

  @Test
  void numbersMustAgree() {
    assertThatThrownBy(() -> Cider.corpus(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cider.corpus(List.of("a"), List.of(List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** By hand: 3 of 4 words, 1 of 3 pairs match, no run of three; nothing is too short. */
  @Test
  void bleuOfFewerOrders() {
    BleuScore score =
        Bleu.builder()
            .optTokens(BleuTokens.NONE)
            .optSmoothing(Smoothing.NONE)
            .build()
            .sentence("a b x c", List.of("a b c d"));
    assertThat(score.upTo(1)).isCloseTo(75, within(1e-9));
    assertThat(score.upTo(2)).isCloseTo(100 * Math.sqrt(0.75 / 3), within(1e-9));
    assertThat(score.upTo(3)).isZero();
    assertThat(score.upTo(4)).isEqualTo(score.score());
    assertThat(score.lengthRatio()).isEqualTo(1);
    BleuScore brief =
        Bleu.builder()
            .optTokens(BleuTokens.NONE)
            .optSmoothing(Smoothing.NONE)
            .build()
            .sentence("a b", List.of("a b c d"));
    assertThat(brief.upTo(1)).isCloseTo(100 * Math.exp(-1), within(1e-9));
    assertThat(brief.lengthRatio()).isEqualTo(0.5);
  }
}
