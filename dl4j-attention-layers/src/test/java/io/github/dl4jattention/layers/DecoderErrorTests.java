package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.score.DotScore;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What a user of decoders reads after a slip. */
class DecoderErrorTests {
  @Test
  void decodersAndWhatFollowsThemSayWhatIsMissing() {
    assertThatThrownBy(() -> LuongDecoder.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("LuongDecoder: setStateSize needs a size of at least 1, got 0");
    assertThatThrownBy(() -> IntraAttention.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("IntraAttention: nOut needs a size of at least 1, got 0");
    assertThatThrownBy(() -> LuongDecoder.builder().optOutputSize(0))
        .hasMessage("LuongDecoder: optOutputSize needs a size of at least 1, got 0");
    assertThatThrownBy(() -> BahdanauDecoder.builder().optAnnotationSize(-1))
        .hasMessage("BahdanauDecoder: optAnnotationSize needs a size of at least 1, got -1");
    assertThatThrownBy(() -> LuongDecoder.builder().setStateSize(2).optAttentionDropout(1).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LuongDecoder: optAttentionDropout");
  }

  @Test
  void anInitialStateOfAnotherSizeIsRefused() {
    LuongDecoder decoder = LuongDecoder.builder().setStateSize(4).optInitialState(true).build();
    InputType sequence = InputType.recurrent(3);
    assertThatThrownBy(
            () ->
                decoder.getOutputType(
                    0, sequence, sequence, InputType.feedForward(4), InputType.feedForward(5)))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessage(
            "LuongDecoder: the size of initial states is 5, but setStateSize(4) was configured."
                + " Perhaps you need setStateSize(5)?");
    assertThatThrownBy(() -> decoder.getOutputType(0, sequence, sequence, InputType.feedForward(4)))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessage(
            "LuongDecoder needs 4 inputs [inputs, annotations, initialHidden, initialCell], got 3");
  }

  @Test
  void aScoreThatCannotCompareStateAndAnnotationsIsRefused() {
    LuongDecoder decoder = LuongDecoder.builder().setStateSize(4).optScore(new DotScore()).build();
    assertThatThrownBy(
            () -> decoder.getOutputType(0, InputType.recurrent(3), InputType.recurrent(5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LuongDecoder: DotScore")
        .hasMessageContaining("GeneralScore");
  }

  @Test
  void contextsMustBeThoseOfTheHiddenStates() {
    ComputationGraph graph =
        TestGraphs.alone(
            DataType.FLOAT,
            LuongOutput.builder().build(),
            InputType.recurrent(2),
            InputType.recurrent(3));
    assertThatThrownBy(
            () ->
                graph.output(
                    Nd4j.ones(DataType.FLOAT, 1, 2, 4), Nd4j.ones(DataType.FLOAT, 1, 3, 5)))
        .hasMessageContaining("needs a context for each hidden state, got 4 for 5");
  }
}
