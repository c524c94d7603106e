package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.cell.RnnCell;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The decoders against plain loops, and against PyTorch's figures. */
class RecurrentDecoderTests {
  private static final Score COVERAGE = new AdditiveScore(3).withCoverage();

  static Stream<Arguments> decoders() {
    return Stream.of(new LstmCell(), new GruCell(), new GruCell().resetBefore(), new RnnCell())
        .flatMap(
            cell ->
                Stream.of(
                    Arguments.of("Bahdanau", bahdanau(cell).build()),
                    Arguments.of("Bahdanau, gate", bahdanau(cell).optContextGate(true).build()),
                    Arguments.of("Bahdanau, coverage", bahdanau(cell).optScore(COVERAGE).build()),
                    Arguments.of("Luong", luong(cell).optOutputSize(2).build()),
                    Arguments.of("Luong, coverage", luong(cell).optScore(COVERAGE).build()),
                    Arguments.of("Luong, nothing fed", luong(cell).optInputFeeding(false).build()),
                    Arguments.of(
                        "Luong, nothing fed, coverage",
                        luong(cell).optInputFeeding(false).optScore(COVERAGE).build())));
  }

  private static BahdanauDecoder.Builder bahdanau(RecurrentCell cell) {
    return BahdanauDecoder.builder().setStateSize(4).optCell(cell).optInitialState(true);
  }

  private static LuongDecoder.Builder luong(RecurrentCell cell) {
    return LuongDecoder.builder().setStateSize(4).optCell(cell).optInitialState(true);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("decoders")
  void aDecoderIsWhatItsEquationsSayWhereverPaddingStands(String name, RecurrentDecoder decoder) {
    INDArray inputs = TestGraphs.random(DataType.DOUBLE, 1, 2, 3, 4);
    INDArray annotations = TestGraphs.random(DataType.DOUBLE, 2, 2, 5, 3);
    INDArray hidden = TestGraphs.random(DataType.DOUBLE, 3, 2, 4);
    INDArray memory = TestGraphs.random(DataType.DOUBLE, 4, 2, 4);
    boolean hasMemory = decoder.cell().hasMemory();
    INDArray[] all =
        hasMemory
            ? new INDArray[] {inputs, annotations, hidden, memory}
            : new INDArray[] {inputs, annotations, hidden};
    ComputationGraph graph = graph(decoder, all);
    graph.params().assign(TestGraphs.random(DataType.DOUBLE, 9, graph.params().shape()));
    INDArray sourceMask = Nd4j.createFromArray(new double[][] {{1, 0, 1}, {1, 1, 0}});
    INDArray[] masksOfInputs = {
      null,
      Nd4j.createFromArray(new double[][] {{1, 1, 0, 0}, {1, 1, 1, 1}}),
      Nd4j.createFromArray(new double[][] {{0, 1, 0, 1}, {1, 0, 1, 0}}),
      Nd4j.createFromArray(new double[][] {{1, 1, 1, 0}, {1, 1, 0, 0}})
    };
    boolean inputFeeding = !name.contains("nothing fed");
    NaiveDecoder naive = new NaiveDecoder(decoder.cell(), inputFeeding, table(graph));
    for (INDArray mask : masksOfInputs) {
      INDArray[] masks = new INDArray[all.length];
      masks[0] = mask;
      masks[1] = sourceMask;
      INDArray output = graph.output(false, all, masks)[0];
      for (int row = 0; row < 2; row++) {
        double[][] steps =
            naive.run(
                NaiveDecoder.realSteps(inputs, mask, row),
                NaiveDecoder.realSteps(annotations, sourceMask, row),
                naive.state(hidden, memory, row));
        INDArray expected = NaiveDecoder.spread(steps, mask, row, output.size(1), 4);
        assertClose(output.slice(row), expected, 1e-12);
      }
    }
  }

  static Stream<Arguments> goldenDecoders() {
    return Stream.of(
        Arguments.of(
            "bahdanau_lstm_decoder",
            BahdanauDecoder.builder()
                .setStateSize(6)
                .optAttentionSize(9)
                .optInitialState(true)
                .build()),
        Arguments.of(
            "luong_lstm_decoder_input_feeding",
            LuongDecoder.builder().setStateSize(6).optInitialState(true).build()));
  }

  @ParameterizedTest
  @MethodSource("goldenDecoders")
  void aDecoderGivesPyTorchsFigures(String name, RecurrentDecoder decoder) {
    Golden golden =
        Golden.all().stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
    INDArray[] inputs = {
      golden.inLayout("inputs", "inputs"),
      golden.inLayout("inputs", "annotations"),
      golden.array("inputs", "h0"),
      golden.array("inputs", "c0")
    };
    ComputationGraph graph = graph(decoder, inputs);
    Map<String, INDArray> table = table(graph);
    table.forEach(
        (parameter, array) ->
            array.assign(golden.array("params", parameter).reshape(array.shape())));
    INDArray[] masks = {null, golden.array("masks", "annotations"), null, null};
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    weights.keep(true);

    VertexPass pass =
        VertexPass.of(graph, new Subject.Data(inputs, masks), golden.inLayout("upstream"));

    assertClose(pass.output(), golden.inLayout("output"), 1e-8);
    INDArray alphas = weights.lastWeights();
    assertClose(alphas.reshape(alphas.size(0), alphas.size(2), -1), golden.array("weights"), 1e-8);
    table.forEach(
        (parameter, array) ->
            assertClose(
                pass.parameterGradients().get(parameter),
                golden.array("gradients", parameter).reshape(array.shape()),
                1e-8));
    assertClose(pass.inputGradients()[0], golden.inLayout("gradients", "inputs"), 1e-8);
    assertClose(pass.inputGradients()[1], golden.inLayout("gradients", "annotations"), 1e-8);
    assertClose(pass.inputGradients()[2], golden.array("gradients", "h0"), 1e-8);
    assertClose(pass.inputGradients()[3], golden.array("gradients", "c0"), 1e-8);
  }

  private static ComputationGraph graph(RecurrentDecoder decoder, INDArray... inputs) {
    Subject.Input[] sizes =
        Stream.of(inputs)
            .map(
                input ->
                    input.rank() == 3
                        ? Subject.sequence(input.size(1), "any")
                        : Subject.vector(input.size(1)))
            .toArray(Subject.Input[]::new);
    return Subject.attention("decoder", () -> decoder, sizes).graph(DataType.DOUBLE);
  }

  private static Map<String, INDArray> table(ComputationGraph graph) {
    return graph.getVertex("subject").paramTable(false);
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(tolerance);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }
}
