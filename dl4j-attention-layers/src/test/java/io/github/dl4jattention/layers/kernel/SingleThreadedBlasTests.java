package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** BLAS is single-threaded while someone needs it so, and then as it was: with OpenBLAS. */
class SingleThreadedBlasTests {
  private static final int THREADS = 4;
  private static final int WORKERS = 8;

  private final Blas blas = Nd4j.factory().blas();
  private final int before = blas.getMaxThreads();

  @BeforeEach
  void severalThreads() {
    blas.setMaxThreads(THREADS);
    assertThat(NativeBlas.threads()).isEqualTo(THREADS);
  }

  @AfterEach
  void asBefore() {
    blas.setMaxThreads(before);
  }

  @Test
  void oneThreadInsideAllAfterwards() {
    try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
      assertThat(use).isNotNull();
      assertThat(NativeBlas.threads()).isEqualTo(1);
    }
    assertThat(NativeBlas.threads()).isEqualTo(THREADS);
    assertThat(blas.getMaxThreads()).isEqualTo(THREADS);
  }

  @Test
  void nestedUseEndsWithTheOutermost() {
    SingleThreadedBlas.Use outer = SingleThreadedBlas.enter();
    SingleThreadedBlas.Use inner = SingleThreadedBlas.enter();
    inner.close();
    inner.close(); // A second time counts for nothing.
    assertThat(NativeBlas.threads()).isEqualTo(1);
    outer.close();
    assertThat(NativeBlas.threads()).isEqualTo(THREADS);
  }

  @Test
  void anExceptionInsideRestoresToo() {
    assertThatThrownBy(
            () -> {
              try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
                throw new IllegalStateException("inside " + use.getClass().getSimpleName());
              }
            })
        .isInstanceOf(IllegalStateException.class);
    assertThat(NativeBlas.threads()).isEqualTo(THREADS);
  }

  @Test
  void whatTheUserSetsMeanwhileIsKept() {
    try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
      assertThat(use).isNotNull();
      blas.setMaxThreads(3);
    }
    assertThat(NativeBlas.threads()).isEqualTo(3);
  }

  /** All are inside at once, then leave one by one in any order: the last one restores. */
  @Test
  void severalThreadsAreCounted() throws Exception {
    CyclicBarrier allInside = new CyclicBarrier(WORKERS);
    CountDownLatch othersAreOut = new CountDownLatch(WORKERS - 1);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      boolean last = i == 0;
      tasks.add(
          () -> {
            int seen;
            try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
              assertThat(use).isNotNull();
              allInside.await();
              if (last) {
                othersAreOut.await();
              }
              seen = NativeBlas.threads();
            }
            othersAreOut.countDown();
            return seen;
          });
    }
    assertThat(inThreads(tasks)).hasSize(WORKERS).containsOnly(1);
    assertThat(NativeBlas.threads()).isEqualTo(THREADS);
  }

  /** The user's own threaded product keeps its numbers while the count changes under it. */
  @Test
  void productsOfOtherThreadsStayRight() throws Exception {
    INDArray a = Nd4j.rand(DataType.FLOAT, 300, 257).subi(0.5);
    INDArray b = Nd4j.rand(DataType.FLOAT, 257, 310).subi(0.5);
    INDArray right = a.castTo(DataType.DOUBLE).mmul(b.castTo(DataType.DOUBLE));
    CountDownLatch done = new CountDownLatch(1);
    List<Callable<Integer>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          try {
            for (int i = 0; i < 300; i++) {
              INDArray product = a.mmul(b).castTo(DataType.DOUBLE);
              assertThat(product.equalsWithEps(right, 1e-4)).isTrue();
            }
          } finally {
            done.countDown();
          }
          return 0;
        });
    for (int i = 1; i < WORKERS; i++) {
      tasks.add(
          () -> {
            int uses = 0;
            INDArray small = Nd4j.rand(DataType.FLOAT, 16, 16);
            INDArray twice = small.mmul(small);
            while (done.getCount() > 0) {
              try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
                assertThat(use).isNotNull();
                assertThat(small.mmul(small).equalsWithEps(twice, 1e-4)).isTrue();
                uses++;
              }
            }
            return uses;
          });
    }
    assertThat(inThreads(tasks).subList(1, WORKERS)).allMatch(uses -> uses > 0);
    assertThat(NativeBlas.threads()).isEqualTo(THREADS);
  }

  private static List<Integer> inThreads(List<Callable<Integer>> tasks)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> result : pool.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
