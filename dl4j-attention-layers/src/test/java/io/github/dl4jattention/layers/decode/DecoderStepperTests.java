package io.github.dl4jattention.layers.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.cell.RnnCell;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The stepper against the graph it steps. */
class DecoderStepperTests {
  private static final int BATCH = 3;
  private static final int TIME = 4;
  private static final int SOURCE_TIME = 5;

  private final ComputationGraph graph = graph(builder().optAttentionSize(4).build());
  private final INDArray inputs = random(DataType.DOUBLE, 1, BATCH, 2, TIME);
  private final INDArray annotations = random(DataType.DOUBLE, 2, BATCH, 6, SOURCE_TIME);

  @AfterEach
  void restore() {
    LanesProvider.choose("auto");
  }

  private static INDArray random(DataType type, long seed, long... shape) {
    Nd4j.getRandom().setSeed(seed);
    return Nd4j.randn(type, shape);
  }

  private static ComputationGraph graph(BahdanauDecoder decoder) {
    return graph(DataType.DOUBLE, decoder);
  }

  private static ComputationGraph graph(DataType type, BahdanauDecoder decoder) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
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

    DecoderStepper stepper = DecoderStepper.of(graph, "decoder");
    SourceMemory memory = stepper.memory(annotations, mask);
    DecoderState state = stepper.start(BATCH);
    for (int t = 0; t < TIME; t++) {
      DecoderStepper.Step step = stepper.step(at(inputs, t), state, memory);
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
    DecoderStepper stepper = DecoderStepper.of(graph, "decoder");
    SourceMemory memory = stepper.memory(annotations, null);
    DecoderState first = stepper.step(at(inputs, 0), stepper.start(BATCH), memory).state();
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

  static List<Arguments> kernelsAndCells() {
    List<RecurrentCell> cells =
        List.of(new LstmCell(), new GruCell(), new GruCell().resetBefore(), new RnnCell());
    return Stream.of("plain", "vector", "off")
        .flatMap(kernels -> cells.stream().map(cell -> Arguments.of(kernels, cell)))
        .toList();
  }

  /** Sizes and rows enough for threads to share a step, padding before, between and after. */
  @ParameterizedTest
  @MethodSource("kernelsAndCells")
  void inFloatTooWhateverComputesIt(String kernels, RecurrentCell cell) {
    LanesProvider.choose(kernels);
    ComputationGraph floats =
        graph(
            DataType.FLOAT,
            BahdanauDecoder.builder().setStateSize(37).optAttentionSize(70).optCell(cell).build());
    INDArray y = random(DataType.FLOAT, 1, BATCH, 2, TIME);
    INDArray a = random(DataType.FLOAT, 2, BATCH, 6, SOURCE_TIME);
    INDArray mask =
        Nd4j.createFromArray(new float[][] {{0, 1, 0, 1, 0}, {1, 1, 1, 1, 1}, {0, 0, 0, 0, 0}});
    INDArray[] masks = {Nd4j.ones(DataType.FLOAT, BATCH, TIME), mask};
    INDArray expected = floats.output(false, new INDArray[] {y, a}, masks)[0];

    DecoderStepper stepper = DecoderStepper.of(floats, "decoder");
    assertThat(stepper.onKernels()).isEqualTo(LanesProvider.lanes().isPresent());
    SourceMemory memory = stepper.memory(a, mask);
    DecoderState state = stepper.start(BATCH);
    Random random = new Random(1);
    INDArray places = Nd4j.arange(BATCH).castTo(DataType.FLOAT).reshape(BATCH, 1);
    for (int t = 0; t < TIME; t++) {
      INDArray read = rows(at(y, t), places);
      DecoderStepper.Step step = stepper.step(read, state, memory);
      assertClose(step.state().hidden(), rows(at(expected, t), places), 1e-6);
      assertThat(step.weights().mul(rows(mask, places).rsub(1)).sumNumber().doubleValue()).isZero();
      // At each step the rows change places, and there are more of them.
      int[] picked = random.ints(BATCH + 7L * t, 0, (int) places.size(0)).toArray();
      state = step.state().select(picked);
      memory = memory.select(picked);
      places = Nd4j.pullRows(places, 1, picked);
    }
    INDArray real = a.mul(mask.reshape(BATCH, 1, SOURCE_TIME).broadcast(a.shape()));
    assertThat(memory.annotations()).isEqualTo(rows(real, places).permute(0, 2, 1));
  }

  private static INDArray rows(INDArray array, INDArray places) {
    long[] shape = array.shape();
    INDArray picked =
        Nd4j.pullRows(array.dup('c').reshape(shape[0], -1), 1, places.reshape(-1).toIntVector());
    shape = shape.clone();
    shape[0] = places.size(0);
    return picked.reshape(shape);
  }

  private static BahdanauDecoder.Builder builder() {
    return BahdanauDecoder.builder().setStateSize(5);
  }

  @Test
  void aWrongNameIsToldWithTheRightOnes() {
    assertThatThrownBy(() -> DecoderStepper.of(graph, "decodr"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"decodr\"")
        .hasMessageContaining("decoder");
  }

  private static INDArray at(INDArray sequence, int t) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t));
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertClose(actual, expected, 1e-12);
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(tolerance);
  }
}
