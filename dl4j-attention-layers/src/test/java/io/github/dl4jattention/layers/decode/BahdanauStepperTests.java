package io.github.dl4jattention.layers.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The stepper against the graph it steps. */
class BahdanauStepperTests {
  private static final int BATCH = 3;
  private static final int TIME = 4;
  private static final int SOURCE_TIME = 5;

  private final ComputationGraph graph = graph(builder().optAttentionSize(4).build());
  private final INDArray inputs = random(1, BATCH, 2, TIME);
  private final INDArray annotations = random(2, BATCH, 6, SOURCE_TIME);

  private static INDArray random(long seed, long... shape) {
    Nd4j.getRandom().setSeed(seed);
    return Nd4j.randn(DataType.DOUBLE, shape);
  }

  private static ComputationGraph graph(BahdanauDecoder decoder) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(3)
                .graphBuilder()
                .addInputs("y", "a")
                .setInputTypes(InputType.recurrent(2), InputType.recurrent(6))
                .addVertex("decoder", decoder, "y", "a")
                .setOutputs("decoder")
                .build());
    graph.init();
    return graph;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepsGiveWhatTheGraphGives(boolean masked) {
    INDArray mask =
        masked
            ? Nd4j.createFromArray(
                new double[][] {{1, 1, 1, 0, 0}, {1, 1, 1, 1, 1}, {0, 0, 0, 0, 0}})
            : null;
    AttentionWeights kept = AttentionWeights.of(graph, "decoder");
    kept.keep(true);
    INDArray expected =
        graph
            .output(
                false,
                new INDArray[] {inputs, annotations},
                masked ? new INDArray[] {Nd4j.ones(DataType.DOUBLE, BATCH, TIME), mask} : null)[0];

    BahdanauStepper stepper = BahdanauStepper.of(graph, "decoder");
    BahdanauStepper.Memory memory = stepper.memory(annotations, mask);
    BahdanauStepper.State state = stepper.zeroState(BATCH);
    for (int t = 0; t < TIME; t++) {
      BahdanauStepper.Step step = stepper.step(at(inputs, t), state, memory);
      assertClose(step.state().hidden(), at(expected, t));
      INDArray weights = kept.lastWeights();
      assertClose(
          step.weights(),
          weights.get(
              NDArrayIndex.all(),
              NDArrayIndex.point(0),
              NDArrayIndex.point(t),
              NDArrayIndex.all()));
      state = step.state();
    }
  }

  @Test
  void selectedRowsGoOnByThemselves() {
    BahdanauStepper stepper = BahdanauStepper.of(graph, "decoder");
    BahdanauStepper.Memory memory = stepper.memory(annotations, null);
    BahdanauStepper.State first =
        stepper.step(at(inputs, 0), stepper.zeroState(BATCH), memory).state();
    INDArray all = stepper.step(at(inputs, 1), first, memory).state().hidden();

    int[] rows = {2, 0, 2};
    INDArray picked =
        stepper
            .step(
                Nd4j.pullRows(at(inputs, 1).dup('c'), 1, rows),
                first.select(rows),
                memory.select(rows))
            .state()
            .hidden();

    assertClose(picked, Nd4j.pullRows(all.dup('c'), 1, rows));
  }

  static Stream<Arguments> othersThanTheDefault() {
    BahdanauDecoder.Builder gru = builder().optCell(new GruCell());
    BahdanauDecoder.Builder relu =
        builder().optCell(new LstmCell().withActivation(Activation.RELU));
    return Stream.of(
        Arguments.of(gru.build(), "the cell GRU"),
        Arguments.of(relu.build(), "the cell LSTM(RELU, SIGMOID)"),
        Arguments.of(builder().optScore(new GeneralScore()).build(), "the score general"),
        Arguments.of(builder().optScore(new AdditiveScore(4).withCoverage()).build(), "coverage"),
        Arguments.of(builder().optWindow(new MonotonicWindow(1)).build(), "window"));
  }

  private static BahdanauDecoder.Builder builder() {
    return BahdanauDecoder.builder().setStateSize(5);
  }

  @ParameterizedTest
  @MethodSource("othersThanTheDefault")
  void anotherDecoderThanItStepsIsRefused(BahdanauDecoder decoder, String reason) {
    ComputationGraph other = graph(decoder);
    assertThatThrownBy(() -> BahdanauStepper.of(other, "decoder"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"decoder\"")
        .hasMessageContaining(reason);
  }

  @Test
  void aWrongNameIsToldWithTheRightOnes() {
    assertThatThrownBy(() -> BahdanauStepper.of(graph, "decodr"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"decodr\"")
        .hasMessageContaining("decoder");
  }

  private static INDArray at(INDArray sequence, int t) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t));
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
  }
}
