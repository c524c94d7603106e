package io.github.dl4jattention.zoo.search.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImportanceTests {
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Of y = 3 x_a + x_b the variances are 9/12 and 1/12: shares of 0.9 and 0.1. */
  @Test
  void sharesAreThoseOfALinearFunction() {
    Random random = new Random(3);
    double[][] points = new double[400][];
    double[] scores = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = random.doubles(3).toArray();
      scores[i] = 3 * points[i][0] + points[i][1];
    }
    Map<String, Double> shares = Importance.of(NAMES, points, scores, 1);
    assertThat(shares.keySet()).containsExactly("a", "b", "c");
    assertThat(shares.get("a")).isEqualTo(0.9, within(0.06));
    assertThat(shares.get("b")).isEqualTo(0.1, within(0.05));
    assertThat(shares.get("c")).isLessThan(0.01);
    assertThat(Importance.of(NAMES, points, scores, 1)).isEqualTo(shares);
  }

  @Test
  void wordsAreSplitToo() {
    Random random = new Random(5);
    double[][] points = new double[60][];
    double[] scores = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = random.doubles(3).toArray();
      points[i][2] = (random.nextInt(3) + 0.5) / 3;
      scores[i] = points[i][2] == 0.5 ? 1 : 0;
    }
    assertThat(Importance.of(NAMES, points, scores, 1).get("c")).isGreaterThan(0.8);
  }

  @Test
  void nothingExplainsScoresThatAreAllTheSame() {
    assertThat(Importance.of(NAMES, new double[5][3], new double[5], 1).values())
        .containsExactly(0.0, 0.0, 0.0);
    assertThatThrownBy(() -> Importance.of(NAMES, new double[5][3], new double[4], 1))
        .hasMessageContaining("4 scores of 5 trials");
  }
}
