package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work divided among threads: all of it done once, whatever happens on the way. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTests {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 20})
  void everyPieceIsDoneOnceByWorkersThatAreNeverTwoAtATime(int count) {
    Workers workers = new Workers(count);
    assertThat(workers.count()).isEqualTo(count);
    for (int n : new int[] {0, 1, 2, 3, 5, 100, 1000}) {
      for (int turn = 0; turn < 20; turn++) {
        int[] times = new int[n];
        AtomicIntegerArray busy = new AtomicIntegerArray(count);
        workers.run(
            n,
            (worker, piece) -> {
              assertThat(busy.incrementAndGet(worker)).isEqualTo(1);
              times[piece]++;
              Thread.onSpinWait();
              busy.decrementAndGet(worker);
            });
        // Seen here without any further synchronisation: run has returned.
        assertThat(Arrays.stream(times).allMatch(time -> time == 1)).isTrue();
      }
    }
  }

  /** As many pieces as workers, each of which waits for the others: all take part. */
  private static void allTakePart(Workers workers, Workers.Piece piece) {
    CyclicBarrier barrier = new CyclicBarrier(workers.count());
    workers.run(
        workers.count(),
        (worker, index) -> {
          await(barrier);
          piece.run(worker, index);
        });
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void allWorkersTakePartEachWithItsNumber(int count) {
    Workers workers = new Workers(count);
    for (int turn = 0; turn < 50; turn++) {
      Thread[] threads = new Thread[count];
      allTakePart(workers, (worker, piece) -> threads[worker] = Thread.currentThread());
      assertThat(threads).doesNotContainNull().doesNotHaveDuplicates();
      assertThat(threads[0]).isSameAs(Thread.currentThread());
      assertThat(Stream.of(threads).skip(1)).allMatch(Thread::isDaemon);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatAnyWorkerThrowsReachesTheCallerAndLaterWorkGoesOn(int count) {
    Workers workers = new Workers(count);
    Throwable[] all = {new IllegalStateException(), new AssertionError(), new Exception()};
    for (int turn = 0; turn < 30 * count; turn++) {
      int failing = turn % count;
      Throwable thrown = all[turn / count % all.length];
      AtomicInteger ended = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  allTakePart(
                      workers,
                      (worker, piece) -> {
                        if (worker == failing) {
                          ended.incrementAndGet();
                          WorkersTests.<RuntimeException>sneak(thrown);
                        }
                        Thread.onSpinWait();
                        ended.incrementAndGet();
                      }))
          .satisfies(e -> assertThat(e == thrown || e.getCause() == thrown).isTrue());
      assertThat(ended).as("pieces that have ended when the caller hears of it").hasValue(count);
      assertThat(done(workers, 10)).isEqualTo(10);
    }
  }

  /** Throws what a piece does not declare, as other languages of the JVM do. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static int done(Workers workers, int n) {
    AtomicInteger done = new AtomicInteger();
    workers.run(n, (worker, piece) -> done.incrementAndGet());
    return done.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aPieceMayDivideItsOwnWork(int count) {
    Workers workers = new Workers(count);
    AtomicInteger done = new AtomicInteger();
    workers.run(
        9,
        (worker, piece) ->
            workers.run(7, (inner, part) -> workers.run(5, (last, x) -> done.incrementAndGet())));
    assertThat(done).hasValue(9 * 7 * 5);
  }

  @Test
  void aThreadThatWorksAloneDoesSoUntilItsWorkIsDone() {
    Workers workers = new Workers(4);
    Set<Thread> threads = new HashSet<>();
    Workers.Piece piece =
        (worker, index) -> {
          assertThat(worker).isZero();
          threads.add(Thread.currentThread());
        };
    assertThat(
            Workers.alone(
                () -> {
                  workers.run(100, piece);
                  return Workers.alone(() -> 3);
                }))
        .isEqualTo(3);
    assertThat(threads).containsExactly(Thread.currentThread());
    assertThatThrownBy(
            () ->
                Workers.alone(
                    () -> {
                      throw new IllegalStateException("given up");
                    }))
        .hasMessage("given up");
    AtomicInteger others = new AtomicInteger();
    allTakePart(workers, (worker, index) -> others.addAndGet(worker));
    assertThat(others).hasValue(1 + 2 + 3);
  }

  @Test
  void manyCallersWorkAtOnce() throws InterruptedException, ExecutionException {
    Workers workers = new Workers(3);
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int caller = 0; caller < 6; caller++) {
        answers.add(
            callers.submit(
                () -> {
                  int all = 0;
                  for (int turn = 0; turn < 500; turn++) {
                    all += done(workers, 1 + turn % 7);
                  }
                  return all;
                }));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(answers.get(0).get()).isGreaterThan(500);
      }
    } finally {
      callers.shutdown();
    }
  }

  /** The helpers are all held by others: the caller does everything. */
  @Test
  void aCallerDoesNotWaitForBusyHelpers() {
    Workers workers = new Workers(3);
    AtomicInteger waiting = new AtomicInteger();
    Object gate = new Object();
    AtomicInteger open = new AtomicInteger();
    Thread other =
        new Thread(
            () ->
                workers.run(
                    3,
                    (worker, piece) -> {
                      synchronized (gate) {
                        waiting.incrementAndGet();
                        gate.notifyAll();
                        awaitOn(gate, open, 1);
                      }
                    }));
    other.start();
    synchronized (gate) {
      awaitOn(gate, waiting, 3);
    }
    assertThat(done(workers, 50)).isEqualTo(50);
    synchronized (gate) {
      open.set(1);
      gate.notifyAll();
    }
    assertThat(done(workers, 50)).isEqualTo(50);
  }

  private static void awaitOn(Object gate, AtomicInteger number, int value) {
    while (number.get() < value) {
      try {
        gate.wait();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anInterruptNeitherStopsTheWorkNorIsForgotten(int count) {
    Workers workers = new Workers(count);
    for (int turn = 0; turn < 20; turn++) {
      Thread.currentThread().interrupt();
      assertThat(done(workers, 100)).isEqualTo(100);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(done(workers, 100)).isEqualTo(100);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Threads are made when work is divided. */
  @Test
  void workersWithoutWorkCostNothing() {
    List<Workers> all = new ArrayList<>();
    int before = Thread.activeCount();
    for (int i = 0; i < 1000; i++) {
      all.add(new Workers(8));
    }
    assertThat(done(all.get(0), 1)).isEqualTo(1);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 5);
  }

  @Test
  void theNumberOfThreadsIsAProperty() {
    assertThat(Workers.threads(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(Workers.threads(" ")).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(Workers.threads("1")).isEqualTo(1);
    assertThat(Workers.threads(" 12 ")).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "1.5", "99999999999"})
  void aWrongNumberOfThreadsIsNamed(String value) {
    assertThatThrownBy(() -> Workers.threads(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dio.github.dl4jattention.threads is a number of threads, at least 1, got \"%s\""
                .formatted(value));
  }
}
