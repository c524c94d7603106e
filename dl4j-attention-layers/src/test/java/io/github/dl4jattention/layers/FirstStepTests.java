package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class FirstStepTests {
  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(3)
                .graphBuilder()
                .addInputs("steps", "image")
                .setInputTypes(InputType.recurrent(2), InputType.feedForward(5))
                .addLayer(
                    "vector",
                    new DenseLayer.Builder().nOut(2).activation(Activation.TANH).build(),
                    "image")
                .addVertex("read", new FirstStep(), "steps", "vector")
                .addVertex("decoder", RecurrentVertex.builder().setStateSize(3).build(), "read")
                .addLayer(
                    "output",
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "decoder")
                .setOutputs("output")
                .build());
    graph.init();
    return graph;
  }

  @Test
  void theVectorTakesThePlaceOfTheFirstStep() {
    INDArray steps = TestGraphs.random(DataType.DOUBLE, 1, 2, 2, 3);
    INDArray image = TestGraphs.random(DataType.DOUBLE, 2, 2, 5);
    Map<String, INDArray> found = graph().feedForward(new INDArray[] {steps, image}, false);
    INDArray vector = found.get("vector");
    INDArray read = found.get("read");
    for (int b = 0; b < 2; b++) {
      for (int c = 0; c < 2; c++) {
        assertThat(read.getDouble(b, c, 0)).isEqualTo(vector.getDouble(b, c));
        assertThat(read.getDouble(b, c, 1)).isEqualTo(steps.getDouble(b, c, 1));
        assertThat(read.getDouble(b, c, 2)).isEqualTo(steps.getDouble(b, c, 2));
      }
    }
  }

  @Test
  void gradientsPassThroughIt() {
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 0}});
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {
              TestGraphs.random(DataType.DOUBLE, 1, 2, 2, 3),
              TestGraphs.random(DataType.DOUBLE, 2, 2, 5)
            },
            new INDArray[] {TestGraphs.random(DataType.DOUBLE, 4, 2, 2, 3)},
            new INDArray[] {mask, null},
            new INDArray[] {mask});
    GradientCheck.check(graph(), data);
  }

  @Test
  void itComesBackFromJson() {
    ComputationGraph graph = graph();
    String json = graph.getConfiguration().toJson();
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
    assertThat(read.getVertices().get("read")).isEqualTo(new FirstStep());
    assertThat(read).isEqualTo(graph.getConfiguration());
  }

  @Test
  void otherInputsAreRefused() {
    assertThatThrownBy(
            () ->
                new FirstStep().getOutputType(0, InputType.recurrent(4), InputType.feedForward(3)))
        .hasMessageContaining("its second input must be vectors of 4");
    assertThatThrownBy(() -> new FirstStep().getOutputType(0, InputType.recurrent(4)))
        .hasMessageContaining("FirstStep needs two inputs");
  }
}
