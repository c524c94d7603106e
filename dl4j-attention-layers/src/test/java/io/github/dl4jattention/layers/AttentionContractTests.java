package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.Subject.Trait;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
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

  static Stream<Subject> subjectsWithWeights() {
    return Subjects.withWeights();
  }

  /** Those whose gradients are derivatives, with every padding. */
  static Stream<Arguments> subjectsAndSeeds() {
    return Subjects.all()
        .flatMap(
            subject ->
                Stream.iterate(0, seed -> seed + 1)
                    .limit(SEEDS)
                    .map(seed -> Arguments.of(subject, seed)));
  }

  static Stream<Arguments> subjectsOfSequencesAndTypes() {
    return Subjects.all()
        .filter(Subject::takesSequence)
        .flatMap(
            subject ->
                Stream.of(DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16)
                    .map(type -> Arguments.of(subject, type)));
  }

  @ParameterizedTest
  @MethodSource("subjectsAndSeeds")
  void otherTimeLengthsAndBatchesAreComputedAnew(Subject subject, int seed) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    for (int i = 0; i < 3; i++) {
      Data data = subject.data(DataType.DOUBLE, seed + 10L * i, 1 + i, Padding.END);
      INDArray fresh = output(subject.graph(DataType.DOUBLE), data);
      assertClose(output(graph, data), fresh, 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndSeeds")
  void whatPaddingHoldsChangesNothing(Subject subject, int seed) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Data data = subject.data(DataType.DOUBLE, seed, 3, Padding.ANYWHERE);
    INDArray before = output(graph, data).dup();
    for (double garbage : new double[] {1000, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int i = 0; i < data.inputs().length; i++) {
        Paddings.fill(data.inputs()[i], data.mask(i), garbage);
      }
      assertClose(output(graph, data), before, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndSeeds")
  void anExampleIsTheSameAloneAsInABatch(Subject subject, int seed) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Data data = subject.data(DataType.DOUBLE, seed, 3, Padding.END);
    INDArray together = output(graph, data).dup();
    for (int row = 0; row < 3; row++) {
      INDArray alone = output(graph, rows(data, row));
      assertClose(alone, rows(together, row), 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsAndSeeds")
  void paddedStepsComeOutZero(Subject subject, int seed) {
    Data data = subject.data(DataType.DOUBLE, seed, 3, Padding.ANYWHERE);
    INDArray output = output(subject.graph(DataType.DOUBLE), data);
    assertThat(output.amaxNumber().doubleValue()).isPositive();
    if (output.rank() == 3 && output.size(2) == data.mask(0).size(1)) {
      Paddings.assertZero(output, data.mask(0));
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsOfSequencesAndTypes")
  void anExampleOfNothingButPaddingComesOutZero(Subject subject, DataType type) {
    Data data = subject.data(type, 2, 3, Padding.ALL_OF_FIRST);
    INDArray output = output(subject.graph(type), data);
    assertThat(output.isNaN().any()).as("%s", output).isFalse();
    assertThat(rows(output, 0).amaxNumber().doubleValue()).isZero();
    assertThat(rows(output, 1).amaxNumber().doubleValue()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void masksOfOneBatchDoNotReachTheNext(Subject subject) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Data masked = subject.data(DataType.DOUBLE, 1, 3, Padding.END);
    Data unmasked = new Data(masked.inputs(), null);
    INDArray before = output(graph, unmasked).dup();
    output(graph, masked);
    assertClose(output(graph, unmasked), before, 0);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void masksMayBeOfAnyType(Subject subject) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Data data = subject.data(DataType.DOUBLE, 1, 3, Padding.END);
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
  @MethodSource("subjects")
  void floatAndDoubleAgree(Subject subject) {
    Data data = subject.data(DataType.DOUBLE, 1, 3, Padding.END);
    ComputationGraph inDouble = subject.graph(DataType.DOUBLE);
    ComputationGraph inFloat = subject.graph(DataType.FLOAT);
    if (inDouble.params() != null) {
      inFloat.setParams(inDouble.params().castTo(DataType.FLOAT));
    }
    Data floats =
        new Data(
            Stream.of(data.inputs()).map(x -> x.castTo(DataType.FLOAT)).toArray(INDArray[]::new),
            data.masks());
    INDArray output = output(inFloat, floats);
    assertThat(output.dataType()).isEqualTo(DataType.FLOAT);
    assertClose(output.castTo(DataType.DOUBLE), output(inDouble, data), 1e-5);
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
  @MethodSource("subjectsWithWeights")
  void theWeightsOfTheLastPassCanBeRead(Subject subject) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    Data data = subject.data(DataType.DOUBLE, 1, 3, Padding.END);
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
      assertThat(sums.mul(sums.sub(1)).amaxNumber().doubleValue()).isLessThan(1e-9);
    }
    assertThat(sums.maxNumber().doubleValue()).isPositive().isLessThan(1 + 1e-9);
    weights.keep(false);
    assertThatThrownBy(weights::lastWeights).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("subjectsWithWeights")
  void paddedKeysGetNoWeight(Subject subject) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    weights.keep(true);
    Data data = subject.data(DataType.DOUBLE, 4, 3, Padding.END);
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
