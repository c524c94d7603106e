package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One update of a graph, its batch divided among threads.
 *
 * <p>Each thread has a replica of the graph that shares its parameters, and computes the gradient
 * of its part of the batch; the parts are added in a fixed order and applied once. The result is
 * that of {@code graph.fit} on the whole batch, but for rounding, and the same whenever it is run
 * with as many threads.
 *
 * <p>ND4J must run single-threaded inside ({@code OMP_NUM_THREADS=1} in the environment): its own
 * threads and these would stand in each other's way.
 */
public final class ParallelFit implements AutoCloseable {
  private final ComputationGraph graph;
  private final List<ComputationGraph> replicas = new ArrayList<>();
  private final List<ExecutorService> threads = new ArrayList<>();

  /**
   * Prepares the replicas.
   *
   * @param graph the graph to train; it is the first replica
   * @param threads how many, at least 1
   */
  public ParallelFit(ComputationGraph graph, int threads) {
    this.graph = graph;
    for (int i = 0; i < threads; i++) {
      replicas.add(i == 0 ? graph : replica(graph));
      // One thread a replica, always the same: SameDiff and workspaces keep state by thread.
      this.threads.add(
          Executors.newSingleThreadExecutor(
              work -> {
                Thread thread = new Thread(work, "dl4j-attention-fit");
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /**
   * Makes one update.
   *
   * @param batch the pairs
   * @param targets what the targets of the whole data set have in common
   * @return the summed negative log likelihood of the batch before the update, in nats
   */
  public double fit(List<EncodedPair> batch, Batch.Targets targets) {
    List<Double> losses =
        onParts(batch, (replica, part) -> gradient(replica, Batch.of(part, targets)));
    INDArray gradient = graph.getFlattenedGradients();
    for (int i = 1; i < losses.size(); i++) {
      gradient.addi(replicas.get(i).getFlattenedGradients());
    }
    int iteration = graph.getConfiguration().getIterationCount();
    graph
        .getUpdater()
        .update(
            graph.gradient(),
            iteration,
            graph.getConfiguration().getEpochCount(),
            batch.size(),
            LayerWorkspaceMgr.noWorkspaces());
    graph.params().subi(gradient.reshape(graph.params().shape()));
    graph.getConfiguration().setIterationCount(iteration + 1);
    double loss = losses.stream().mapToDouble(Double::doubleValue).sum();
    graph.setScore(loss / batch.size()); // DL4J's is a mean over examples, for those who look.
    return loss;
  }

  /**
   * Divides items among the threads and works on each part with that thread's replica.
   *
   * @param items at least one
   * @param work what to do with a replica and a part
   * @param <I> an item
   * @param <R> a part's result
   * @return the parts' results, in order
   */
  public <I, R> List<R> onParts(List<I> items, BiFunction<ComputationGraph, List<I>, R> work) {
    int parts = Math.min(replicas.size(), items.size());
    List<Future<R>> futures = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      List<I> part = items.subList(items.size() * i / parts, items.size() * (i + 1) / parts);
      ComputationGraph replica = replicas.get(i);
      futures.add(threads.get(i).submit(() -> Workers.alone(() -> work.apply(replica, part))));
    }
    List<R> results = new ArrayList<>();
    for (Future<R> future : futures) {
      results.add(resultOf(future));
    }
    return results;
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdown);
  }

  private static double gradient(ComputationGraph replica, Batch batch) {
    replica.setInputs(batch.features());
    replica.setLabels(batch.labels());
    replica.setLayerMaskArrays(batch.featureMasks(), new INDArray[] {batch.targetMask()});
    replica.computeGradientAndScore();
    replica.clearLayerMaskArrays();
    replica.clear();
    return replica.score() * batch.source().size(0); // DL4J's score is a mean over examples
  }

  private static ComputationGraph replica(ComputationGraph graph) {
    ComputationGraph replica = new ComputationGraph(graph.getConfiguration().clone());
    replica.init(graph.params(), false);
    return replica;
  }

  private static <R> R resultOf(Future<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while training", e);
    }
  }
}
