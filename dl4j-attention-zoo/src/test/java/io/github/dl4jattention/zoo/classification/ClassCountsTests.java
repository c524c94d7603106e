package io.github.dl4jattention.zoo.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassCountsTests {
  private static final double EXACT = 1e-12;

  @Test
  void figuresAreThoseComputedByHand() {
    // Of class 0: five right, one taken for 2. Of 1: two right, two taken for 0. Of 2: never told.
    ClassCounts counts = new ClassCounts(new int[][] {{5, 0, 1}, {2, 2, 0}, {0, 0, 0}}, 10, 7, 5);
    assertThat(counts.accuracy()).isCloseTo(0.7, within(EXACT));
    assertThat(counts.loss()).isCloseTo(0.5, within(EXACT));
    assertThat(counts.support(0)).isEqualTo(6);
    assertThat(counts.precision(0)).isCloseTo(5 / 7.0, within(EXACT));
    assertThat(counts.recall(0)).isCloseTo(5 / 6.0, within(EXACT));
    assertThat(counts.f1(0)).isCloseTo(10 / 13.0, within(EXACT));
    assertThat(counts.f1(1)).isCloseTo(2 / 3.0, within(EXACT));
    assertThat(counts.f1(2)).isZero();
    assertThat(counts.macroF1()).isCloseTo((10 / 13.0 + 2 / 3.0) / 3, within(EXACT));
  }

  @Test
  void partsAddUp() {
    ClassCounts one = new ClassCounts(new int[][] {{1, 2}, {3, 4}}, 10, 5, 2);
    ClassCounts both = one.plus(new ClassCounts(new int[][] {{1, 0}, {0, 1}}, 2, 2, 0.5));
    assertThat(both.taken()).isDeepEqualTo(new int[][] {{2, 2}, {3, 5}});
    assertThat(both.asked()).isEqualTo(12);
    assertThat(both.right()).isEqualTo(7);
    assertThat(both.negativeLogLikelihood()).isEqualTo(2.5);
  }
}
