package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.Learner;
import io.github.dl4jattention.zoo.model.TranslationModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One update of a graph, its batch divided among threads.
 *
 * <p>Each thread has a replica of the graph that shares its parameters, and computes the gradient
 * of its part of the batch; the parts are added in a fixed order and applied once. The result is
 * that of {@code graph.fit} on the whole batch, but for rounding, and the same whenever it is run
 * with as many threads, whatever dropout the graph has.
 *
 * <p>ND4J must run single-threaded inside ({@code OMP_NUM_THREADS=1} in the environment): its own
 * threads and these would stand in each other's way.
 */
public final class ParallelFit implements AutoCloseable {
  private final Learner learner;
  private final ComputationGraph graph;
  private final List<ComputationGraph> replicas = new ArrayList<>();
  private final List<ExecutorService> threads = new ArrayList<>();
  private final NativeMemory memory = new NativeMemory();

  /**
   * Prepares the replicas of a {@link io.github.dl4jattention.zoo.model.SequenceToSequence}.
   *
   * @param graph the graph to train; it is the first replica
   * @param threads how many, at least 1
   */
  public ParallelFit(ComputationGraph graph, int threads) {
    this(new TranslationModel(graph, null, null, 0), threads); // Its pairs are numbers already.
  }

  /**
   * Prepares the replicas.
   *
   * @param learner what is trained; its graph is the first replica
   * @param threads how many, at least 1
   */
  public ParallelFit(Learner learner, int threads) {
    this.learner = learner;
    graph = learner.graph();
    for (int i = 0; i < threads; i++) {
      replicas.add(i == 0 ? graph : replica(graph));
      learner.prepare(replicas.get(i));
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
   * What the replicas know of the rewards of their draws.
   *
   * @return of each replica, in order
   */
  List<OptionalDouble> rewardBaselines() {
    return replicas.stream().map(learner::rewardBaseline).toList();
  }

  /**
   * Goes on with what {@link #rewardBaselines} gave.
   *
   * @param baselines of each replica, in order; of those beyond, nothing is known
   */
  void setRewardBaselines(List<OptionalDouble> baselines) {
    for (int i = 0; i < Math.min(baselines.size(), replicas.size()); i++) {
      ComputationGraph replica = replicas.get(i);
      baselines.get(i).ifPresent(baseline -> learner.setRewardBaseline(replica, baseline));
    }
  }

  /**
   * A batch, ready for the threads: any thread may prepare it.
   *
   * @param pairs all its pairs
   * @param parts one a thread, in order
   */
  record Prepared(List<EncodedPair> pairs, List<Part> parts) {
    /** Divides pairs into as many parts, or one a pair where there are fewer. */
    static Prepared of(
        Learner learner, List<EncodedPair> pairs, int threads, Batch.Targets targets) {
      List<Part> parts = new ArrayList<>();
      for (List<EncodedPair> part : divided(pairs, threads)) {
        parts.add(new Part(part, learner.batch(part, targets)));
      }
      return new Prepared(pairs, parts);
    }
  }

  /**
   * What a thread works on.
   *
   * @param pairs some pairs of a batch
   * @param batch the same as arrays
   */
  record Part(List<EncodedPair> pairs, Batch batch) {}

  /**
   * What is particular to an update.
   *
   * @param divisor the summed gradient is divided by it
   * @param rate what the learning rate is multiplied by
   * @param trueShare probability that the decoder reads a true symbol: {@link ScheduledSampling}
   * @param seed of all that is drawn at random, such as dropout
   */
  record Update(int divisor, double rate, double trueShare, long seed) {}

  /**
   * Makes one update, as DL4J's {@code fit} does.
   *
   * @param batch the pairs
   * @param targets what the targets of the whole data set have in common
   * @return the summed negative log likelihood of the batch before the update, in nats
   */
  public double fit(List<EncodedPair> batch, Batch.Targets targets) {
    return fit(
        Prepared.of(learner, batch, replicas.size(), targets),
        new Update(batch.size(), 1, 1, iteration()));
  }

  /**
   * Makes one update.
   *
   * @param batch the pairs
   * @param update what is particular to it
   * @return the summed negative log likelihood of the batch before the update, in nats; if it or
   *     the gradient is no finite number, not a finite number, and the parameters are as they were
   */
  double fit(Prepared batch, Update update) {
    List<Integer> numbers = IntStream.range(0, batch.parts().size()).boxed().toList();
    List<Double> losses =
        onParts(
            numbers,
            (replica, number) -> {
              int part = number.get(0); // as many parts as replicas, or fewer: one each
              return gradient(replica, batch.parts().get(part), update, part);
            });
    INDArray gradient = graph.getFlattenedGradients();
    inSlices(
        gradient.length(),
        slice -> {
          INDArray sum = slice.of(gradient);
          for (int i = 1; i < losses.size(); i++) {
            sum.addi(slice.of(replicas.get(i).getFlattenedGradients()));
          }
        });
    double loss = losses.stream().mapToDouble(Double::doubleValue).sum();
    if (!Double.isFinite(loss) || !Double.isFinite(gradient.sumNumber().doubleValue())) {
      return Double.NaN;
    }
    apply(gradient, update);
    // DL4J's is a mean over examples, for those who look.
    graph.setScore(loss / batch.pairs().size());
    return loss;
  }

  private void apply(INDArray gradient, Update update) {
    int iteration = iteration();
    graph
        .getUpdater()
        .update(
            graph.gradient(),
            iteration,
            graph.getConfiguration().getEpochCount(),
            update.divisor(),
            LayerWorkspaceMgr.noWorkspaces());
    INDArray parameters = graph.params();
    inSlices(
        gradient.length(),
        slice -> {
          INDArray step = slice.of(gradient);
          if (update.rate() != 1) {
            step.muli(update.rate());
          }
          slice.of(parameters).subi(step);
        });
    graph.getConfiguration().setIterationCount(iteration + 1);
  }

  private int iteration() {
    return graph.getConfiguration().getIterationCount();
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
    List<Future<R>> futures = new ArrayList<>();
    List<List<I>> parts = divided(items, replicas.size());
    for (int i = 0; i < parts.size(); i++) {
      List<I> part = parts.get(i);
      ComputationGraph replica = replicas.get(i);
      futures.add(threads.get(i).submit(() -> Workers.alone(() -> work.apply(replica, part))));
    }
    List<R> results = new ArrayList<>();
    for (Future<R> future : futures) {
      results.add(resultOf(future));
    }
    memory.release();
    return results;
  }

  /** A part of an array that holds all parameters. */
  private record Slice(long from, long to) {
    INDArray of(INDArray all) {
      return all.reshape(all.length()).get(NDArrayIndex.interval(from, to));
    }
  }

  /** Divides work on all parameters among the threads: no number depends on another. */
  private void inSlices(long length, Consumer<Slice> work) {
    List<Future<?>> futures = new ArrayList<>();
    int count = (int) Math.min(threads.size(), length);
    for (int i = 0; i < count; i++) {
      Slice slice = new Slice(length * i / count, length * (i + 1) / count);
      futures.add(threads.get(i).submit(() -> work.accept(slice)));
    }
    futures.forEach(ParallelFit::resultOf);
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdown);
  }

  private static <I> List<List<I>> divided(List<I> items, int most) {
    int parts = Math.min(most, items.size());
    List<List<I>> result = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      result.add(items.subList(items.size() * i / parts, items.size() * (i + 1) / parts));
    }
    return result;
  }

  private double gradient(ComputationGraph replica, Part part, Update update, int number) {
    // What is drawn in this thread is a function of the update and the part alone. ND4J takes a
    // seed of 0 for "now": a mixed one with its lowest bit set is never 0.
    long seed = new SplittableRandom(update.seed() * 31 + number).nextLong() | 1;
    Nd4j.getRandom().setSeed(seed);
    Batch batch = part.batch();
    if (update.trueShare() < 1) {
      batch =
          batch.withDecoderInput(
              ScheduledSampling.inputs(
                  part.pairs(), learner.steps(replica, part.pairs()), update.trueShare(), seed));
    }
    replica.setInputs(batch.features());
    replica.setLabels(batch.labelsFor(replica));
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
