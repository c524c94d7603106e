package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandingTests {
  @Test
  void theHighestBleuIsTheBest() {
    Standing standing = Standing.START.after(0, 10, 2, 9).after(1, 12, 3, 9).after(2, 11, 1, 9);
    assertThat(standing).isEqualTo(new Standing(1, 12, 3, 1, 0, 0));
  }

  @Test
  void ofTwoWithTheSameBleuTheLowerLossIsTheBetter() {
    Standing standing = Standing.START.after(0, 0, 5, 9).after(1, 0, 4, 9).after(2, 0, 4, 9);
    assertThat(standing).isEqualTo(new Standing(1, 0, 4, 4, 1, 0));
  }

  @Test
  void theFirstEpochIsTheBestEvenIfItsLossIsInfinite() {
    assertThat(Standing.START.after(0, 0, Double.POSITIVE_INFINITY, 9).epoch()).isZero();
  }

  @Test
  void anEpochWithALowerLossIsNotStale() {
    Standing standing = Standing.START.after(0, 5, 9, 9).after(1, 1, 9, 9).after(2, 1, 8, 9);
    assertThat(standing).isEqualTo(new Standing(0, 5, 9, 8, 0, 0));
    assertThat(standing.after(3, 1, 8.5, 9).stale()).isEqualTo(1);
  }

  @Test
  void theRateFallsWheneverNothingGotBetterForAsLongAsThePatience() {
    Standing standing = Standing.START.after(0, 10, 1, 2);
    int[] drops = new int[6];
    for (int i = 0; i < drops.length; i++) {
      standing = standing.after(i + 1, i == 4 ? 20 : 1, 1, 2);
      drops[i] = standing.drops();
    }
    assertThat(drops).containsExactly(0, 1, 1, 2, 2, 2); // better in the fifth: it counts anew
    assertThat(standing.stale()).isEqualTo(1);
  }
}
