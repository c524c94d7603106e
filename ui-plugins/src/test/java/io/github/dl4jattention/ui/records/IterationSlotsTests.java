package io.github.dl4jattention.ui.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IterationSlotsTests {
  /** What a storage would hold: the last iteration written under each key. */
  private final Map<Long, Integer> storage = new TreeMap<>();

  private void write(IterationSlots slots, int iteration) {
    storage.put(slots.keyFor(iteration), iteration);
  }

  private List<Integer> kept() {
    return storage.values().stream().sorted().toList();
  }

  @Test
  void aFewAreAllKept() {
    IterationSlots slots = new IterationSlots(8, 100);
    for (int i = 0; i < 8; i++) {
      write(slots, 10 * i);
    }
    assertThat(kept()).containsExactly(0, 10, 20, 30, 40, 50, 60, 70);
    assertThat(storage.keySet()).containsExactly(100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 100, 1_000, 10_001})
  void manyAreThinnedOutFromTheFirstToTheNewest(int count) {
    IterationSlots slots = new IterationSlots(8, 0);
    for (int i = 0; i < count; i++) {
      write(slots, 10 * i);
      assertThat(storage).hasSizeLessThanOrEqualTo(8);
      assertThat(kept()).contains(0, 10 * i);
    }
    int span = 10 * (count - 1);
    for (int part = 0; part < 4; part++) {
      int from = span * part / 4;
      int to = span * (part + 1) / 4;
      assertThat(kept()).as("a quarter of the training").anyMatch(i -> i >= from && i <= to);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void unevenStepsAreThinnedOutToo(long seed) {
    Random random = new Random(seed);
    IterationSlots slots = new IterationSlots(16, 0);
    int iteration = 0;
    for (int i = 0; i < 2_000; i++) {
      write(slots, iteration);
      assertThat(storage).hasSizeLessThanOrEqualTo(16);
      assertThat(kept()).contains(0, iteration);
      iteration += 1 + random.nextInt(50);
    }
  }

  @Test
  void anIterationThatComesAgainReplacesItself() {
    IterationSlots slots = new IterationSlots(8, 0);
    long key = slots.keyFor(5);
    slots.keyFor(6);
    assertThat(slots.keyFor(5)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 50, 500})
  void aSecondLifeGoesOnWithTheKeysOfTheFirst(int count) {
    IterationSlots first = new IterationSlots(8, 0);
    for (int i = 0; i < count; i++) {
      write(first, i);
    }
    IterationSlots second = new IterationSlots(8, 1_000);
    new ArrayList<>(storage.entrySet())
        .forEach(entry -> second.restore(entry.getValue(), entry.getKey()));
    for (int i = count; i < 2 * count; i++) {
      write(second, i);
    }
    assertThat(storage).hasSizeLessThanOrEqualTo(8);
    assertThat(kept()).contains(0, 2 * count - 1);
  }
}
