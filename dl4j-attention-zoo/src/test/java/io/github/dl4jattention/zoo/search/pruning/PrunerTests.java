package io.github.dl4jattention.zoo.search.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrunerTests {
  private static final List<Map<Integer, Double>> OTHERS =
      List.of(
          Map.of(0, 5.0, 1, 4.0), Map.of(0, 6.0, 1, 2.0), Map.of(0, 7.0, 1, 3.0), Map.of(0, 8.0));

  @Test
  void whatIsWorseThanTheMedianHasNoHope() {
    MedianPruner median = new MedianPruner(3, 1);
    // At step 1 the others told 2, 3 and 4.
    assertThat(median.isHopeless(1, Map.of(0, 9.0, 1, 3.1), OTHERS)).isTrue();
    assertThat(median.isHopeless(1, Map.of(0, 9.0, 1, 3.0), OTHERS)).isFalse();
    // The best so far counts: a trial that had a bad epoch has hope.
    assertThat(median.isHopeless(1, Map.of(0, 2.5, 1, 9.0), OTHERS)).isFalse();
    assertThat(median.isHopeless(1, Map.of(1, Double.NaN), OTHERS)).isTrue();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    MedianPruner median = new MedianPruner(4, 0);
    assertThat(median.isHopeless(0, Map.of(0, 6.6), OTHERS)).isTrue();
    assertThat(median.isHopeless(0, Map.of(0, 6.4), OTHERS)).isFalse();
  }

  @Test
  void nobodyEndsBeforeEnoughIsKnown() {
    Map<Integer, Double> bad = Map.of(0, 99.0, 1, 99.0);
    assertThat(new MedianPruner(4, 0).isHopeless(1, bad, OTHERS)).isFalse();
    assertThat(new MedianPruner(3, 2).isHopeless(1, bad, OTHERS)).isFalse();
    assertThat(Pruner.NONE.isHopeless(1, bad, OTHERS)).isFalse();
  }

  @Test
  void halvingKeepsTheBestShareOfEachRung() {
    SuccessiveHalving halving = new SuccessiveHalving(1, 2);
    // Rungs are after 1, 2, 4, 8 steps. At step 0 five have come: two go on.
    assertThat(halving.isHopeless(0, Map.of(0, 5.5), OTHERS)).isFalse();
    assertThat(halving.isHopeless(0, Map.of(0, 6.5), OTHERS)).isTrue();
    assertThat(halving.isHopeless(0, Map.of(0, Double.NaN), OTHERS)).isTrue();
    assertThat(halving.isHopeless(2, Map.of(2, 99.0), List.of(Map.of(2, 1.0)))).isFalse();
    assertThat(halving.isHopeless(3, Map.of(3, 99.0), List.of(Map.of(3, 1.0)))).isTrue();
    assertThat(halving.isHopeless(3, Map.of(3, 99.0), OTHERS)).isFalse();
  }

  @Test
  void numbersThatMakeNoRuleAreRefused() {
    assertThatThrownBy(() -> new MedianPruner(0, 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new SuccessiveHalving(1, 1)).hasMessageContaining("at least 2");
  }
}
