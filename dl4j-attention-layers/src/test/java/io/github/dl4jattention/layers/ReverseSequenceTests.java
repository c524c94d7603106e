package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Reversal under a mask, alone and in a bidirectional encoder. */
class ReverseSequenceTests {
  private static final INDArray MASK =
      Nd4j.createFromArray(new double[][] {{1, 1, 0, 0}, {1, 1, 1, 1}});

  private static INDArray[] one(INDArray array) {
    return new INDArray[] {array};
  }

  @Test
  void reversesRealStepsAndLeavesPadding() {
    ComputationGraph graph =
        TestGraphs.alone(DataType.DOUBLE, new ReverseSequence(), InputType.recurrent(1));
    INDArray x = Nd4j.createFromArray(new double[][][] {{{1, 2, 8, 9}}, {{1, 2, 3, 4}}});
    INDArray masked = graph.output(false, one(x), one(MASK))[0];
    assertThat(masked)
        .isEqualTo(Nd4j.createFromArray(new double[][][] {{{2, 1, 8, 9}}, {{4, 3, 2, 1}}}));
    // Masks of one pass are not those of the next.
    assertThat(graph.output(x)[0])
        .isEqualTo(Nd4j.createFromArray(new double[][][] {{{9, 8, 2, 1}}, {{4, 3, 2, 1}}}));
  }

  @Test
  void anAttentionWithoutMasksAfterOneWithThemHasNone() {
    ComputationGraph graph =
        TestGraphs.alone(
            DataType.DOUBLE,
            AdditiveAttention.builder().optQuerySize(3).optKeySize(2).setAttentionSize(3).build(),
            InputType.recurrent(3),
            InputType.recurrent(2));
    MultiDataSet data = TestGraphs.data(true);
    INDArray before = graph.output(data.getFeatures())[0].dup();
    INDArray masked = graph.output(false, data.getFeatures(), data.getFeaturesMaskArrays())[0];
    assertThat(masked).isNotEqualTo(before);
    assertThat(graph.output(data.getFeatures())[0]).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsOfABidirectionalEncoder(boolean masked) {
    MultiDataSet data = TestGraphs.data(masked);
    GradientCheck.check(encoderAndDecoder(), data);
  }

  /** The property that DL4J's Bidirectional lacks. */
  @Test
  void annotationsDoNotDependOnHowMuchPaddingFollows() {
    ComputationGraph graph = encoderAndDecoder();
    INDArray queries = TestGraphs.random(DataType.DOUBLE, 1, 1, 3, 3);
    INDArray keys = TestGraphs.random(DataType.DOUBLE, 2, 1, 2, 4);
    INDArray ones = Nd4j.ones(DataType.DOUBLE, 1, 3);
    INDArray expected =
        graph
            .output(
                false,
                new INDArray[] {queries, keys},
                new INDArray[] {ones, Nd4j.ones(DataType.DOUBLE, 1, 4)})[0]
            .dup();
    for (int padding = 1; padding < 20; padding += 6) {
      INDArray padded =
          Nd4j.hstack(
              keys.slice(0), Nd4j.valueArrayOf(new long[] {2, padding}, 7.0, DataType.DOUBLE));
      INDArray mask = Nd4j.zeros(DataType.DOUBLE, 1, 4 + padding);
      mask.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4)).assign(1);
      INDArray output =
          graph
              .output(
                  false,
                  new INDArray[] {queries, padded.reshape(1, 2, 4 + padding)},
                  new INDArray[] {ones, mask})[0];
      assertThat(output.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
    }
  }

  @Test
  void paddingBeforeARealStepIsRefused() {
    ComputationGraph graph =
        TestGraphs.alone(DataType.DOUBLE, new ReverseSequence(), InputType.recurrent(1));
    INDArray x = Nd4j.createFromArray(new double[][][] {{{1, 2, 3}}});
    for (double[] bad : new double[][] {{0, 1, 1}, {1, 0, 1}}) {
      INDArray mask = Nd4j.createFromArray(new double[][] {bad});
      assertThatThrownBy(() -> graph.output(false, one(x), one(mask)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"attention\"")
          .hasMessageContaining("put padding at the end");
    }
  }

  @Test
  void whatIsNoSequenceIsRefused() {
    assertThatThrownBy(() -> new ReverseSequence().getOutputType(0, InputType.feedForward(3)))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessageContaining("[batch, size, time]");
  }

  private static ComputationGraph encoderAndDecoder() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .seed(7)
            .updater(new NoOp())
            .graphBuilder()
            .addInputs("queries", "keys")
            .setInputTypes(InputType.recurrent(3), InputType.recurrent(2))
            .addLayer("forward", lstm(), "keys")
            .addVertex("reversed", new ReverseSequence(), "keys")
            .addLayer("backwardReversed", lstm(), "reversed")
            .addVertex("backward", new ReverseSequence(), "backwardReversed")
            .addVertex("annotations", new MergeVertex(), "forward", "backward")
            .addVertex(
                "decoder",
                BahdanauDecoder.builder().setStateSize(2).build(),
                "queries",
                "annotations")
            .addLayer(
                "output",
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(2)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "decoder")
            .setOutputs("output")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nIn(2).nOut(2).activation(Activation.TANH).build();
  }
}
