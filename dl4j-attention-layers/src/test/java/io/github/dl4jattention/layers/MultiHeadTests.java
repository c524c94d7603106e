package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What multi-head attention does beside what the contract asks of every layer. */
class MultiHeadTests {
  private static Subject self(UnaryOperator<MultiHeadSelfAttention.Builder> settings) {
    return Subject.attention(
        "self",
        () -> settings.apply(MultiHeadSelfAttention.builder().setHeads(2)).build(),
        Subject.sequence(4, "t"));
  }

  private static ComputationGraph graph(Subject subject, long seed) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    graph.setParams(TestGraphs.random(DataType.DOUBLE, seed, 1, graph.params().length()));
    return graph;
  }

  private static Map<String, INDArray> parameters(ComputationGraph graph) {
    return graph.getVertex("subject").paramTable(false);
  }

  private static INDArray output(ComputationGraph graph, Data data) {
    return graph.output(false, data.inputs(), data.masks())[0].dup();
  }

  private static double distance(INDArray one, INDArray other) {
    assertThat(one.shape()).isEqualTo(other.shape());
    return one.sub(other).amaxNumber().doubleValue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itIsThePapersFormula(long seed) {
    Subject subject = self(heads -> heads);
    ComputationGraph graph = graph(subject, seed);
    Data data = subject.data(DataType.DOUBLE, seed, 3, Padding.ANYWHERE);
    INDArray expected = new NaiveMultiHead(graph, 2).output(data);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(0.1);
    assertThat(distance(output(graph, data), expected)).isLessThan(1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void sharedHeadsOfKeysEqualRepeatedOnes(long keyValueHeads) {
    long heads = 4;
    long headSize = 3;
    Subject shared =
        self(b -> b.setHeads(heads).optHeadSize(headSize).optKeyValueHeads(keyValueHeads));
    Subject own = self(b -> b.setHeads(heads).optHeadSize(headSize));
    ComputationGraph sharedGraph = graph(shared, 3);
    ComputationGraph ownGraph = graph(own, 4);
    parameters(sharedGraph)
        .forEach(
            (name, few) -> {
              INDArray many = parameters(ownGraph).get(name);
              for (long h = 0; h < many.size(1) / headSize; h++) {
                long from = many.size(1) == few.size(1) ? h : h / (heads / keyValueHeads);
                columns(many, h, headSize).assign(columns(few, from, headSize));
              }
              if (many.size(1) % headSize != 0) {
                many.assign(few); // of the output
              }
            });
    Data data = shared.data(DataType.DOUBLE, 5, 3, Padding.END);
    INDArray output = output(sharedGraph, data);
    assertThat(output.amaxNumber().doubleValue()).isGreaterThan(0.1);
    assertThat(distance(output, output(ownGraph, data))).isLessThan(1e-12);
  }

  private static INDArray columns(INDArray matrix, long head, long headSize) {
    return matrix.get(
        NDArrayIndex.all(), NDArrayIndex.interval(head * headSize, (head + 1) * headSize));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyWithoutCausalDoLaterStepsReachEarlierOnes(boolean causal) {
    ComputationGraph graph = graph(self(b -> b.optCausal(causal)), 1);
    INDArray x = TestGraphs.random(DataType.DOUBLE, 2, 2, 4, 5);
    INDArray before = graph.outputSingle(x).dup();
    for (int t = 1; t < 5; t++) {
      INDArray changed = x.dup();
      changed
          .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(t, 5))
          .addi(TestGraphs.random(DataType.DOUBLE, t, 2, 4, 5 - t));
      INDArray after = graph.outputSingle(changed).dup();
      double earlier = distance(upTo(after, t), upTo(before, t));
      if (causal) {
        assertThat(earlier).isZero();
      } else {
        assertThat(earlier).isGreaterThan(1e-3);
      }
      assertThat(distance(after, before)).isGreaterThan(1e-3);
    }
  }

  private static INDArray upTo(INDArray sequence, int time) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, time));
  }

  @Test
  void aQueryThatSeesNoKeyComesOutZeroWhateverTheBiases() {
    Subject subject =
        Subject.attention(
            "cross",
            () -> MultiHeadAttention.builder().setHeads(2).optCausal(true).build(),
            Subject.sequence(4, "q"),
            Subject.sequence(3, "k"));
    ComputationGraph graph = graph(subject, 1);
    Data data =
        new Data(
            new INDArray[] {
              TestGraphs.random(DataType.DOUBLE, 2, 2, 4, 3),
              TestGraphs.random(DataType.DOUBLE, 3, 2, 3, 3)
            },
            new INDArray[] {
              Nd4j.ones(DataType.DOUBLE, 2, 3),
              Nd4j.createFromArray(new double[][] {{0, 1, 1}, {1, 0, 0}})
            });
    INDArray output = output(graph, data);
    for (int b = 0; b < 2; b++) {
      for (int t = 0; t < 3; t++) {
        INDArray step =
            output.get(NDArrayIndex.point(b), NDArrayIndex.all(), NDArrayIndex.point(t));
        boolean blind = b == 0 && t == 0; // causal, and its only key is padding
        assertThat(step.amaxNumber().doubleValue() == 0).isEqualTo(blind);
      }
    }
  }

  @Test
  void aGateScalesItsHead() {
    ComputationGraph plain = graph(self(b -> b), 1);
    for (boolean sigmoid : new boolean[] {false, true}) {
      HeadGate gate = sigmoid ? new HeadGate().sigmoid() : new HeadGate();
      ComputationGraph gated = graph(self(b -> b.optHeadHook(gate)), 2);
      parameters(plain).forEach((name, array) -> parameters(gated).get(name).assign(array));
      parameters(gated).get(HeadGate.GATE).assign(Nd4j.createFromArray(new double[][] {{-1, 3}}));
      double[] gates =
          sigmoid ? new double[] {1 / (1 + Math.E), 1 / (1 + Math.exp(-3))} : new double[] {-1, 3};
      ComputationGraph expected = graph(self(b -> b), 3);
      expected.setParams(plain.params());
      for (int h = 0; h < 2; h++) {
        parameters(expected)
            .get("Wo")
            .get(NDArrayIndex.interval(2 * h, 2 * h + 2), NDArrayIndex.all())
            .muli(gates[h]);
      }
      INDArray x = TestGraphs.random(DataType.DOUBLE, 2, 2, 4, 5);
      assertThat(distance(gated.outputSingle(x), expected.outputSingle(x))).isLessThan(1e-12);
      assertThat(distance(gated.outputSingle(x), plain.outputSingle(x))).isGreaterThan(0.1);
    }
  }

  @Test
  void dropoutIsOfTheWeightsAndInTrainingOnly() {
    Subject dropping = self(b -> b.optAttentionDropout(0.5));
    ComputationGraph graph = graph(dropping, 1);
    ComputationGraph without = graph(self(b -> b), 1);
    Data data = dropping.data(DataType.DOUBLE, 2, 3, Padding.END);
    assertThat(distance(output(graph, data), output(without, data))).isZero();
    INDArray once = graph.output(true, data.inputs(), data.masks())[0].dup();
    INDArray twice = graph.output(true, data.inputs(), data.masks())[0].dup();
    assertThat(distance(once, twice)).isGreaterThan(1e-3);
  }

  @Test
  void weightsAreOfEachHead() {
    ComputationGraph graph =
        graph(
            Subject.attention(
                "pooling",
                () -> MultiHeadAttentionPooling.builder().setHeads(2).optQueries(3).build(),
                Subject.sequence(4, "t")),
            1);
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    weights.keep(true);
    graph.outputSingle(TestGraphs.random(DataType.DOUBLE, 2, 5, 4, 6));
    INDArray alphas = weights.lastWeights();
    assertThat(alphas.shape()).containsExactly(5, 2, 3, 6);
    assertThat(
            alphas
                .get(NDArrayIndex.all(), NDArrayIndex.point(0))
                .sub(alphas.get(NDArrayIndex.all(), NDArrayIndex.point(1)))
                .amaxNumber()
                .doubleValue())
        .isGreaterThan(1e-3);
  }

  static Stream<Subject> subjects() {
    return MultiHeadSubjects.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everySettingSurvivesJson(Subject subject) {
    ComputationGraphConfiguration configuration = subject.graph(DataType.DOUBLE).getConfiguration();
    String json = configuration.toJson();
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
    assertThat(read).isEqualTo(configuration).hasSameHashCodeAs(configuration);
    assertThat(read.toJson()).isEqualTo(json);
    List<String> others =
        MultiHeadSubjects.ALL.stream()
            .filter(other -> !other.name().equals(subject.name()))
            .filter(other -> other.configuration().get().equals(subject.configuration().get()))
            .map(Subject::name)
            .toList();
    assertThat(others).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsMend() {
    assertThatThrownBy(() -> self(b -> b.setHeads(3)).graph(DataType.FLOAT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "MultiHeadSelfAttention \"subject\": 3 heads do not divide the 4 channels of a query."
                + " Perhaps you need setHeads(2), or optHeadSize(2)?");
    assertThatThrownBy(() -> MultiHeadAttention.builder().setHeads(3).optQuerySize(4).build())
        .hasMessageStartingWith("MultiHeadAttention: 3 heads do not divide the 4 channels");
    assertThatThrownBy(() -> MultiHeadAttention.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("MultiHeadAttention: setHeads is required, for example setHeads(8)");
    assertThatThrownBy(() -> MultiHeadAttention.builder().setHeads(4).optKeyValueHeads(3).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "MultiHeadAttention: 4 heads cannot share 3 heads of keys and values evenly. Perhaps"
                + " you need optKeyValueHeads(2)?");
    assertThatThrownBy(
            () -> MultiHeadSelfAttention.builder().setHeads(2).optAttentionDropout(1).build())
        .hasMessageStartingWith("MultiHeadSelfAttention: optAttentionDropout is the probability");
    assertThatThrownBy(() -> MultiHeadSelfAttention.builder().setHeads(0))
        .hasMessage("MultiHeadSelfAttention: setHeads needs a size of at least 1, got 0");
    assertThatThrownBy(() -> MultiHeadAttention.builder().optQuerySize(0))
        .hasMessage("MultiHeadAttention: optQuerySize needs a size of at least 1, got 0");
    assertThatThrownBy(() -> MultiHeadAttentionPooling.builder().optCausal(true))
        .hasMessageContaining("leave optCausal out");
  }

  @Test
  void anOddHeadSizeCannotBeTurned() {
    MultiHeadAttention vertex =
        MultiHeadAttention.builder().setHeads(2).optPosition(new RotaryPosition()).build();
    assertThatThrownBy(
            () -> vertex.getOutputType(0, InputType.recurrent(6), InputType.recurrent(5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "MultiHeadAttention: RotaryPosition turns pairs of channels, so the head size must be"
                + " even, got 3. Perhaps you need optHeadSize(4)?");
  }
}
