package io.github.dl4jattention.benchmarks.works;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Two models of one work in one process, each on a thread of its own, running at once.
 *
 * @param work the work
 */
record TwoAtOnce(Work work) implements Work {
  @Override
  public Contender ours() {
    return new Pair(work::ours);
  }

  @Override
  public Contender torch() {
    return new Pair(work::torch);
  }

  private static final class Pair implements Contender {
    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<Contender> contenders = new ArrayList<>();

    Pair(Supplier<Contender> maker) {
      for (int i = 0; i < 2; i++) {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        threads.add(thread);
        contenders.add(valueOf(thread.submit(maker::get)));
      }
    }

    @Override
    public void run(Pass pass) {
      onBoth(
          contender -> {
            contender.run(pass);
            return contender;
          });
    }

    @Override
    public List<float[]> results(Pass pass) {
      return onBoth(contender -> contender.results(pass)).get(1);
    }

    private <R> List<R> onBoth(java.util.function.Function<Contender, R> what) {
      List<Future<R>> started = new ArrayList<>();
      for (int i = 0; i < threads.size(); i++) {
        Contender contender = contenders.get(i);
        Callable<R> call = () -> what.apply(contender);
        started.add(threads.get(i).submit(call));
      }
      List<R> results = new ArrayList<>();
      started.forEach(future -> results.add(valueOf(future)));
      return results;
    }

    private static <R> R valueOf(Future<R> future) {
      try {
        return future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      contenders.forEach(Contender::close);
      threads.forEach(ExecutorService::shutdown);
    }
  }
}
