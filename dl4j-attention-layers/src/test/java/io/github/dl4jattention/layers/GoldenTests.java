package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Outputs, weights and gradients against figures from PyTorch. */
class GoldenTests {
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"additive_full", "additive_masked"})
  void additiveAttention(String name) {
    Golden golden = Golden.read(name);
    INDArray queries = golden.sequence("inputs", "queries");
    INDArray keys = golden.sequence("inputs", "keys");
    INDArray values = golden.sequence("inputs", "values");
    ComputationGraph graph =
        TestGraphs.alone(
            DataType.DOUBLE,
            AdditiveAttention.builder()
                .setQuerySize(queries.size(1))
                .setKeySize(keys.size(1))
                .optValueSize(values.size(1))
                .setAttentionSize(golden.array("params", "v").length())
                .build(),
            InputType.recurrent(queries.size(1)),
            InputType.recurrent(keys.size(1)),
            InputType.recurrent(values.size(1)));
    setParameters(graph, golden, "Wq", "Wk", "v");
    INDArray keyMask = golden.hasMask() ? golden.array("masks", "keys") : null;
    INDArray[] masks = golden.hasMask() ? new INDArray[] {null, keyMask, keyMask} : null;

    Pass pass = Pass.of(graph, golden, masks, queries, keys, values);

    assertClose(pass.output(), golden.sequence("output"));
    assertClose(pass.weights(), golden.array("weights"));
    assertGradients(pass, golden, "Wq", "Wk", "v");
    assertClose(pass.inputGradients()[0], golden.sequence("gradients", "queries"));
    assertClose(pass.inputGradients()[1], golden.sequence("gradients", "keys"));
    assertClose(pass.inputGradients()[2], golden.sequence("gradients", "values"));
  }

  @Test
  void bahdanauDecoder() {
    Golden golden = Golden.read("bahdanau_lstm_decoder");
    INDArray inputs = golden.sequence("inputs", "inputs");
    INDArray annotations = golden.sequence("inputs", "annotations");
    INDArray hidden = golden.array("inputs", "h0");
    ComputationGraph graph =
        TestGraphs.alone(
            DataType.DOUBLE,
            BahdanauDecoder.builder()
                .setInputSize(inputs.size(1))
                .setAnnotationSize(annotations.size(1))
                .setStateSize(hidden.size(1))
                .optAttentionSize(golden.array("params", "v").length())
                .optInitialState(true)
                .build(),
            InputType.recurrent(inputs.size(1)),
            InputType.recurrent(annotations.size(1)),
            InputType.feedForward(hidden.size(1)),
            InputType.feedForward(hidden.size(1)));
    setParameters(graph, golden, "Wq", "Wk", "v", "Wx", "Wh", "b");
    INDArray[] masks = {null, golden.array("masks", "annotations"), null, null};

    Pass pass =
        Pass.of(graph, golden, masks, inputs, annotations, hidden, golden.array("inputs", "c0"));

    assertClose(pass.output(), golden.sequence("output"));
    assertClose(pass.weights(), golden.array("weights"));
    assertGradients(pass, golden, "Wq", "Wk", "v", "Wx", "Wh", "b");
    assertClose(pass.inputGradients()[0], golden.sequence("gradients", "inputs"));
    assertClose(pass.inputGradients()[1], golden.sequence("gradients", "annotations"));
    assertClose(pass.inputGradients()[2], golden.array("gradients", "h0"));
    assertClose(pass.inputGradients()[3], golden.array("gradients", "c0"));
  }

  /** One forward and backward pass through the vertex that DL4J made. */
  @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
  private record Pass(
      INDArray output,
      INDArray weights,
      Map<String, INDArray> parameterGradients,
      INDArray[] inputGradients) {
    static Pass of(ComputationGraph graph, Golden golden, INDArray[] masks, INDArray... inputs) {
      AttentionGraphVertex vertex = vertex(graph);
      vertex.setKeepAttentionWeights(true);
      vertex.setBackpropGradientsViewArray(Nd4j.zeros(DataType.DOUBLE, 1, graph.params().length()));
      LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
      for (int i = 0; i < inputs.length; i++) {
        vertex.setInput(i, inputs[i], workspaces);
      }
      graph.setLayerMaskArrays(masks, null);
      INDArray output = vertex.doForward(true, workspaces);
      vertex.setEpsilon(golden.sequence("upstream"));
      Pair<Gradient, INDArray[]> gradients = vertex.doBackward(false, workspaces);
      return new Pass(
          output,
          vertex.getAttentionWeights(),
          gradients.getFirst().gradientForVariable(),
          gradients.getSecond());
    }
  }

  private static AttentionGraphVertex vertex(ComputationGraph graph) {
    return (AttentionGraphVertex) graph.getVertex("attention");
  }

  private static void setParameters(ComputationGraph graph, Golden golden, String... names) {
    for (String name : names) {
      INDArray view = vertex(graph).paramTable(false).get(name);
      view.assign(golden.array("params", name).reshape(view.shape()));
    }
  }

  private static void assertGradients(Pass pass, Golden golden, String... names) {
    for (String name : names) {
      INDArray actual = pass.parameterGradients().get(name);
      assertClose(actual, golden.array("gradients", name).reshape(actual.shape()));
    }
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(TOLERANCE);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(TOLERANCE * 100);
  }
}
