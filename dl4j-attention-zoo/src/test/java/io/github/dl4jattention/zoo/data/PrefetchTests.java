package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PrefetchTests {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void givesAllInOrder(int ahead) {
    List<Integer> all = IntStream.range(0, 50).boxed().toList();
    try (Prefetch<Integer> prefetch = new Prefetch<>(all.iterator(), ahead)) {
      List<Integer> given = new ArrayList<>();
      prefetch.forEachRemaining(given::add);
      assertThat(given).isEqualTo(all);
      assertThat(prefetch.hasNext()).isFalse();
      assertThatThrownBy(prefetch::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void preparesOnAnotherThread() {
    Iterator<Thread> threads = Stream.generate(Thread::currentThread).limit(1).iterator();
    try (Prefetch<Thread> prefetch = new Prefetch<>(threads, 1)) {
      assertThat(prefetch.next()).isNotSameAs(Thread.currentThread());
    }
  }

  @Test
  void preparesNoMoreThanFewAhead() throws InterruptedException {
    AtomicInteger prepared = new AtomicInteger();
    CountDownLatch fourth = new CountDownLatch(4);
    Iterator<Integer> counting =
        Stream.generate(
                () -> {
                  int number = prepared.incrementAndGet();
                  fourth.countDown();
                  return number;
                })
            .iterator();
    try (Prefetch<Integer> prefetch = new Prefetch<>(counting, 3)) {
      fourth.await(); // three wait, a fourth is in the worker's hand
      assertThat(prepared.get()).isEqualTo(4);
      assertThat(prefetch.next()).isEqualTo(1);
    }
    assertThat(prepared.get()).isBetween(4, 6);
  }

  @Test
  void passesExceptionsOnInTheirTurn() {
    Iterator<Integer> failing =
        Stream.of(1, 2, 3)
            .map(
                i -> {
                  if (i == 3) {
                    throw new IllegalArgumentException("third");
                  }
                  return i;
                })
            .iterator();
    try (Prefetch<Integer> prefetch = new Prefetch<>(failing, 5)) {
      assertThat(prefetch.next()).isEqualTo(1);
      assertThat(prefetch.next()).isEqualTo(2);
      assertThatIllegalArgumentException().isThrownBy(prefetch::hasNext).withMessage("third");
      assertThatIllegalArgumentException().isThrownBy(prefetch::next).withMessage("third");
    }
  }

  @Test
  void passesErrorsOn() {
    Iterator<Integer> failing =
        Stream.<Integer>generate(
                () -> {
                  throw new OutOfMemoryError("none left");
                })
            .iterator();
    try (Prefetch<Integer> prefetch = new Prefetch<>(failing, 1)) {
      assertThatThrownBy(prefetch::next).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void endsItsThreadWhenClosedWithElementsLeft() {
    AtomicReference<Thread> worker = new AtomicReference<>();
    Iterator<Integer> endless =
        Stream.generate(
                () -> {
                  worker.set(Thread.currentThread());
                  return 1;
                })
            .iterator();
    Prefetch<Integer> prefetch = new Prefetch<>(endless, 2);
    assertThat(prefetch.next()).isEqualTo(1);
    prefetch.close();
    assertThat(worker.get().isAlive()).isFalse();
    prefetch.close();
    assertThatIllegalStateException().isThrownBy(prefetch::hasNext).withMessage("closed");
  }

  @Test
  void refusesNothingAhead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Prefetch<>(List.of().iterator(), 0))
        .withMessage("at least 1 must be ahead, got 0");
  }
}
