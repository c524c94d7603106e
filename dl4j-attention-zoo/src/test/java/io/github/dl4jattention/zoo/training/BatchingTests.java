package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.data.EncodedPair;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchingTests {
  private static List<EncodedPair> pairs(int count) {
    Random random = new Random(1);
    return Stream.generate(
            () -> new EncodedPair(new int[3 + random.nextInt(10)], new int[3 + random.nextInt(12)]))
        .limit(count)
        .toList();
  }

  @Test
  void fewPairsHaveSmallBatchesAndAnEpochSomeHundredUpdates() {
    List<EncodedPair> few = pairs(5_000);
    assertThat(Batching.fitting(few).size()).isBetween(700, 900);
    assertThat(Batching.fitting(few).plan(few, 1, 0).size()).isBetween(100, 140);
  }

  @Test
  void manyPairsHaveBatchesOfTheFullBudget() {
    assertThat(Batching.fitting(pairs(50_000))).isEqualTo(Batching.ofTokens(2_500));
  }

  @Test
  void veryFewPairsAreNotTornApart() {
    assertThat(Batching.fitting(pairs(20))).isEqualTo(Batching.ofTokens(100));
  }
}
