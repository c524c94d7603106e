package io.github.dl4jattention.benchmarks.works;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.dl4jattention.benchmarks.torch.Torch;
import io.github.dl4jattention.benchmarks.torch.TorchModule;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EpochPlan;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.training.ParallelFit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Training steps of the model of {@code zoo train dates}, with its sizes and data: loss, gradients,
 * clipping, Adam. A run is a step on each of {@value #BATCHES} batches, whose lengths differ.
 */
final class DatesWork implements Work {
  static final int BATCHES = 4;

  private static final int ITERATIONS = 1_000_000;
  private static final double LEARNING_RATE = 0.004;
  private static final double CLIP = 1.0;

  /** The encoder's parameters, before the name of a direction. */
  private static final String ENCODER = SequenceToSequence.ENCODER + "1_";

  private final int threads;
  private final TextCodec sources;
  private final TextCodec targets;
  private final List<List<EncodedPair>> batches;
  private final Batch.Targets allTargets;

  /**
   * Makes the data.
   *
   * @param batch pairs a step
   * @param threads that this library's side divides them among
   */
  DatesWork(int batch, int threads) {
    this.threads = threads;
    List<Pair> dates =
        new DateGenerator(DateGenerator.DEFAULT_SEED).generate(BATCHES * batch, 1).training();
    sources = TextCodec.ofCharactersIn(dates.stream().map(Pair::source).toList());
    targets = TextCodec.ofCharactersIn(dates.stream().map(Pair::target).toList());
    List<EncodedPair> pairs = EncodedPair.encode(dates, sources, targets, "dates");
    allTargets = Batch.Targets.of(pairs, targets);
    // PyTorch's packed sequences want the longest first.
    Comparator<EncodedPair> longestFirst = Comparator.comparingInt(pair -> -pair.source().length);
    batches =
        EpochPlan.batches(pairs, batch, 1, 0).stream()
            .map(some -> some.stream().sorted(longestFirst).toList())
            .toList();
  }

  private ComputationGraph graph() {
    return SequenceToSequence.dates()
        .newGraph(
            sources.size(), targets.size(), Optimizer.falling(LEARNING_RATE, ITERATIONS, CLIP), 1);
  }

  @Override
  public Contender ours() {
    ComputationGraph graph = graph();
    ParallelFit fit = new ParallelFit(graph, threads);
    return new Contender() {
      @Override
      public void run(Pass pass) {
        batches.forEach(batch -> fit.fit(batch, allTargets));
      }

      @Override
      public List<float[]> results(Pass pass) {
        run(pass);
        return parameters(graph.paramTable()).stream().map(Layouts::values).toList();
      }

      @Override
      public void close() {
        fit.close();
      }
    };
  }

  @Override
  public Contender torch() {
    return new TorchSide(parameters(graph().paramTable()));
  }

  private static List<INDArray> parameters(Map<String, INDArray> table) {
    List<INDArray> all = new ArrayList<>();
    all.add(table.get(SequenceToSequence.SOURCE_EMBEDDING + "_W"));
    all.add(table.get(SequenceToSequence.TARGET_EMBEDDING + "_W"));
    all.addAll(Layouts.lstm(table, ENCODER + "f"));
    all.addAll(Layouts.lstm(table, ENCODER + "b"));
    all.addAll(Recurrences.bahdanauParameters(table)); // the decoder has the same name
    all.add(Layouts.transposed(table.get(SequenceToSequence.OUTPUT + "_W")));
    all.add(Layouts.vector(table.get(SequenceToSequence.OUTPUT + "_b")));
    return all;
  }

  private final class TorchSide implements Contender {
    private final TorchModule module = new TorchModule("dates");
    private final List<NDArray> learned;
    private final NDList state = new NDList();
    private final List<NDList> inputs;
    private int steps;

    TorchSide(List<INDArray> parameters) {
      learned = parameters.stream().map(parameter -> Torch.copy(parameter, true)).toList();
      state.addAll(TorchModule.argument("parameters", learned));
      for (String moment : List.of("means", "variances")) {
        state.addAll(TorchModule.argument(moment, learned.stream().map(Torch::zerosLike).toList()));
      }
      inputs = batches.stream().map(this::inputs).toList();
    }

    private NDList inputs(List<EncodedPair> pairs) {
      Batch batch = Batch.of(pairs, allTargets);
      INDArray source = batch.source();
      INDArray target = batch.decoderInput();
      return TorchModule.argument(
          "inputs",
          List.of(
              Torch.copy(source.reshape(source.size(0), source.size(2)), false),
              Torch.copy(target.reshape(target.size(0), target.size(2)), false),
              Torch.copy(batch.sourceMask(), false),
              Torch.copy(batch.targetMask(), false),
              Torch.copy(
                  batch.labels().reshape(source.size(0), target.size(2)), false))); // [batch, time]
    }

    @Override
    public void run(Pass pass) {
      inputs.forEach(this::step);
    }

    private void step(NDList batch) {
      double rate = LEARNING_RATE * (1 - (double) steps / ITERATIONS);
      steps++;
      try (NDArray settings = Torch.vector(steps, (float) rate, (float) CLIP)) {
        NDList arguments = new NDList(batch);
        arguments.addAll(state);
        arguments.add(settings);
        module.differentiate("train_step", arguments).close();
      }
    }

    @Override
    public List<float[]> results(Pass pass) {
      run(pass);
      return learned.stream().map(NDArray::toFloatArray).toList();
    }

    @Override
    public void close() {
      inputs.forEach(NDList::close);
      state.close();
      module.close();
    }
  }
}
