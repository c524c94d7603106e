package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.Subject.Trait;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What every layer and vertex of this library does, whatever its formula: mathematics and masks.
 */
class AttentionContractTests {
  private static final int SEEDS = 2;

  static Stream<Subject> subjects() {
    return Subjects.all();
  }

  static Stream<Arguments> subjectsAndPaths() {
    return Path.all(Subjects.all());
  }

  static Stream<Arguments> subjectsWithWeightsAndPaths() {
    return Path.all(Subjects.withWeights());
  }

  static Stream<Arguments> subjectsAndPathsAndSeeds() {
    return subjectsAndPaths()
        .flatMap(
            arguments ->
                IntStream.range(0, arguments.get()[1] == Path.DOUBLE ? SEEDS : 1)
                    .mapToObj(seed -> Arguments.of(arguments.get()[0], arguments.get()[1], seed)));
  }

  static Stream<Arguments> subjectsOfSequencesAndPaths() {
    return Path.all(subjectsOfSequences());
  }

  static Stream<Subject> subjectsOfSequences() {
    return Subjects.all().filter(Subject::takesSequence);
  }

  @AfterEach
  void restore() {
    Path.restore();
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPathsAndSeeds")
  void otherTimeLengthsAndBatchesAreComputedAnew(Subject subject, Path path, int seed) {
    ComputationGraph graph = path.graph(subject);
    for (int i = 0; i < 3; i++) {
      Data data = path.data(subject, seed + 10L * i, 1 + i, Padding.END);
      INDArray fresh = output(path.graph(subject), data);
      assertClose(output(graph, data), fresh, path.rounding());
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPathsAndSeeds")
  void whatPaddingHoldsChangesNothing(Subject subject, Path path, int seed) {
    ComputationGraph graph = path.graph(subject);
    Data data = path.data(subject, seed, 3, Padding.ANYWHERE);
    INDArray before = output(graph, data).dup();
    for (double garbage : new double[] {1000, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int i = 0; i < data.inputs().length; i++) {
        Paddings.fill(data.inputs()[i], data.mask(i), garbage);
      }
      assertClose(output(graph, data), before, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPathsAndSeeds")
  void anExampleIsTheSameAloneAsInABatch(Subject subject, Path path, int seed) {
    ComputationGraph graph = path.graph(subject);
    Data data = path.data(subject, seed, 3, Padding.END);
    INDArray together = output(graph, data).dup();
    for (int row = 0; row < 3; row++) {
      INDArray alone = output(graph, rows(data, row));
      assertClose(alone, rows(together, row), path.rounding());
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPathsAndSeeds")
  void paddedStepsComeOutZero(Subject subject, Path path, int seed) {
    Data data = path.data(subject, seed, 3, Padding.ANYWHERE);
    INDArray output = output(path.graph(subject), data);
    assertThat(output.amaxNumber().doubleValue()).isPositive();
    if (output.rank() == 3 && output.size(2) == data.mask(0).size(1)) {
      Paddings.assertZero(output, data.mask(0));
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsOfSequencesAndPaths")
  void anExampleOfNothingButPaddingComesOutZero(Subject subject, Path path) {
    firstOutputIsZero(path.graph(subject), path.data(subject, 2, 3, Padding.ALL_OF_FIRST));
  }

  @ParameterizedTest
  @MethodSource("subjectsOfSequences")
  void anExampleOfNothingButPaddingComesOutZeroInHalfPrecision(Subject subject) {
    DataType type = DataType.FLOAT16;
    firstOutputIsZero(subject.graph(type), subject.data(type, 2, 3, Padding.ALL_OF_FIRST));
  }

  private static void firstOutputIsZero(ComputationGraph graph, Data data) {
    INDArray output = output(graph, data);
    assertThat(output.isNaN().any()).as("%s", output).isFalse();
    assertThat(rows(output, 0).amaxNumber().doubleValue()).isZero();
    assertThat(rows(output, 1).amaxNumber().doubleValue()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void masksOfOneBatchDoNotReachTheNext(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject);
    Data masked = path.data(subject, 1, 3, Padding.END);
    Data unmasked = new Data(masked.inputs(), null);
    INDArray before = output(graph, unmasked).dup();
    output(graph, masked);
    assertClose(output(graph, unmasked), before, 0);
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void masksMayBeOfAnyType(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject);
    Data data = path.data(subject, 1, 3, Padding.END);
    INDArray expected = output(graph, data).dup();
    for (DataType type : new DataType[] {DataType.BOOL, DataType.FLOAT, DataType.INT32}) {
      INDArray[] masks =
          Stream.of(data.masks())
              .map(mask -> mask == null ? null : mask.castTo(type))
              .toArray(INDArray[]::new);
      assertClose(output(graph, new Data(data.inputs(), masks)), expected, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void allPathsAgree(Subject subject, Path path) {
    Data data = subject.data(DataType.DOUBLE, 1, 3, Padding.END);
    ComputationGraph inDouble = Path.DOUBLE.graph(subject);
    INDArray expected = output(inDouble, data);
    ComputationGraph graph = path.graph(subject);
    if (inDouble.params() != null) {
      graph.setParams(inDouble.params().castTo(path.type()));
    }
    Data cast =
        new Data(
            Stream.of(data.inputs()).map(x -> x.castTo(path.type())).toArray(INDArray[]::new),
            data.masks());
    INDArray output = output(graph, cast);
    assertThat(output.dataType()).isEqualTo(path.type());
    assertClose(output.castTo(DataType.DOUBLE), expected, path.rounding());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void onlyWhatAttendsHasWeights(Subject subject) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    if (subject.has(Trait.WEIGHTS)) {
      assertThat(AttentionWeights.of(graph, "subject")).isNotNull();
    } else {
      assertThatThrownBy(() -> AttentionWeights.of(graph, "subject"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"subject\" has no attention weights");
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsWithWeightsAndPaths")
  void theWeightsOfTheLastPassCanBeRead(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject);
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    Data data = path.data(subject, 1, 3, Padding.END);
    output(graph, data);
    assertThatThrownBy(weights::lastWeights)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keep(true)");
    weights.keep(true);
    INDArray output = output(graph, data);
    INDArray alphas = weights.lastWeights();
    assertThat(alphas.rank()).isEqualTo(4);
    assertThat(alphas.size(0)).isEqualTo(3);
    if (output.rank() == 3) {
      assertThat(alphas.size(2)).isEqualTo(output.size(2));
    }
    assertThat(alphas.minNumber().doubleValue()).isNotNegative();
    INDArray sums = alphas.sum(3);
    if (subject.has(Trait.NORMALISED)) {
      // One, or zero for a query that sees no key.
      assertThat(sums.mul(sums.sub(1)).amaxNumber().doubleValue()).isLessThan(path.rounding());
    }
    assertThat(sums.maxNumber().doubleValue()).isPositive().isLessThan(1 + path.rounding());
    weights.keep(false);
    assertThatThrownBy(weights::lastWeights).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("subjectsWithWeightsAndPaths")
  void paddedKeysGetNoWeight(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject);
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    weights.keep(true);
    Data data = path.data(subject, 4, 3, Padding.END);
    output(graph, data);
    INDArray alphas = weights.lastWeights(); // [batch, heads, queries, keys]
    int keyInput = Math.min(1, data.inputs().length - 1);
    INDArray mask = data.mask(keyInput);
    assertThat(alphas.size(3)).isEqualTo(mask.size(1));
    for (int row = 0; row < mask.size(0); row++) {
      for (int j = 0; j < mask.size(1); j++) {
        if (mask.getDouble(row, j) == 0) {
          INDArray ofKey =
              alphas.get(
                  NDArrayIndex.point(row),
                  NDArrayIndex.all(),
                  NDArrayIndex.all(),
                  NDArrayIndex.point(j));
          assertThat(ofKey.amaxNumber().doubleValue()).isZero();
        }
      }
    }
  }

  private static INDArray output(ComputationGraph graph, Data data) {
    return graph.output(false, data.inputs(), data.masks())[0];
  }

  private static Data rows(Data data, int row) {
    INDArray[] inputs = Stream.of(data.inputs()).map(x -> rows(x, row)).toArray(INDArray[]::new);
    INDArray[] masks =
        Stream.of(data.masks())
            .map(mask -> mask == null ? null : rows(mask, row))
            .toArray(INDArray[]::new);
    return new Data(inputs, masks);
  }

  private static INDArray rows(INDArray array, int row) {
    INDArray picked = array.slice(row).dup('c');
    long[] shape = array.shape().clone();
    shape[0] = 1;
    return picked.reshape(shape);
  }
}
