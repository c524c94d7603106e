package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.configuration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every input of every layer and vertex refuses what it cannot take, or has DL4J convert it. */
class InputTypeErrorTests {
  private static final InputType SEQUENCE = InputType.recurrent(3);
  private static final InputType IMAGE = InputType.convolutional(4, 4, 2);

  static Stream<Arguments> subjectsAndInputs() {
    return Subjects.all()
        .flatMap(
            subject ->
                IntStream.range(0, subject.inputs().length)
                    .mapToObj(input -> Arguments.of(subject, input)));
  }

  @ParameterizedTest
  @MethodSource("subjectsAndInputs")
  void anImageIsRefusedByEveryInputOfEveryLayerAndVertex(Subject subject, int input) {
    InputType[] types = types(subject);
    types[input] = IMAGE;
    assertThatThrownBy(() -> configuration(subject.configuration().get(), types))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessageStartingWith(subject.configuration().get().getClass().getSimpleName())
        .hasMessageContaining(", got " + IMAGE)
        .hasMessageContaining(
            subject.inputs()[input].steps() == null && !subject.isLayer()
                ? "must be vectors [batch, size]"
                : "CnnToRnnPreProcessor");
  }

  @ParameterizedTest
  @MethodSource("subjectsAndInputs")
  void aVertexRefusesVectorsForSequencesAndTheOtherWayRound(Subject subject, int input) {
    if (subject.isLayer()) {
      return; // DL4J lays vectors out as sequences for layers.
    }
    InputType[] types = types(subject);
    long size = subject.inputs()[input].size();
    boolean sequence = subject.inputs()[input].steps() != null;
    types[input] = sequence ? InputType.feedForward(size) : InputType.recurrent(size);
    assertThatThrownBy(() -> configuration(subject.configuration().get(), types))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessageContaining(
            sequence ? "must be a sequence [batch, size, time]" : "must be vectors [batch, size]")
        .hasMessageContaining(sequence ? "DuplicateToTimeSeriesVertex" : "LastTimeStepVertex");
  }

  /** As for an LSTM: a vector becomes a sequence of one step. */
  @Test
  void vectorsBecomeSequencesForALayerOfSequences() {
    MultiLayerNetwork network =
        TestGraphs.network(
            SelfAttention.builder().setScore(new GeneralScore()).build(), InputType.feedForward(3));
    assertThat(network.getLayerWiseConfigurations().getInputPreProcess(0))
        .isInstanceOf(FeedForwardToRnnPreProcessor.class);
    assertThat(network.output(TestGraphs.random(DataType.FLOAT, 1, 5, 3)).shape())
        .containsExactly(5, 2, 1);
  }

  @Test
  void aSizeThatIsNotYetKnownIsNoMismatch() {
    Attention attention = Attention.builder().setScore(new DotScore()).optQuerySize(3).build();
    assertThat(configuration(attention, SEQUENCE, SEQUENCE)).isNotNull();
  }

  private static InputType[] types(Subject subject) {
    return Stream.of(subject.inputs())
        .map(
            input ->
                input.steps() == null
                    ? InputType.feedForward(input.size())
                    : InputType.recurrent(input.size()))
        .toArray(InputType[]::new);
  }
}
