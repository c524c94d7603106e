package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SequenceDropoutTests {
  private static final double DROPPED = 0.25;

  private static GraphVertex vertex(DataType type, SequenceDropout dropout) {
    ComputationGraph graph =
        TokenGraphs.initialised(
            TokenGraphs.builder(type, InputType.recurrent(50))
                .addVertex("dropout", dropout, "tokens")
                .setOutputs("dropout"));
    return graph.getVertex("dropout");
  }

  private static INDArray forward(GraphVertex vertex, INDArray x, boolean training) {
    vertex.setInput(0, x, LayerWorkspaceMgr.noWorkspaces());
    return vertex.doForward(training, LayerWorkspaceMgr.noWorkspaces());
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void dropsItsShareAndKeepsTheMean(DataType type) {
    GraphVertex vertex = vertex(type, new SequenceDropout(DROPPED));
    INDArray x = Nd4j.ones(type, 20, 50, 40);
    INDArray y = forward(vertex, x, true);
    assertThat(y.eq(0).castTo(type).meanNumber().doubleValue()).isCloseTo(DROPPED, within(0.02));
    assertThat(y.meanNumber().doubleValue()).isCloseTo(1, within(0.03));
    assertThat(y.maxNumber().doubleValue()).isCloseTo(1 / (1 - DROPPED), within(1e-6));
    vertex.setEpsilon(x.mul(3));
    INDArray gradient = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond()[0];
    assertThat(gradient).isEqualTo(y.mul(3)); // The same numbers are dropped.
    assertThat(forward(vertex, x, true)).isNotEqualTo(y);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void channelsAreDroppedAtAllStepsOrAtNone(boolean same) {
    GraphVertex vertex =
        vertex(
            DataType.FLOAT,
            same ? SequenceDropout.sameAtAllSteps(DROPPED) : new SequenceDropout(DROPPED));
    INDArray y = forward(vertex, Nd4j.ones(DataType.FLOAT, 20, 50, 40), true);
    boolean steady = y.std(2).maxNumber().doubleValue() < 1e-6;
    assertThat(steady).isEqualTo(same);
    assertThat(y.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue())
        .isCloseTo(DROPPED, within(0.06));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dropsNothingAtInference(boolean same) {
    SequenceDropout dropout = same ? SequenceDropout.sameAtAllSteps(0.5) : new SequenceDropout(0.5);
    INDArray x = TestGraphs.random(DataType.FLOAT, 1, 3, 50, 4);
    assertThat(forward(vertex(DataType.FLOAT, dropout), x, false)).isEqualTo(x);
    assertThat(dropout.clone()).isEqualTo(dropout).hasSameHashCodeAs(dropout);
    assertThat(dropout).isNotEqualTo(new SequenceDropout(0.4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void theProbabilityIsOfDropping(double probability) {
    assertThatThrownBy(() -> new SequenceDropout(probability))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to below 1");
  }
}
