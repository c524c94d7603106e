package io.github.dl4jattention.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.AdditiveAttention;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What the runtime adds to DL4J's. */
class AttentionGraphVertexTests {
  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("queries", "keys")
                .setInputTypes(InputType.recurrent(2), InputType.recurrent(3))
                .addVertex(
                    "attention",
                    AdditiveAttention.builder()
                        .setQuerySize(2)
                        .setKeySize(3)
                        .setAttentionSize(4)
                        .build(),
                    "queries",
                    "keys")
                .addLayer(
                    "output",
                    new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(3)
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
          Nd4j.randn(DataType.FLOAT, batch, 2, queryTime),
          Nd4j.randn(DataType.FLOAT, batch, 3, keyTime)
        },
        new INDArray[] {Nd4j.ones(DataType.FLOAT, batch, 1, queryTime)});
  }

  @Test
  void attentionWeightsAreKeptOnRequestOnly() {
    ComputationGraph graph = graph();
    AttentionGraphVertex vertex = (AttentionGraphVertex) graph.getVertex("attention");
    MultiDataSet data = data(2, 4, 5);
    graph.output(data.getFeatures());
    assertThatThrownBy(vertex::getAttentionWeights)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"attention\"")
        .hasMessageContaining("setKeepAttentionWeights(true)");

    vertex.setKeepAttentionWeights(true);
    graph.output(data.getFeatures());
    assertThat(vertex.getAttentionWeights().shape()).containsExactly(2, 4, 5);
    graph.fit(data); // training keeps them too
    assertThat(vertex.getAttentionWeights().shape()).containsExactly(2, 4, 5);

    vertex.setKeepAttentionWeights(false);
    assertThatThrownBy(vertex::getAttentionWeights).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void moreTimeLengthsThanAreKeptStillTrain() {
    ComputationGraph graph = graph();
    double before = graph.score(data(2, 1, 1));
    for (int round = 0; round < 2; round++) {
      for (int time = 1; time <= AttentionGraphVertex.MAX_PROGRAMS + 2; time++) {
        graph.fit(data(2, 1, time));
      }
    }
    assertThat(graph.score(data(2, 1, 1))).isLessThan(before);
  }

  @Test
  void anotherBatchSizeNeedsNothing() {
    ComputationGraph graph = graph();
    MultiDataSet three = data(3, 2, 4);
    INDArray all = graph.output(three.getFeatures())[0].dup();
    graph.output(data(7, 2, 4).getFeatures());
    assertThat(graph.output(three.getFeatures())[0]).isEqualTo(all);
  }

  /** Stochastic gradient descent hides no factor, as Adam would: one step is one step. */
  @Test
  void oneStepOfGradientDescentMovesByTheGradientAndNotByTwice() {
    ComputationGraph graph = graph();
    MultiDataSet data = data(1, 2, 3);
    INDArray start = graph.params().dup();
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    double eps = 1e-2;
    INDArray numeric = Nd4j.zeros(DataType.FLOAT, start.shape());
    for (long i = 0; i < start.length(); i++) {
      numeric.putScalar(
          i, (shifted(graph, data, i, eps) - shifted(graph, data, i, -eps)) / 2 / eps);
    }
    graph.fit(data);
    INDArray moved = start.sub(graph.params()).div(0.1);
    assertThat(moved.sub(numeric).amaxNumber().doubleValue())
        .isLessThan(0.02 * numeric.amaxNumber().doubleValue() + 0.002);
    assertThat(numeric.amaxNumber().doubleValue()).isGreaterThan(0.1);
  }

  private static double shifted(ComputationGraph graph, MultiDataSet data, long i, double by) {
    float value = graph.params().getFloat(i);
    graph.params().putScalar(i, value + by);
    double score = graph.score(data, true);
    graph.params().putScalar(i, value);
    return score;
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
