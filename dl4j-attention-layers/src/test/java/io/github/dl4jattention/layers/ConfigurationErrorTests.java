package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.junit.jupiter.api.Test;

/** What a user reads after a slip: what is wrong, and the mend. */
class ConfigurationErrorTests {
  private static final BahdanauDecoder DECODER =
      BahdanauDecoder.builder().setInputSize(3).setAnnotationSize(5).setStateSize(4).build();

  @Test
  void aMissingSizeNamesItsSetter() {
    assertThatThrownBy(() -> BahdanauDecoder.builder().setInputSize(3).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("BahdanauDecoder: setAnnotationSize needs a size of at least 1, got 0");
    assertThatThrownBy(() -> AdditiveAttention.builder().optQuerySize(-1).build())
        .hasMessage("Attention: optQuerySize needs a size of at least 1, got -1");
  }

  @Test
  void aWrongSizeProposesTheRightOne() {
    assertThatThrownBy(
            () -> DECODER.getOutputType(0, InputType.recurrent(3), InputType.recurrent(8)))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessage(
            "BahdanauDecoder: annotations have size 8, but setAnnotationSize(5) was configured."
                + " Perhaps you need setAnnotationSize(8)?");
  }

  @Test
  void anInputThatIsNoSequenceIsRefused() {
    assertThatThrownBy(
            () -> DECODER.getOutputType(0, InputType.feedForward(3), InputType.recurrent(5)))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessageContaining("inputs must be a sequence [batch, size, time]")
        .hasMessageContaining("InputType.recurrent(size)");
  }

  @Test
  void aMissingInputIsNamed() {
    assertThatThrownBy(() -> DECODER.getOutputType(0, InputType.recurrent(3)))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessage("BahdanauDecoder needs 2 inputs [inputs, annotations], got 1");
  }
}
