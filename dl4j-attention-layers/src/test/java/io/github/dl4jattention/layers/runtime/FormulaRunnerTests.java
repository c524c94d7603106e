package io.github.dl4jattention.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.Attention;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.lang3.reflect.FieldUtils;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What runs every formula: its graphs are bounded in number, its steps are right, it is quiet. */
class FormulaRunnerTests {
  private static final double RATE = 0.1;

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(3)
                .updater(new Sgd(RATE))
                .graphBuilder()
                .addInputs("queries", "keys")
                .setInputTypes(InputType.recurrent(2), InputType.recurrent(3))
                .addVertex(
                    "attention",
                    Attention.builder().setScore(new AdditiveScore(4)).build(),
                    "queries",
                    "keys")
                .addLayer(
                    "output",
                    new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "attention")
                .setOutputs("output")
                .build());
    graph.init();
    return graph;
  }

  private static MultiDataSet data(int batch, int queryTime, int keyTime) {
    Nd4j.getRandom().setSeed(5);
    return new MultiDataSet(
        new INDArray[] {
          Nd4j.randn(DataType.DOUBLE, batch, 2, queryTime),
          Nd4j.randn(DataType.DOUBLE, batch, 3, keyTime)
        },
        new INDArray[] {Nd4j.ones(DataType.DOUBLE, batch, 1, queryTime)});
  }

  private static Map<?, ?> programs(ComputationGraph graph) throws IllegalAccessException {
    return (Map<?, ?>)
        FieldUtils.readField(
            FieldUtils.readField(AttentionWeights.of(graph, "attention"), "passes", true),
            "programs",
            true);
  }

  @Test
  void aGraphIsKeptForEachTimeLengthButNotForEver() throws IllegalAccessException {
    ComputationGraph graph = graph();
    double before = graph.score(data(2, 1, 1));
    for (int time = 1; time <= 3; time++) {
      graph.fit(data(2, 1, time));
      graph.fit(data(3, 1, time));
    }
    assertThat(programs(graph)).as("batches of another size need no other").hasSize(3);
    for (int time = 1; time <= SameDiffPasses.MAX_PROGRAMS + 2; time++) {
      graph.fit(data(2, 1, time));
    }
    assertThat(programs(graph)).hasSize(SameDiffPasses.MAX_PROGRAMS);
    assertThat(graph.score(data(2, 1, 1))).isLessThan(before);
  }

  /** Stochastic gradient descent hides no factor, as Adam would: one step is one step. */
  @Test
  void oneStepOfGradientDescentMovesByTheGradientAndNotByTwice() {
    ComputationGraph graph = graph();
    MultiDataSet data = data(1, 2, 3);
    INDArray start = graph.params().dup();
    INDArray numeric = Nd4j.zeros(DataType.DOUBLE, start.shape());
    for (long i = 0; i < start.length(); i++) {
      numeric.putScalar(i, (shifted(graph, data, i, 1e-5) - shifted(graph, data, i, -1e-5)) / 2e-5);
    }
    graph.fit(data);
    INDArray moved = start.sub(graph.params()).div(RATE);
    assertThat(moved.sub(numeric).amaxNumber().doubleValue()).isLessThan(1e-7);
    assertThat(numeric.amaxNumber().doubleValue()).isGreaterThan(0.1);
  }

  private static double shifted(ComputationGraph graph, MultiDataSet data, long i, double by) {
    double value = graph.params().getDouble(i);
    graph.params().putScalar(i, value + by);
    double score = graph.score(data, true);
    graph.params().putScalar(i, value);
    return score;
  }

  @Test
  void backwardWithoutForwardNamesTheVertex() {
    FormulaRunner runner = (FormulaRunner) AttentionWeights.of(graph(), "attention");
    assertThatThrownBy(
            () -> runner.backward(Nd4j.ones(1, 1, 1), Map.of(), LayerWorkspaceMgr.noWorkspaces()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Attention \"attention\": backward without a forward pass before it");
  }

  @Test
  void weightsOfNoAttentionAreRefused() {
    ComputationGraph graph = graph();
    for (String name : new String[] {"output", "queries", "nobody"}) {
      assertThatThrownBy(() -> AttentionWeights.of(graph, name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"" + name + "\" has no attention weights")
          .hasMessageContaining("attention, output");
    }
  }

  @Test
  void trainingPrintsNothing() {
    PrintStream original = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      graph().fit(data(1, 2, 3));
      System.out.println("another thread's line");
    } finally {
      System.setOut(original);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("another thread's line" + System.lineSeparator());
  }
}
