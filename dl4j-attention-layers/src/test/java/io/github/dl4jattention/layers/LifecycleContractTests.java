package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Options;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.Subject.Trait;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.parallelism.ParallelInference;
import org.deeplearning4j.parallelism.inference.InferenceMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.profiler.ProfilerConfig;

/** What every layer and vertex of this library does in the life of a network. */
class LifecycleContractTests {
  static Stream<Subject> subjects() {
    return Subjects.learningFromTheLoss();
  }

  static Stream<Arguments> subjectsAndPaths() {
    return Path.doubleAndKernel(subjects());
  }

  @AfterEach
  void restore() {
    Path.restore();
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void outputInTrainingIsThatAtInference(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject);
    Data data = path.data(subject, 1, 2, Padding.END);
    assertClose(output(graph, true, data), output(graph, false, data), 0);
  }

  /** DL4J 1.0.0-M2.1 gets a layer's parameters by name from a graph, a vertex' by table only. */
  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void parametersThatAreSetAct(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject, trained());
    Data data = path.data(subject, 1, 2, Padding.NONE);
    INDArray before = output(graph, false, data);
    INDArray parameters = graph.params().dup();
    Map<String, INDArray> table = new LinkedHashMap<>();
    graph.paramTable().forEach((name, array) -> table.put(name, array.add(0.1)));
    graph.setParamTable(table);
    assertClose(graph.params(), parameters.add(0.1), 0);
    assertThat(output(graph, false, data)).isNotEqualTo(before);
    graph.setParams(parameters);
    assertClose(output(graph, false, data), before, 0);
    graph.getVertex("subject").paramTable(false).keySet().stream()
        .filter(Subject::matters)
        .forEach(name -> aParameterThatIsSetActs(subject, path, graph, name, data));
  }

  private static void aParameterThatIsSetActs(
      Subject subject, Path path, ComputationGraph graph, String name, Data data) {
    assertThat(name).as("DL4J cuts names at the last underscore").doesNotContain("_");
    INDArray before = output(graph, false, data);
    INDArray array = graph.getVertex("subject").paramTable(false).get(name);
    INDArray value = TestGraphs.random(path.type(), 3, array.shape());
    INDArray old = array.dup();
    if (subject.isLayer()) {
      graph.setParam("subject_" + name, value);
      assertThat(graph.getParam("subject_" + name)).isEqualTo(value);
    } else {
      array.assign(value);
    }
    assertThat(output(graph, false, data)).as(name).isNotEqualTo(before);
    array.assign(old);
    assertClose(output(graph, false, data), before, 0);
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void workspacesChangeNothingAndNoArrayLeavesAClosedOne(Subject subject, Path path) {
    List<INDArray> trained = new ArrayList<>();
    OpExecutioner executioner = Nd4j.getExecutioner();
    executioner.setProfilingConfig(ProfilerConfig.builder().checkWorkspaces(true).build());
    try {
      for (WorkspaceMode mode : List.of(WorkspaceMode.ENABLED, WorkspaceMode.NONE)) {
        ComputationGraph graph = path.graph(subject, training(mode));
        for (int step = 0; step < 3; step++) {
          graph.fit(subject.trainingData(step / 2, 2 + step, Padding.END));
        }
        trained.add(graph.params().dup());
        keptWeightsAreDetached(subject, graph);
      }
    } finally {
      executioner.setProfilingConfig(ProfilerConfig.builder().build());
    }
    assertClose(trained.get(0), trained.get(1), path.rounding());
    assertThat(trained.get(0))
        .isNotEqualTo(path.graph(subject, training(WorkspaceMode.NONE)).params());
  }

  private static void keptWeightsAreDetached(Subject subject, ComputationGraph graph) {
    if (subject.has(Trait.WEIGHTS)) {
      AttentionWeights weights = AttentionWeights.of(graph, "subject");
      weights.keep(true);
      graph.fit(subject.trainingData(0, 2, Padding.END));
      INDArray kept = weights.lastWeights();
      assertThat(kept.isAttached()).isFalse();
      assertThat(kept.maxNumber().doubleValue()).isPositive().isLessThan(1 + 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void parallelInferenceGivesWhatTheGraphGives(Subject subject, Path path)
      throws InterruptedException, ExecutionException {
    ComputationGraph graph = path.graph(subject);
    List<Data> all = new ArrayList<>();
    List<INDArray> expected = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      all.add(path.data(subject, i, 1 + i, Padding.END));
      expected.add(output(graph, false, all.get(i)));
    }
    ParallelInference parallel =
        new ParallelInference.Builder(graph)
            .inferenceMode(InferenceMode.SEQUENTIAL)
            .workers(2)
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<INDArray>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Data data = all.get(i % 2);
        answers.add(threads.submit(() -> parallel.output(data.inputs(), data.masks())[0]));
      }
      for (int i = 0; i < 8; i++) {
        assertClose(answers.get(i).get(), expected.get(i % 2), path.rounding());
      }
    } finally {
      threads.shutdown();
      endWorkers();
    }
  }

  /**
   * As {@link ParallelInference#shutdown} ends them. That would also spin until they have ended,
   * and have the whole heap collected, which takes longer than all the rest of the test.
   */
  private static void endWorkers() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("InferenceThread-")) {
        thread.interrupt();
        thread.join();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void earlyStoppingGivesTheModelThatItScored(Subject subject) {
    MultiDataSet data = subject.trainingData(1, 2, Padding.END);
    EarlyStoppingConfiguration<ComputationGraph> configuration =
        new EarlyStoppingConfiguration.Builder<ComputationGraph>()
            .epochTerminationConditions(new MaxEpochsTerminationCondition(2))
            .scoreCalculator(
                new DataSetLossCalculator(new SingletonMultiDataSetIterator(data), true))
            .modelSaver(new InMemoryModelSaver<>())
            .build();
    Options options = training(WorkspaceMode.ENABLED);
    options.updater = new Sgd(subject.has(Subject.Trait.STEEP) ? 0.01 : 0.1);
    ComputationGraph graph = subject.graph(options);
    double before = graph.score(data);
    EarlyStoppingResult<ComputationGraph> result =
        new EarlyStoppingGraphTrainer(
                configuration, graph, new SingletonMultiDataSetIterator(data), null)
            .fit();
    assertThat(result.getTerminationReason())
        .isEqualTo(EarlyStoppingResult.TerminationReason.EpochTerminationCondition);
    // Not getBestModelScore(): M2.1 answers zero, as the clone that it keeps was never scored.
    double best = result.getScoreVsEpoch().get(result.getBestModelEpoch());
    assertThat(best).as(subject.name()).isLessThan(before);
    assertThat(result.getBestModel().score(data)).isCloseTo(best, within(1e-12));
  }

  private static Options trained() {
    Options options = new Options();
    options.trained = true;
    return options;
  }

  private static Options training(WorkspaceMode mode) {
    Options options = new Options();
    options.trained = true;
    options.updater = new Sgd(0.1);
    options.workspaces = mode;
    return options;
  }

  private static INDArray output(ComputationGraph graph, boolean train, Data data) {
    return graph.output(train, data.inputs(), data.masks())[0].dup();
  }
}
