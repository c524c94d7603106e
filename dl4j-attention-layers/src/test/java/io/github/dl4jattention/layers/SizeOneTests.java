package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.attention;
import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sequence;
import static io.github.dl4jattention.layers.Subject.unnormalised;
import static io.github.dl4jattention.layers.Subject.vector;
import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.align.Sparsemax;
import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RnnCell;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients where a length is one: ND4J drops and broadcasts axes of length one. */
class SizeOneTests {
  /** Every subject, with one step of some inputs, in batches of one and more. */
  static Stream<Arguments> shortSequences() {
    return Subjects.learningFromTheLoss()
        .flatMap(
            subject ->
                Stream.of(
                    Arguments.of(subject, 1, 1, 1),
                    Arguments.of(subject, 1, 1, 3),
                    Arguments.of(subject, 2, 3, 1)));
  }

  /** Subjects with one channel, unit or head wherever there can be one. */
  static final List<Subject> OF_ONE =
      List.of(
          over("dot", new DotScore(), 1, 1),
          over("scaled dot", new ScaledDotScore(), 1, 1),
          over("general", new GeneralScore(), 1, 1),
          over("general of keys of 3", new GeneralScore(), 1, 3),
          over("general of queries of 3", new GeneralScore(), 3, 1),
          over("concat", new ConcatScore(1), 1, 1),
          over("concat, query of 1", new ConcatScore(3), 1, 3),
          over("concat, key of 1", new ConcatScore(3), 3, 1),
          over("concat, one hidden unit", new ConcatScore(1), 3, 2),
          over("location", new LocationScore(6), 1, 1),
          over("location, query of 1", new LocationScore(6), 1, 3),
          over("location, query of 2", new LocationScore(6), 2, 1),
          over("location, query of 1, one place", new LocationScore(3), 1, 3),
          over("additive", new AdditiveScore(1), 1, 1),
          over("normalised additive", new AdditiveScore(1).normalized(), 1, 1),
          over("additive with coverage", new AdditiveScore(1).withCoverage(), 1, 1),
          over("additive with coverage, 3", new AdditiveScore(3).withCoverage(), 1, 1),
          attention(
              "local-m",
              () ->
                  Attention.builder()
                      .setScore(new GeneralScore())
                      .optWindow(new MonotonicWindow(1))
                      .build(),
              sequence(1, "q"),
              sequence(1, "k")),
          unnormalised(
              "local-p",
              () ->
                  Attention.builder()
                      .setScore(new DotScore())
                      .optWindow(new PredictiveWindow(2, 1))
                      .build(),
              sequence(1, "q"),
              sequence(1, "k")),
          attention(
              "sparsemax",
              () ->
                  Attention.builder()
                      .setScore(new GeneralScore())
                      .optDistribution(new Sparsemax())
                      .build(),
              sequence(1, "q"),
              sequence(1, "k")),
          attention(
              "pooling",
              () -> AttentionPooling.builder().setScore(new AdditiveScore(1)).build(),
              sequence(1, "t")),
          attention(
              "location pooling",
              () ->
                  AttentionPooling.builder()
                      .setScore(new LocationScore(5))
                      .optQueries(2)
                      .optQuerySize(1)
                      .build(),
              sequence(2, "t")),
          attention(
              "self",
              () -> SelfAttention.builder().setScore(new ConcatScore(1)).build(),
              sequence(1, "t")),
          self("multi-head", 1, heads -> heads),
          self("multi-head nOut 1", 3, heads -> heads.nOut(1)),
          self("multi-head gated", 1, heads -> heads.optHeadHook(new HeadGate())),
          self("multi-head ALiBi", 1, heads -> heads.optPosition(new AlibiPosition())),
          self("multi-head relative", 1, heads -> heads.optPosition(new RelativePosition(1))),
          self("multi-head buckets", 1, heads -> heads.optAttentionBias(new BucketBias(4, 3))),
          self("multi-head heads of 1", 2, heads -> heads.setHeads(2)),
          self("multi-query heads of 1", 2, heads -> heads.setHeads(2).optKeyValueHeads(1)),
          attention(
              "multi-head pooling",
              () -> MultiHeadAttentionPooling.builder().setHeads(1).build(),
              sequence(1, "t")),
          plain("RMS norm", () -> RmsNormalization.builder().build(), sequence(1, "t")),
          plain(
              "learned", () -> LearnedPosition.builder().setMaxLength(5).build(), sequence(1, "t")),
          plain("sinusoidal", () -> SinusoidalPosition.builder().build(), sequence(1, "t")),
          // A layer norm of one channel is zero, where a rectified unit has no gradient.
          plain(
              "convolution of width 1",
              () -> TemporalConvolution.builder().setWidth(1).optRmsNorm(true).build(),
              sequence(1, "t")),
          plain(
              "convolution",
              () -> TemporalConvolution.builder().setWidth(4).optRmsNorm(true).build(),
              sequence(1, "t")),
          attention(
              "LSTMN",
              () -> IntraAttention.builder().nOut(1).optAttentionSize(1).build(),
              sequence(1, "t")),
          attention(
              "Bahdanau LSTM",
              () -> BahdanauDecoder.builder().setStateSize(1).optAttentionSize(1).build(),
              sequence(1, "q"),
              sequence(1, "k")),
          attention(
              "Bahdanau LSTM, initial",
              () ->
                  BahdanauDecoder.builder()
                      .setStateSize(1)
                      .optAttentionSize(1)
                      .optInitialState(true)
                      .build(),
              sequence(1, "q"),
              sequence(1, "k"),
              vector(1),
              vector(1)),
          attention(
              "Bahdanau GRU",
              () -> BahdanauDecoder.builder().setStateSize(1).optCell(new GruCell()).build(),
              sequence(1, "q"),
              sequence(1, "k")),
          attention(
              "Bahdanau GRU reset before",
              () ->
                  BahdanauDecoder.builder()
                      .setStateSize(1)
                      .optCell(new GruCell().resetBefore())
                      .build(),
              sequence(1, "q"),
              sequence(1, "k")),
          attention(
              "Bahdanau RNN, wide state",
              () -> BahdanauDecoder.builder().setStateSize(3).optCell(new RnnCell()).build(),
              sequence(1, "q"),
              sequence(1, "k")),
          attention(
              "Luong LSTM",
              () -> LuongDecoder.builder().setStateSize(1).optCell(new LstmCell()).build(),
              sequence(1, "q"),
              sequence(1, "k")),
          attention(
              "Luong LSTM, nothing fed",
              () -> LuongDecoder.builder().setStateSize(1).optInputFeeding(false).build(),
              sequence(1, "q"),
              sequence(1, "k")),
          plain(
              "Luong output",
              () -> LuongOutput.builder().optBias(true).build(),
              sequence(1, "q"),
              sequence(1, "q")));

  static Stream<Arguments> ofOne() {
    return OF_ONE.stream()
        .flatMap(
            subject -> Stream.of(Arguments.of(subject, 1, 1, 1), Arguments.of(subject, 3, 2, 3)));
  }

  @ParameterizedTest
  @MethodSource({"shortSequences", "ofOne"})
  void gradientsAreThoseOfFiniteDifferences(Subject subject, int batch, int queries, int keys) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Data data = data(subject, batch, queries, keys);
    GradientCheck.check(graph, data, VertexPass.of(graph, data, 0));
  }

  static Stream<Arguments> withKernels() {
    return Stream.concat(shortSequences(), ofOne())
        .filter(arguments -> Path.of((Subject) arguments.get()[0]).anyMatch(Path.VECTOR::equals));
  }

  @ParameterizedTest
  @MethodSource("withKernels")
  void kernelsGiveWhatTheFormulaGivesInDouble(Subject subject, int batch, int queries, int keys) {
    ComputationGraph formula = Path.DOUBLE.graph(subject);
    Data data = data(subject, batch, queries, keys);
    VertexPass expected = VertexPass.of(formula, data, 5);
    for (Path path : new Path[] {Path.FLOAT, Path.PLAIN, Path.VECTOR}) {
      ComputationGraph graph = path.graph(subject);
      if (!formula.params().isEmpty()) {
        graph.setParams(formula.params().castTo(path.type()));
      }
      VertexPass pass = VertexPass.of(graph, data, 5);
      assertNear(pass.output(), expected.output());
      expected
          .parameterGradients()
          .forEach((name, array) -> assertNear(pass.parameterGradients().get(name), array));
      for (int i = 0; i < expected.inputGradients().length; i++) {
        assertNear(pass.inputGradients()[i], expected.inputGradients()[i]);
      }
    }
  }

  private static void assertNear(INDArray actual, INDArray expected) {
    assertClose(actual.castTo(DataType.DOUBLE), expected, 1e-4);
  }

  @AfterEach
  void restore() {
    Path.restore();
  }

  static Stream<Subject> sampled() {
    return Subjects.all().filter(subject -> subject.has(Subject.Trait.SAMPLED));
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void anExampleOfOneStepCanBeReinforced(Subject subject) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    VertexPass pass = VertexPass.of(graph, data(subject, 1, 1, 1), 5);
    for (INDArray gradient : pass.inputGradients()) {
      assertThat(gradient.isNaN().any()).isFalse();
    }
  }

  private static Data data(Subject subject, int batch, int queries, int keys) {
    INDArray[] inputs = new INDArray[subject.inputs().length];
    for (int i = 0; i < inputs.length; i++) {
      Subject.Input input = subject.inputs()[i];
      long time = "k".equals(input.steps()) ? keys : queries;
      inputs[i] =
          input.steps() == null
              ? TestGraphs.random(DataType.DOUBLE, 5 + i, batch, input.size())
              : TestGraphs.random(DataType.DOUBLE, 5 + i, batch, input.size(), time);
    }
    return new Data(inputs, null);
  }

  private static Subject over(String name, Score score, long querySize, long keySize) {
    return attention(
        name,
        () -> Attention.builder().setScore(score).build(),
        sequence(querySize, "q"),
        sequence(keySize, "k"));
  }

  private static Subject self(
      String name, long size, UnaryOperator<MultiHeadSelfAttention.Builder> settings) {
    return attention(
        name,
        () -> settings.apply(MultiHeadSelfAttention.builder().setHeads(1)).build(),
        sequence(size, "t"));
  }
}
