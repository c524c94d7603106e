package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Outputs, weights and gradients against figures from PyTorch. A file is found by how its name
 * begins; one that no line here knows fails.
 */
class GoldenTests {
  /**
   * How a file is computed here.
   *
   * @param configuration the layer or vertex
   * @param inputs name in the file of each of its inputs; one may be named twice, its gradient is
   *     then the sum
   * @param masks name in the file of each input's mask; null where every step is taken for real
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Setup(Object configuration, String[] inputs, String... masks) {
    /** Name here of a parameter of the file's. */
    String parameter(String name) {
      return NAMES.getOrDefault(name, name);
    }
  }

  /** Names of the file's that are others here. */
  private static final Map<String, String> NAMES =
      Map.of(
          "ln1_gain", "attentionNormGain",
          "ln1_bias", "attentionNormBias",
          "ln2_gain", "feedForwardNormGain",
          "ln2_bias", "feedForwardNormBias");

  private static final Map<String, Function<Golden, Setup>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("additive_", file -> over(file, new AdditiveScore(hidden(file)), null));
    BY_NAME.put("concat_", file -> over(file, new ConcatScore(hidden(file)), null));
    BY_NAME.put("dot_", file -> over(file, new DotScore(), null));
    BY_NAME.put("general_", file -> over(file, new GeneralScore(), null));
    BY_NAME.put("scaled_dot_", file -> over(file, new ScaledDotScore(), null));
    BY_NAME.put(
        "local_p_dot",
        file ->
            over(
                file,
                new DotScore(),
                new PredictiveWindow(file.number("D"), file.array("params", "vp").length())));
    BY_NAME.put("bahdanau_lstm_decoder", GoldenTests::bahdanauDecoder);
    BY_NAME.put("luong_lstm_decoder_input_feeding", GoldenTests::luongDecoder);
    BY_NAME.put("multi_head_self_", GoldenTests::multiHeadOverTheSameSequence);
    BY_NAME.put("transformer_encoder_", GoldenTests::encoderLayer);
  }

  static Stream<Arguments> filesAndPaths() {
    return Golden.all().stream()
        .flatMap(file -> Stream.of(Path.values()).map(path -> Arguments.of(file, path)));
  }

  static Stream<Arguments> multiHeadFilesAndPaths() {
    return filesAndPaths()
        .filter(arguments -> arguments.get()[0].toString().startsWith("multi_head_self_"));
  }

  private static double tolerance(Path path) {
    return path == Path.DOUBLE ? 1e-8 : 1e-4;
  }

  @AfterEach
  void restore() {
    Path.restore();
  }

  @ParameterizedTest
  @MethodSource("filesAndPaths")
  void outputsWeightsAndGradientsAreThoseOfPyTorch(Golden file, Path path) {
    double tolerance = tolerance(path);
    Setup setup = setupOf(file);
    VertexPass pass = pass(file, setup, path);

    INDArray expectedOutput = file.inLayout("output");
    Paddings.fill(expectedOutput, maskOf(file, setup.masks()[0], path.type()), 0);
    assertClose("output", pass.output(), expectedOutput, tolerance);
    if (file.has("weights")) {
      assertClose("weights", pass.weights(), fourAxes(file.array("weights")), tolerance);
    }
    List<String> differentiated = file.parametersWithGradients();
    for (String parameter : differentiated) {
      INDArray actual = pass.parameterGradients().get(setup.parameter(parameter));
      INDArray expected = file.array("gradients", parameter).reshape(actual.shape());
      assertClose(parameter, actual, expected, tolerance);
    }
    assertThat(pass.parameterGradients().keySet())
        .containsExactlyInAnyOrderElementsOf(
            file.parameters().stream().map(setup::parameter).toList());
    Map<String, INDArray> sums = new LinkedHashMap<>();
    for (int i = 0; i < setup.inputs().length; i++) {
      sums.merge(setup.inputs()[i], pass.inputGradients()[i], INDArray::add);
    }
    sums.forEach(
        (input, gradient) ->
            assertClose(input, gradient, file.inLayout("gradients", input), tolerance));
  }

  /**
   * The layer, which unlike PyTorch's module takes padded steps neither for keys nor for queries:
   * its real rows are the module's, its padded rows zero.
   */
  @ParameterizedTest(allowZeroInvocations = true) // Another folder may have no such file.
  @MethodSource("multiHeadFilesAndPaths")
  void realRowsOfTheLayerAreThoseOfPyTorch(Golden file, Path path) {
    double tolerance = tolerance(path);
    Object layer =
        MultiHeadSelfAttention.builder()
            .setHeads((int) file.number("heads"))
            .optCausal(file.flag("causal"))
            .build();
    VertexPass pass = pass(file, new Setup(layer, new String[] {"input"}, "input"), path);
    INDArray mask = file.mask("input").castTo(DataType.DOUBLE);
    INDArray expected = file.inLayout("output").dup();
    INDArray expectedWeights = file.array("weights").dup();
    INDArray weights = pass.weights().castTo(DataType.DOUBLE).dup();
    for (int row = 0; row < mask.size(0); row++) {
      for (int t = 0; t < mask.size(1); t++) {
        if (mask.getDouble(row, t) == 0) {
          expected.slice(row).getColumn(t).assign(0);
          for (int head = 0; head < weights.size(1); head++) {
            weights.slice(row).slice(head).getRow(t).assign(0);
            expectedWeights.slice(row).slice(head).getRow(t).assign(0);
          }
        }
      }
    }
    assertClose("output", pass.output(), expected, tolerance);
    assertClose("weights", weights, expectedWeights, tolerance);
  }

  private static Setup setupOf(Golden file) {
    return BY_NAME.entrySet().stream()
        .filter(entry -> file.name().startsWith(entry.getKey()))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no mapping for %s.json; known names begin with %s"
                        .formatted(file.name(), BY_NAME.keySet())))
        .getValue()
        .apply(file);
  }

  private static Setup over(Golden file, Score score, Window window) {
    boolean values = file.hasInput("values");
    Attention attention =
        Attention.builder().setScore(score).optWindow(window).optValues(values).build();
    return values
        ? new Setup(attention, new String[] {"queries", "keys", "values"}, null, "keys", "keys")
        : new Setup(attention, new String[] {"queries", "keys"}, null, "keys");
  }

  private static Setup bahdanauDecoder(Golden file) {
    BahdanauDecoder decoder =
        BahdanauDecoder.builder()
            .setStateSize(file.array("inputs", "h0").size(1))
            .optAttentionSize(hidden(file))
            .optInitialState(true)
            .build();
    return decoder(decoder);
  }

  private static Setup luongDecoder(Golden file) {
    LuongDecoder decoder =
        LuongDecoder.builder()
            .setStateSize(file.array("inputs", "h0").size(1))
            .optCell(new LstmCell())
            .optScore(new GeneralScore())
            .optInputFeeding(true)
            .optInitialState(true)
            .build();
    return decoder(decoder);
  }

  private static Setup decoder(Object configuration) {
    String[] inputs = {"inputs", "annotations", "h0", "c0"};
    return new Setup(configuration, inputs, null, "annotations", null, null);
  }

  /**
   * As PyTorch's module has it: the padding mask is for keys, padded queries attend like others,
   * and have gradients. Here that is a vertex whose queries have no mask.
   */
  private static Setup multiHeadOverTheSameSequence(Golden file) {
    MultiHeadAttention vertex =
        MultiHeadAttention.builder()
            .setHeads((int) file.number("heads"))
            .optCausal(file.flag("causal"))
            .build();
    return new Setup(vertex, new String[] {"input", "input"}, null, "input");
  }

  /** Its padded rows, of which PyTorch's mean nothing, come out zero. */
  private static Setup encoderLayer(Golden file) {
    TransformerEncoderLayer layer =
        TransformerEncoderLayer.builder()
            .setHeads((int) file.number("heads"))
            .optFeedForwardSize(file.array("params", "b1").length())
            .optPreNorm(file.name().endsWith("_pre_norm"))
            .build();
    return new Setup(layer, new String[] {"input"}, "input");
  }

  private static long hidden(Golden file) {
    return file.array("params", "v").length();
  }

  private static VertexPass pass(Golden file, Setup setup, Path path) {
    DataType type = path.type();
    INDArray[] inputs = new INDArray[setup.inputs().length];
    INDArray[] masks = new INDArray[inputs.length];
    Subject.Input[] sizes = new Subject.Input[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = file.inLayout("inputs", setup.inputs()[i]).castTo(type);
      masks[i] = maskOf(file, setup.masks()[i], type);
      sizes[i] = new Subject.Input(inputs[i].size(1), inputs[i].rank() == 3 ? "t" + i : null);
    }
    ComputationGraph graph =
        path.graph(Subject.attention(file.name(), setup::configuration, sizes));
    for (String parameter : file.parameters()) {
      INDArray view = graph.getVertex("subject").paramTable(false).get(setup.parameter(parameter));
      view.assign(file.array("params", parameter).reshape(view.shape()).castTo(type));
    }
    AttentionWeights.of(graph, "subject").keep(true);
    return VertexPass.of(graph, new Data(inputs, masks), file.inLayout("upstream").castTo(type));
  }

  private static INDArray maskOf(Golden file, String input, DataType type) {
    INDArray mask = input == null ? null : file.mask(input);
    return mask == null ? null : mask.castTo(type);
  }

  private static INDArray fourAxes(INDArray weights) {
    long[] shape = weights.shape();
    return weights.rank() == 4 ? weights : weights.reshape(shape[0], 1, shape[1], shape[2]);
  }

  private static void assertClose(
      String what, INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    INDArray difference = actual.castTo(DataType.DOUBLE).sub(expected);
    assertThat(difference.isNaN().any()).as(what).isFalse();
    assertThat(difference.amaxNumber().doubleValue()).as(what).isLessThanOrEqualTo(tolerance);
  }
}
