package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What Transformer layers do beside what the contract asks of every layer. */
class TransformerTests {
  private static final double ROUNDING = 1e-10;

  static Stream<Arguments> normsAndKinds() {
    return Stream.of(true, false)
        .flatMap(
            preNorm ->
                Stream.of(FeedForward.Kind.values()).map(kind -> Arguments.of(preNorm, kind)));
  }

  private static ComputationGraph graph(Subject subject, long seed) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    graph.setParams(TestGraphs.random(DataType.DOUBLE, seed, 1, graph.params().length()));
    return graph;
  }

  private static <B extends TransformerSettings<B>> B settings(
      B builder, boolean preNorm, FeedForward.Kind kind) {
    return builder.setHeads(2).optFeedForwardSize(5).optPreNorm(preNorm).optFeedForward(kind);
  }

  @ParameterizedTest
  @MethodSource("normsAndKinds")
  void theEncoderLayerIsItsPartsPutTogether(boolean preNorm, FeedForward.Kind kind) {
    Subject subject =
        Subject.attention(
            "encoder",
            () -> settings(TransformerEncoderLayer.builder(), preNorm, kind).build(),
            Subject.sequence(4, "t"));
    ComputationGraph graph = graph(subject, 3);
    Data data = subject.data(DataType.DOUBLE, 5, 3, Padding.ANYWHERE);
    INDArray expected =
        new NaiveTransformer(graph, preNorm, kind).encoder(data.inputs()[0], data.mask(0));
    assertSame(graph, data, expected);
  }

  @ParameterizedTest
  @MethodSource("normsAndKinds")
  void theDecoderLayerIsItsPartsPutTogether(boolean preNorm, FeedForward.Kind kind) {
    Subject subject =
        Subject.attention(
            "decoder",
            () -> settings(TransformerDecoderLayer.builder(), preNorm, kind).build(),
            Subject.sequence(4, "t"),
            Subject.sequence(3, "m"));
    ComputationGraph graph = graph(subject, 3);
    Data data = subject.data(DataType.DOUBLE, 5, 3, Padding.END);
    INDArray expected =
        new NaiveTransformer(graph, preNorm, kind)
            .decoder(data.inputs()[0], data.mask(0), data.inputs()[1], data.mask(1));
    assertSame(graph, data, expected);
  }

  private static void assertSame(ComputationGraph graph, Data data, INDArray expected) {
    Paddings.fill(expected, data.mask(0), 0);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(0.1);
    assertClose(graph.output(false, data.inputs(), data.masks())[0], expected, ROUNDING);
  }

  @Test
  void noStepOfADecoderSeesALaterOne() {
    ComputationGraph graph = graph(TransformerSubjects.named("decoder layer"), 1);
    INDArray memory = TestGraphs.random(DataType.DOUBLE, 3, 2, 3, 6);
    INDArray x = TestGraphs.random(DataType.DOUBLE, 2, 2, 4, 5);
    INDArray before = graph.output(x, memory)[0].dup();
    INDArray changed = x.dup();
    INDArray last = step(changed, 4);
    last.addi(TestGraphs.random(DataType.DOUBLE, 4, last.shape()));
    INDArray after = graph.output(changed, memory)[0];
    assertClose(
        after.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 4)),
        before.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 4)),
        0);
    assertThat(step(after, 4).sub(step(before, 4)).amaxNumber().doubleValue()).isGreaterThan(0.1);
  }

  private static INDArray step(INDArray sequence, int t) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t));
  }

  /** By the kernel, which float has, and without it. */
  @ParameterizedTest
  @ValueSource(strings = {"DOUBLE", "FLOAT"})
  void aDecoderShowsBothOfItsAttentions(DataType type) {
    ComputationGraph graph = TransformerSubjects.named("decoder layer").graph(type);
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    weights.keep(true);
    graph.output(TestGraphs.random(type, 2, 5, 4, 3), TestGraphs.random(type, 3, 5, 3, 6));
    assertThat(weights.parts())
        .containsExactly(TransformerDecoderLayer.SELF, TransformerDecoderLayer.CROSS);
    INDArray self = weights.lastWeights(TransformerDecoderLayer.SELF);
    INDArray cross = weights.lastWeights(TransformerDecoderLayer.CROSS);
    assertThat(self.shape()).containsExactly(5, 2, 3, 3);
    assertThat(cross.shape()).containsExactly(5, 2, 3, 6);
    assertThat(weights.lastWeights()).isEqualTo(cross);
    assertClose(self.sum(3), Nd4j.ones(type, 5, 2, 3), 1e-6);
    assertThat(self.getDouble(0, 0, 0, 0)).isEqualTo(1); // The first step sees itself alone.
    assertThatThrownBy(() -> weights.lastWeights("other"))
        .hasMessage(
            "TransformerDecoderLayer \"subject\" has no attention \"other\"; there is [self, cross]");
  }

  private static ComputationGraph stacks(boolean preNorm) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .seed(7)
            .graphBuilder()
            .addInputs("source", "target")
            .setInputTypes(InputType.recurrent(6), InputType.recurrent(4));
    TransformerStack.encoder(
            2, settings(TransformerEncoderLayer.builder(), preNorm, FeedForward.Kind.RELU).build())
        .addTo(builder, "encoder", "source");
    TransformerStack.decoder(
            3, settings(TransformerDecoderLayer.builder(), preNorm, FeedForward.Kind.RELU).build())
        .addTo(builder, "decoder", "target", "encoder");
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("decoder").build());
    graph.init();
    return graph;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStackOfEachIsOneLine(boolean preNorm) {
    ComputationGraph graph = stacks(preNorm);
    List<String> expected =
        preNorm
            ? List.of(
                "encoder1", "encoder2", "encoder", "decoder1", "decoder2", "decoder3", "decoder")
            : List.of("encoder1", "encoder", "decoder1", "decoder2", "decoder");
    assertThat(graph.getConfiguration().getVertices().keySet())
        .containsExactlyInAnyOrderElementsOf(expected);
    INDArray first = graph.getVertex("decoder1").paramTable(false).get("selfWq");
    INDArray second = graph.getVertex("decoder2").paramTable(false).get("selfWq");
    assertThat(first).isNotEqualTo(second);
    INDArray y =
        graph
            .output(
                TestGraphs.random(DataType.DOUBLE, 2, 5, 6, 7),
                TestGraphs.random(DataType.DOUBLE, 3, 5, 4, 3))[0];
    assertThat(y.shape()).containsExactly(5, 4, 3);
    // A norm is what comes out: of a new network each step has mean 0.
    assertThat(y.mean(1).amaxNumber().doubleValue()).isLessThan(ROUNDING);
    assertThat(ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()))
        .isEqualTo(graph.getConfiguration());
    assertThat(ComputationGraphConfiguration.fromYaml(graph.getConfiguration().toYaml()))
        .isEqualTo(graph.getConfiguration());
  }

  @Test
  void anEncoderStackGoesIntoANetworkOfLayers() {
    TransformerStack stack =
        TransformerStack.encoder(
            2, TransformerEncoderLayer.builder().setHeads(2).optRmsNorm(true).build());
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            stack
                .addTo(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).list())
                .setInputType(InputType.recurrent(4))
                .build());
    network.init();
    List<String> kinds =
        Stream.of(network.getLayers())
            .map(layer -> layer.conf().getLayer().getClass().getSimpleName())
            .toList();
    assertThat(kinds)
        .containsExactly("TransformerEncoderLayer", "TransformerEncoderLayer", "RmsNormalization");
    assertThat(network.output(TestGraphs.random(DataType.DOUBLE, 2, 5, 4, 3)).shape())
        .containsExactly(5, 4, 3);
    assertThat(stack.layerNames("top")).containsExactly("top1", "top2");
  }

  @Test
  void defaultsAreFourTimesTheChannelsAndOfTheNormItsOwnEpsilon() {
    TransformerEncoderLayer layer = TransformerEncoderLayer.builder().setHeads(2).build();
    assertThat(layer.feedForward().innerSize(6)).isEqualTo(24);
    assertThat(layer.feedForward().kind()).isEqualTo(FeedForward.Kind.RELU);
    assertThat(layer.residual().preNorm()).isTrue();
    assertThat(layer.residual().norm().epsilon()).isEqualTo(1e-5);
    assertThat(layer.multiHead().causal()).isFalse();
    TransformerDecoderLayer decoder =
        TransformerDecoderLayer.builder().setHeads(2).optRmsNorm(true).build();
    assertThat(decoder.residual().norm().epsilon()).isEqualTo(1e-6);
    assertThat(decoder.selfAttention().causal()).isTrue();
    assertThat(decoder.crossAttention().causal()).isFalse();
  }

  private record Slip(ThrowingCallable action, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  static Stream<Slip> slips() {
    TransformerEncoderLayer encoder = TransformerEncoderLayer.builder().setHeads(2).build();
    TransformerDecoderLayer decoder = TransformerDecoderLayer.builder().setHeads(2).build();
    return Stream.of(
        new Slip(
            () -> TransformerEncoderLayer.builder().build(),
            "TransformerEncoderLayer: setHeads is required, for example setHeads(8)"),
        new Slip(
            () -> TransformerDecoderLayer.builder().setHeads(4).optKeyValueHeads(3).build(),
            "TransformerDecoderLayer: 4 heads cannot share 3 heads of keys and values evenly."
                + " Perhaps you need optKeyValueHeads(2)?"),
        new Slip(
            () -> TransformerEncoderLayer.builder().nOut(4),
            "TransformerEncoderLayer: its output is added to its input, so it has as many channels;"
                + " leave nOut(4) out"),
        new Slip(
            () -> TransformerDecoderLayer.builder().setHeads(2).optResidualDropout(1).build(),
            "TransformerDecoderLayer: optResidualDropout is the probability of dropping, at least 0"
                + " and below 1, got 1.0 (0.1 drops a tenth; DL4J's dropOut is the probability of"
                + " keeping)"),
        new Slip(
            () -> TransformerEncoderLayer.builder().setHeads(2).optFeedForwardDropout(-1).build(),
            "TransformerEncoderLayer: optFeedForwardDropout is the probability of dropping, at"
                + " least 0 and below 1, got -1.0 (0.1 drops a tenth; DL4J's dropOut is the"
                + " probability of keeping)"),
        new Slip(
            () -> TransformerEncoderLayer.builder().optFeedForwardSize(0),
            "TransformerEncoderLayer: optFeedForwardSize needs a size of at least 1, got 0"),
        new Slip(
            () -> TransformerEncoderLayer.builder().optNormEpsilon(0),
            "TransformerEncoderLayer: optNormEpsilon needs a small number above 0, such as 1e-5,"
                + " got 0.0"),
        new Slip(
            () -> TestGraphs.graph(encoder.clone(), InputType.recurrent(5)),
            "TransformerEncoderLayer \"subject\": 2 heads do not divide the 5 channels of a query."
                + " Perhaps you need setHeads(1), or optHeadSize(3)?"),
        new Slip(
            () ->
                TestGraphs.graph(
                    TransformerDecoderLayer.builder().setHeads(2).optMemorySize(3).build(),
                    InputType.recurrent(4),
                    InputType.recurrent(5)),
            "TransformerDecoderLayer: the size of memory is 5, but optMemorySize(3) was configured."
                + " Perhaps you need optMemorySize(5)?"),
        new Slip(
            () -> TransformerStack.encoder(0, encoder),
            "TransformerStack: count needs a size of at least 1, got 0"),
        new Slip(
            () ->
                TransformerStack.decoder(1, decoder)
                    .addTo(
                        new NeuralNetConfiguration.Builder().graphBuilder(), "decoder", "target"),
            "TransformerStack \"decoder\" needs 2 inputs [target, memory], got 1 [target]"),
        new Slip(
            () ->
                TransformerStack.decoder(1, decoder)
                    .addTo(new NeuralNetConfiguration.Builder().list()),
            "TransformerStack: a decoder has two inputs, [target, memory]; put it into a"
                + " ComputationGraph"));
  }

  @ParameterizedTest
  @MethodSource("slips")
  void whatDoesNotFitIsRefusedWithItsMend(Slip slip) {
    assertThatThrownBy(slip.action()).hasMessage(slip.message());
  }

  @Test
  void everySettingSurvivesJsonAndIsAnother() {
    for (Subject subject : TransformerSubjects.ALL) {
      ComputationGraphConfiguration configuration =
          subject.graph(DataType.DOUBLE).getConfiguration();
      String json = configuration.toJson();
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
      assertThat(read).isEqualTo(configuration).hasSameHashCodeAs(configuration);
      assertThat(read.toJson()).isEqualTo(json);
      long same =
          TransformerSubjects.ALL.stream()
              .filter(other -> other.configuration().get().equals(subject.configuration().get()))
              .count();
      assertThat(same).as(subject.name()).isEqualTo(1);
      assertThat(subject.dropping().get()).isNotEqualTo(subject.configuration().get());
    }
  }
}
