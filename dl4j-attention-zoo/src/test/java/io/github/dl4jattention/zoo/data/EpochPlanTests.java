package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs are compared by identity here: a record of arrays equals only itself. */
class EpochPlanTests {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 10", "10, 3", "100, 100", "517, 8", "1000, 7"})
  void usesEachPairOnce(int count, int batchSize) {
    List<EncodedPair> pairs = pairs(count);
    assertThat(EpochPlan.batches(pairs, batchSize, 1, 0).stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(pairs);
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "10, 3", "517, 8", "1000, 7"})
  void fillsBatchesButTheLastOfEachPool(int count, int batchSize) {
    List<List<EncodedPair>> batches = EpochPlan.batches(pairs(count), batchSize, 1, 0);
    assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, batchSize));
    assertThat(batches).hasSize((count + batchSize - 1) / batchSize);
  }

  @Test
  void isFunctionOfSeedAndEpoch() {
    List<EncodedPair> pairs = pairs(200);
    assertThat(EpochPlan.batches(pairs, 8, 3, 2)).isEqualTo(EpochPlan.batches(pairs, 8, 3, 2));
  }

  @Test
  void plansEveryEpochAnew() {
    List<EncodedPair> pairs = pairs(200);
    Stream<List<List<EncodedPair>>> plans =
        Stream.iterate(0, epoch -> epoch + 1)
            .limit(5)
            .map(epoch -> EpochPlan.batches(pairs, 8, 3, epoch));
    assertThat(plans).doesNotHaveDuplicates();
  }

  @Test
  void plansEverySeedAnew() {
    List<EncodedPair> pairs = pairs(200);
    assertThat(EpochPlan.batches(pairs, 8, 3, 0)).isNotEqualTo(EpochPlan.batches(pairs, 8, 4, 0));
  }

  @Test
  void leavesItsArgumentAsItIs() {
    List<EncodedPair> pairs = pairs(50);
    assertThatCode(() -> EpochPlan.batches(List.copyOf(pairs), 8, 3, 0)).doesNotThrowAnyException();
  }

  @Test
  void putsSourcesOfLikeLengthTogether() {
    long slots = 0;
    long symbols = 0;
    for (List<EncodedPair> batch : EpochPlan.batches(pairs(4000), 32, 1, 0)) {
      slots += batch.size() * batch.stream().mapToLong(p -> p.source().length).max().orElseThrow();
      symbols += batch.stream().mapToLong(p -> p.source().length).sum();
    }
    // In random batches about half of the slots would be padding.
    assertThat((double) slots / symbols).isBetween(1.0, 1.15);
  }

  @Test
  void doesNotGoFromShortToLong() {
    List<Integer> lengths =
        EpochPlan.batches(pairs(4000), 32, 1, 0).stream()
            .map(batch -> batch.get(0).source().length)
            .toList();
    assertThat(lengths.subList(0, 16))
        .isNotEqualTo(lengths.subList(0, 16).stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 27, 1 << 28, 200_000_000, Integer.MAX_VALUE})
  void makesOneBatchWhereItMayHoldAll(int batchSize) {
    List<EncodedPair> pairs = pairs(20);
    List<List<EncodedPair>> batches =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> EpochPlan.batches(pairs, batchSize, 1, 0));
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0)).containsExactlyInAnyOrderElementsOf(pairs);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 100", "10, 50", "517, 300", "3000, 1000", "3000, 2147483647"})
  void keepsToItsBudgetOfTokens(int count, int tokens) {
    List<EncodedPair> pairs = pairsOfBothLengths(count);
    List<List<EncodedPair>> batches = EpochPlan.batchesOfTokens(pairs, tokens, 1, 0);
    assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(pairs);
    assertThat(batches)
        .allSatisfy(
            batch -> {
              if (batch.size() > 1) {
                assertThat(paddedTokens(batch)).isLessThanOrEqualTo(tokens);
              }
            });
  }

  @Test
  void fillsItsBudgetOfTokensWithLittlePadding() {
    List<EncodedPair> pairs = pairsOfBothLengths(4000);
    List<List<EncodedPair>> batches = EpochPlan.batchesOfTokens(pairs, 2000, 1, 0);
    long real = pairs.stream().mapToLong(p -> p.source().length + p.target().length).sum();
    long padded = batches.stream().mapToLong(EpochPlanTests::paddedTokens).sum();
    assertThat((double) padded / real).isBetween(1.0, 1.25);
    assertThat((double) padded / batches.size()).isGreaterThan(0.85 * 2000);
  }

  @Test
  void plansTokensAsFunctionOfSeedAndEpoch() {
    List<EncodedPair> pairs = pairsOfBothLengths(200);
    List<List<EncodedPair>> plan = EpochPlan.batchesOfTokens(pairs, 300, 3, 2);
    assertThat(EpochPlan.batchesOfTokens(pairs, 300, 3, 2)).isEqualTo(plan);
    assertThat(EpochPlan.batchesOfTokens(pairs, 300, 3, 1)).isNotEqualTo(plan);
    assertThat(EpochPlan.batchesOfTokens(pairs, 300, 4, 2)).isNotEqualTo(plan);
  }

  private static long paddedTokens(List<EncodedPair> batch) {
    long source = batch.stream().mapToLong(pair -> pair.source().length).max().orElseThrow();
    long target = batch.stream().mapToLong(pair -> pair.target().length).max().orElseThrow();
    return batch.size() * (source + target);
  }

  /** Targets about as long as their sources, as translations are. */
  private static List<EncodedPair> pairsOfBothLengths(int count) {
    Random random = new Random(10);
    return Stream.generate(
            () -> {
              int length = 3 + random.nextInt(40);
              return new EncodedPair(new int[length], new int[length + random.nextInt(5) - 2]);
            })
        .limit(count)
        .toList();
  }

  private static List<EncodedPair> pairs(int count) {
    Random random = new Random(9);
    return Stream.generate(() -> new EncodedPair(new int[1 + random.nextInt(64)], new int[1]))
        .limit(count)
        .toList();
  }
}
