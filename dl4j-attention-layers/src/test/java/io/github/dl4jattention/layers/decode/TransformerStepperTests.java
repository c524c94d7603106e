package io.github.dl4jattention.layers.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.TransformerStack;
import io.github.dl4jattention.layers.align.Sparsemax;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Single steps against the graph, run on the whole prefix. */
class TransformerStepperTests {
  private static final int SIZE = 12;
  private static final int MEMORY_SIZE = 5;
  private static final int MEMORY_TIME = 7;
  private static final int STEPS = 9;
  private static final double TOLERANCE = 1e-5;

  private record Settings(String name, UnaryOperator<TransformerDecoderLayer.Builder> settings) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> settingsAndLanes() {
    List<Settings> all =
        List.of(
            new Settings("default", layer -> layer),
            new Settings("post-norm", layer -> layer.optPreNorm(false)),
            new Settings("GELU", layer -> layer.optFeedForward(FeedForward.Kind.GELU)),
            new Settings(
                "SwiGLU, RMS, no biases",
                layer ->
                    layer
                        .optFeedForward(FeedForward.Kind.SWIGLU)
                        .optRmsNorm(true)
                        .optBiases(false)),
            new Settings(
                "rotary, grouped",
                layer -> layer.setHeads(6).optKeyValueHeads(3).optPosition(new RotaryPosition())),
            new Settings(
                "relative, shared keys",
                layer ->
                    layer
                        .setHeads(4)
                        .optKeyValueHeads(2)
                        .optPosition(new RelativePosition(3))
                        .optAttentionBias(new AlibiPosition())),
            new Settings("ALiBi", layer -> layer.optAttentionBias(new AlibiPosition())),
            new Settings(
                "buckets, gated",
                layer ->
                    layer
                        .optAttentionBias(new BucketBias(4, 3).causal())
                        .optHeadHook(new HeadGate())));
    return all.stream()
        .flatMap(
            settings -> Stream.of("plain", "vector").map(lanes -> Arguments.of(settings, lanes)));
  }

  @AfterEach
  void restore() {
    LanesProvider.choose("auto");
  }

  private static ComputationGraph graph(UnaryOperator<TransformerDecoderLayer.Builder> settings) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .seed(7)
            .graphBuilder()
            .addInputs("target", "memory")
            .setInputTypes(InputType.recurrent(SIZE), InputType.recurrent(MEMORY_SIZE));
    TransformerDecoderLayer.Builder layer =
        TransformerDecoderLayer.builder().setHeads(3).optHeadSize(4).optFeedForwardSize(20);
    TransformerStack.decoder(2, settings.apply(layer).build())
        .addTo(builder, "decoder", "target", "memory");
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("decoder").build());
    graph.init();
    for (String name : layers(graph)) { // Also biases and gains that are not zero and one.
      graph
          .getVertex(name)
          .paramTable(false)
          .forEach((key, array) -> array.addi(random(key.hashCode(), array.shape()).muli(0.2)));
    }
    return graph;
  }

  private static String[] layers(ComputationGraph graph) {
    return graph.getVertex("decoder2") == null
        ? new String[] {"decoder1", "decoder"}
        : new String[] {"decoder1", "decoder2", "decoder"};
  }

  private static INDArray random(long seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  private static INDArray mask() {
    return Nd4j.createFromArray(
        new double[][] {{1, 1, 1, 1, 1, 1, 1}, {1, 0, 1, 1, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0}});
  }

  private static INDArray step(INDArray sequences, int t) {
    return sequences.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup();
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    INDArray difference = actual.castTo(DataType.DOUBLE).sub(expected);
    assertThat(difference.isNaN().any()).isFalse();
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(TOLERANCE);
  }

  private static INDArray output(
      ComputationGraph graph, INDArray x, INDArray memory, INDArray mask) {
    INDArray all = Nd4j.ones(DataType.DOUBLE, x.size(0), x.size(2));
    return graph.output(false, new INDArray[] {x, memory}, new INDArray[] {all, mask})[0].dup();
  }

  @ParameterizedTest
  @MethodSource("settingsAndLanes")
  void eachStepIsTheGraphsOnTheWholePrefix(Settings settings, String lanes) {
    LanesProvider.choose(lanes);
    ComputationGraph graph = graph(settings.settings());
    INDArray x = random(1, 3, SIZE, STEPS);
    INDArray memory = random(2, 3, MEMORY_SIZE, MEMORY_TIME);
    INDArray expected = output(graph, x, memory, mask());
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(0.5);
    String[] names = layers(graph);
    AttentionWeights weights =
        AttentionWeights.of(graph, settings.name().equals("post-norm") ? "decoder" : "decoder2");
    weights.keep(true);
    output(graph, x, memory, mask());
    TransformerStepper stepper = TransformerStepper.of(graph, names);
    TransformerStepper.Memory prepared = stepper.memory(memory, mask());
    TransformerStepper.State state = stepper.start(3);
    for (int t = 0; t < STEPS; t++) {
      TransformerStepper.Step step = stepper.step(step(x, t), state, prepared);
      assertClose(step.output(), step(expected, t));
      assertClose(
          step.weights(),
          weights
              .lastWeights()
              .get(
                  NDArrayIndex.all(),
                  NDArrayIndex.all(),
                  NDArrayIndex.point(t),
                  NDArrayIndex.all()));
      state = step.state();
    }
    assertThat(state.steps()).isEqualTo(STEPS);
  }

  /** Rows are picked between the steps, as a beam does: each must have its own past. */
  @Test
  void rowsThatWerePickedHaveThePastOfTheirRow() {
    ComputationGraph graph = graph(layer -> layer);
    TransformerStepper stepper = TransformerStepper.of(graph, layers(graph));
    INDArray memory = random(2, 3, MEMORY_SIZE, MEMORY_TIME);
    TransformerStepper.Memory prepared = stepper.memory(memory, null);
    TransformerStepper.State state = stepper.start(3);
    int[] sources = {0, 1, 2};
    INDArray[] histories = new INDArray[3];
    Random random = new Random(3);
    for (int t = 0; t < STEPS; t++) {
      INDArray inputs = random(100 + t, sources.length, SIZE);
      TransformerStepper.Step step = stepper.step(inputs, state, prepared);
      for (int row = 0; row < sources.length; row++) {
        INDArray now = inputs.getRow(row, true).reshape(1, SIZE, 1);
        histories[row] = histories[row] == null ? now : Nd4j.concat(2, histories[row], now);
        INDArray of = memory.get(NDArrayIndex.interval(sources[row], sources[row] + 1));
        INDArray expected =
            output(graph, histories[row], of, Nd4j.ones(DataType.DOUBLE, 1, MEMORY_TIME));
        assertClose(step.output().getRow(row, true), step(expected, t));
      }
      int[] picks = random.ints(4, 0, sources.length).toArray();
      state = step.state().select(picks);
      prepared = prepared.select(picks);
      int[] next = new int[4];
      INDArray[] nextHistories = new INDArray[4];
      for (int i = 0; i < 4; i++) {
        next[i] = sources[picks[i]];
        nextHistories[i] = histories[picks[i]];
      }
      sources = next;
      histories = nextHistories;
    }
  }

  @Test
  void aStateMayBeGoneOnFromMoreThanOnce() {
    ComputationGraph graph = graph(layer -> layer);
    TransformerStepper stepper = TransformerStepper.of(graph, layers(graph));
    TransformerStepper.Memory memory = stepper.memory(random(2, 2, MEMORY_SIZE, 3), null);
    TransformerStepper.State state =
        stepper.step(random(3, 2, SIZE), stepper.start(2), memory).state();
    INDArray first = stepper.step(random(4, 2, SIZE), state, memory).output();
    INDArray other = stepper.step(random(5, 2, SIZE), state, memory).output();
    INDArray again = stepper.step(random(4, 2, SIZE), state, memory).output();
    assertThat(again).isEqualTo(first).isNotEqualTo(other);
  }

  @Test
  void whatCannotBeSteppedIsRefused() {
    ComputationGraph graph = graph(layer -> layer);
    assertThatThrownBy(() -> TransformerStepper.of(graph, "decoder", "decoder1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "TransformerStepper steps TransformerDecoderLayers, the lowest first")
        .hasMessageContaining("\"decoder\" is none of them, or not in its place");
    assertThatThrownBy(() -> TransformerStepper.of(graph))
        .hasMessage("TransformerStepper needs the names of the graph's TransformerDecoderLayers");
    ComputationGraph sparse = graph(layer -> layer.optDistribution(new Sparsemax()));
    assertThatThrownBy(() -> TransformerStepper.of(sparse, "decoder1"))
        .hasMessage(
            "\"decoder1\" cannot go step by step: there are single steps of a softmax alone, and its"
                + " distribution is sparsemax; run the graph on the whole prefix instead");
    ComputationGraph ahead = graph(layer -> layer.optCausal(false));
    assertThatThrownBy(() -> TransformerStepper.of(ahead, "decoder1"))
        .hasMessageContaining("its steps see later ones, by optCausal(false)");
    TransformerStepper stepper = TransformerStepper.of(graph, layers(graph));
    TransformerStepper.Memory memory = stepper.memory(random(2, 2, MEMORY_SIZE, 3), null);
    assertThatThrownBy(() -> stepper.step(random(1, 3, SIZE), stepper.start(2), memory))
        .hasMessage(
            "a step of 2 rows needs inputs [2, 12] and a memory of as many rows, got inputs [3, 12]"
                + " and 2");
  }
}
