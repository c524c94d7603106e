package io.github.dl4jattention.zoo.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.BleuTokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresByLengthTests {
  private static final Bleu BLEU = Bleu.builder().build();

  private static List<ScoresByLength> scores(List<String> sources, List<String> outputs) {
    List<String> references = List.of("a b c d e", "a b c d e f", "k l m n", "p q r s t");
    return ScoresByLength.of(
        sources, outputs, List.of(references), BLEU, BleuTokens.V13A, List.of(2, 4, 9));
  }

  @Test
  void eachGroupHasTheBleuOfItsOwnCorpus() {
    // The full stop is a token of its own: the second source has 3.
    List<String> sources = List.of("x y", "x y.", "x y z w", "x y z v u w x y z a");
    List<String> outputs = List.of("a b c d x", "a b c d e f", "k l m o", "p q r s t");
    List<ScoresByLength> groups = scores(sources, outputs);
    assertThat(groups)
        .extracting(ScoresByLength::label)
        .containsExactly("<= 2", "3-4", "5-9", ">= 10");
    assertThat(groups).extracting(ScoresByLength::examples).containsExactly(1, 2, 0, 1);
    assertThat(groups.get(0).bleu())
        .isEqualTo(BLEU.sentence("a b c d x", List.of("a b c d e")).score())
        .isBetween(50.0, 90.0);
    assertThat(groups.get(1).bleu())
        .isEqualTo(
            BLEU.corpus(
                    List.of("a b c d e f", "k l m o"), List.of(List.of("a b c d e f", "k l m n")))
                .score())
        .isBetween(50.0, 95.0);
    assertThat(groups.get(2).bleu()).isNaN();
    assertThat(groups.get(3).bleu()).isCloseTo(100, within(1e-9));
  }

  @Test
  void theUsualBoundsMakeFiveGroups() {
    assertThat(
            ScoresByLength.of(
                List.of("a"),
                List.of("b"),
                List.of(List.of("b")),
                BLEU,
                BleuTokens.V13A,
                ScoresByLength.BOUNDS))
        .extracting(ScoresByLength::label)
        .containsExactly("<= 8", "9-11", "12-14", "15-18", ">= 19");
  }
}
