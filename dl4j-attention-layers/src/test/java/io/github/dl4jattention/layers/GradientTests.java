package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Gradients by finite differences, through real graphs. */
class GradientTests {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoAdditiveAttentionsInARow(boolean masked) {
    AdditiveAttention first =
        AdditiveAttention.builder().setQuerySize(2).setKeySize(3).setAttentionSize(3).build();
    AdditiveAttention second =
        AdditiveAttention.builder().setQuerySize(3).setKeySize(3).setAttentionSize(2).build();
    GradientCheck.check(TestGraphs.trained(first, second, 3), TestGraphs.data(masked));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void attentionBelowADecoder(boolean masked) {
    AdditiveAttention first =
        AdditiveAttention.builder().setQuerySize(2).setKeySize(3).setAttentionSize(3).build();
    BahdanauDecoder second =
        BahdanauDecoder.builder()
            .setInputSize(3)
            .setAnnotationSize(3)
            .setStateSize(3)
            .optAttentionSize(4)
            .build();
    GradientCheck.check(TestGraphs.trained(first, second, 3), TestGraphs.data(masked));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoDecodersInARow(boolean masked) {
    BahdanauDecoder first =
        BahdanauDecoder.builder().setInputSize(2).setAnnotationSize(3).setStateSize(3).build();
    BahdanauDecoder second =
        BahdanauDecoder.builder().setInputSize(3).setAnnotationSize(3).setStateSize(2).build();
    GradientCheck.check(TestGraphs.trained(first, second, 2), TestGraphs.data(masked));
  }

  /** The check itself must catch the defect this library mends: DL4J's own layer has it. */
  @Test
  void theCheckFailsOnTheDoubledGradientOfDl4jsOwnLayer() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .seed(7)
            .updater(new NoOp())
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.recurrent(3, 3))
            .addLayer(
                "attention",
                new SelfAttentionLayer.Builder()
                    .nIn(3)
                    .nOut(4)
                    .nHeads(2)
                    .projectInput(true)
                    .build(),
                "in")
            .addLayer(
                "output",
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(4)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "attention")
            .setOutputs("output")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    MultiDataSet data = TestGraphs.data(false);
    MultiDataSet one =
        new MultiDataSet(new INDArray[] {data.getFeatures(0)}, new INDArray[] {data.getLabels(0)});

    assertThatThrownBy(() -> GradientCheck.check(graph, one))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("analytic");
    assertThat(graph.params().length()).isPositive();
  }
}
