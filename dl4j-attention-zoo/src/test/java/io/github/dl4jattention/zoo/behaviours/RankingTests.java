package io.github.dl4jattention.zoo.behaviours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.EncodedPair;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTests {
  private static final double EXACT = 1e-12;

  @Test
  void theAreaIsThatComputedByHand() {
    double[] scores = {0.1, 0.4, 0.35, 0.8};
    boolean[] acts = {false, false, true, true};
    // Of the four pairs three are in order.
    assertThat(Ranking.areaUnderCurve(scores, acts)).isCloseTo(0.75, within(EXACT));
    // Two of them are tied, and count a half: 1 + 1 + 0.5 + 0.5.
    double[] tied = {0.1, 0.5, 0.5, 0.5};
    assertThat(Ranking.areaUnderCurve(tied, acts)).isCloseTo(0.75, within(EXACT));
    assertThat(Ranking.areaUnderCurve(new double[] {1, 2}, new boolean[] {true, true}))
        .isEqualTo(0.5);
  }

  @Test
  void theAreaIsTheShareOfPairsInOrder() {
    Random random = new Random(3);
    double[] scores = random.doubles(60).map(score -> Math.rint(10 * score)).toArray();
    boolean[] acts = new boolean[scores.length];
    double inOrder = 0;
    int pairs = 0;
    for (int i = 0; i < acts.length; i++) {
      acts[i] = random.nextInt(3) == 0;
    }
    for (int i = 0; i < acts.length; i++) {
      for (int j = 0; j < acts.length; j++) {
        if (acts[i] && !acts[j]) {
          pairs++;
          inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(pairs).isPositive();
    assertThat(Ranking.areaUnderCurve(scores, acts)).isCloseTo(inOrder / pairs, within(EXACT));
  }

  @Test
  void figuresAreThoseComputedByHand() {
    List<EncodedPair> pairs =
        List.of(
            new EncodedPair(new int[2], new int[] {1}), new EncodedPair(new int[2], new int[] {0}));
    Ranking ranking = Ranking.of(new double[] {0.25, 0.125}, pairs);
    assertThat(ranking.accuracy()).isEqualTo(0.5);
    assertThat(ranking.areaUnderCurve()).isEqualTo(1);
    assertThat(ranking.acting()).isEqualTo(1);
    assertThat(ranking.loss()).isCloseTo(-Math.log(0.25 * 0.875) / 2, within(EXACT));
  }
}
