package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.Subject.Trait;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every layer and vertex of this library does, whatever its formula: right gradients. */
class GradientContractTests {
  static Stream<Arguments> subjectsAndPaddings() {
    return Subjects.all()
        .filter(subject -> !subject.has(Trait.SAMPLED))
        .flatMap(
            subject ->
                Stream.of(Padding.NONE, Padding.ANYWHERE, Padding.ALL_OF_FIRST)
                    .map(padding -> Arguments.of(subject, padding)));
  }

  static Stream<Arguments> subjectsAndSeeds() {
    return Subjects.all()
        .flatMap(
            subject ->
                Stream.iterate(0, seed -> seed + 1)
                    .limit(2)
                    .map(seed -> Arguments.of(subject, seed)));
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaddings")
  void gradientsAreThoseOfFiniteDifferences(Subject subject, Padding padding) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Data data = subject.data(DataType.DOUBLE, 3, 3, padding);
    VertexPass pass = VertexPass.of(graph, data, 5);
    GradientCheck.check(graph, data, pass);
    for (INDArray gradient : pass.inputGradients()) {
      assertThat(gradient.amaxNumber().doubleValue()).isPositive();
    }
  }

  static Stream<Subject> subjectsThatStack() {
    return Subjects.all().filter(subject -> subject.stacks() && !subject.has(Trait.SAMPLED));
  }

  @ParameterizedTest
  @MethodSource("subjectsThatStack")
  void gradientsPassThroughAStackOfFour(Subject subject) {
    Subject.Options options = new Subject.Options();
    options.trained = true;
    options.stack = 4;
    GradientCheck.check(subject.graph(options), subject.trainingData(5, 2, Padding.END));
  }

  @ParameterizedTest
  @MethodSource("subjectsAndSeeds")
  void gradientsUnderPaddingAreZeroWhateverItHolds(Subject subject, int seed) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Data data = subject.data(DataType.DOUBLE, seed, 3, Padding.ANYWHERE);
    VertexPass clean = VertexPass.of(graph, data, seed);
    for (int i = 0; i < data.inputs().length; i++) {
      Paddings.fill(data.inputs()[i], data.mask(i), Double.NaN);
    }
    VertexPass dirty = VertexPass.of(graph, data, seed);
    for (int i = 0; i < data.inputs().length; i++) {
      assertClose(dirty.inputGradients()[i], clean.inputGradients()[i], 0);
      Paddings.assertZero(dirty.inputGradients()[i], data.mask(i));
    }
    assertClose(dirty.parameterGradient(), clean.parameterGradient(), 0);
  }
}
