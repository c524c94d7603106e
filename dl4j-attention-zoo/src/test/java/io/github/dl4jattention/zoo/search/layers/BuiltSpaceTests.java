package io.github.dl4jattention.zoo.search.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.MultiHeadAttention;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import io.github.dl4jattention.zoo.search.trial.Direction;
import io.github.dl4jattention.zoo.search.trial.Ledger;
import io.github.dl4jattention.zoo.search.trial.TrialRunner;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class BuiltSpaceTests {
  @TempDir private Path folder;

  private static BuiltSpace<MultiHeadAttention> cross() {
    return BuiltSpace.of(
            values ->
                MultiHeadAttention.builder()
                    .setHeads(values.whole("heads"))
                    .optHeadSize(values.whole("head-size"))
                    .build())
        .with("heads", new DiscreteParameterSpace<>(1, 2))
        .with("head-size", new DiscreteParameterSpace<>(3, 4));
  }

  private static BuiltSpace<ComputationGraphConfiguration> graph() {
    return BuiltSpace.of(
            values ->
                new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new Sgd(values.real("rate")))
                    .graphBuilder()
                    .addInputs("target", "source")
                    .addVertex(
                        "cross", values.get("cross", MultiHeadAttention.class), "target", "source")
                    .addLayer(
                        "out",
                        new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                        "cross")
                    .setInputTypes(InputType.recurrent(4), InputType.recurrent(5))
                    .setOutputs("out")
                    .build())
        .with("cross", cross())
        .with("rate", new ContinuousParameterSpace(0.01, 0.1));
  }

  private static double lossAfterAStep(
      ComputationGraphConfiguration configuration, Set<Long> sizes) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    sizes.add(graph.params().length()); // numParams leaves vertices out
    INDArray[] inputs = {Nd4j.ones(2, 4, 3), Nd4j.ones(2, 5, 6)};
    INDArray[] labels = {Nd4j.zeros(2, 2, 3)};
    labels[0].tensorAlongDimension(0, 0, 2).assign(1);
    graph.fit(inputs, labels);
    return graph.score();
  }

  @Test
  void theSettingsOfAVertexInAGraphAreSearched() {
    assertThat(graph().numParameters()).isEqualTo(3);
    Direction less = new Direction(true);
    Set<Long> sizes = new TreeSet<>();
    try (Ledger ledger = Ledger.open(folder.resolve("ledger.jsonl"))) {
      TrialRunner<ComputationGraphConfiguration> runner =
          TrialRunner.<ComputationGraphConfiguration>builder()
              .setConfiguration(
                  new OptimizationConfiguration.Builder()
                      .candidateGenerator(Strategy.BAYES.generator(graph(), less))
                      .scoreFunction(less)
                      .terminationConditions(new MaxCandidatesCondition(6))
                      .rngSeed(1)
                      .build())
              .setObjective(trial -> lossAfterAStep(trial.candidate(), sizes))
              .setLedger(ledger)
              .build();
      runner.execute();
      assertThat(runner.numCandidatesCompleted()).isEqualTo(6);
      assertThat(runner.bestScore()).isPositive();
    }
    assertThat(sizes).hasSizeGreaterThan(1);
  }

  @Test
  void aSpaceInTwoSettingsHasOneValue() {
    DiscreteParameterSpace<Integer> size = new DiscreteParameterSpace<>(1, 2, 3);
    BuiltSpace<String> both =
        BuiltSpace.of(values -> values.whole("a") + " " + values.whole("b"))
            .with("a", size)
            .with("b", size);
    assertThat(both.numParameters()).isEqualTo(1);
    size.setIndices(0);
    assertThat(both.getValue(new double[] {0.5})).isEqualTo("2 2");
  }

  @Test
  void whatASettingIsNotIsTold() {
    DiscreteParameterSpace<String> word = new DiscreteParameterSpace<>("gru", "lstm");
    word.setIndices(0);
    assertThatThrownBy(
            () ->
                BuiltSpace.of(values -> values.whole("cell"))
                    .with("cell", word)
                    .getValue(new double[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the setting cell is no Number: it is gru");
  }
}
