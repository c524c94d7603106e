package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.KernelSubjects.KernelSubject;
import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Threads and kernels: the same results however many there are. In vectors to the last bit; BLAS
 * rounds a row by the number of rows it is multiplied with, and that is how a batch is divided.
 */
class KernelThreadsTests {
  /** Of the largest number. */
  private static final double ROUNDING = 2e-5;

  static Stream<Arguments> subjectsAndKernels() {
    return KernelSubjects.all()
        .flatMap(
            family -> Stream.of("plain", "vector").map(kernels -> Arguments.of(family, kernels)));
  }

  @AfterEach
  void restore() {
    LanesProvider.choose("auto");
    Workers.choose(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @MethodSource("subjectsAndKernels")
  void resultsDoNotDependOnTheNumberOfThreads(KernelSubject family, String kernels) {
    LanesProvider.choose(kernels);
    for (int setting = 0; setting < 3; setting++) {
      Subject subject = family.draw().apply(new Random(setting + 5));
      for (Padding padding : new Padding[] {Padding.NONE, Padding.ANYWHERE}) {
        Data data = subject.data(DataType.FLOAT, setting, 13, padding);
        VertexPass alone = pass(subject, data, 1);
        for (int count : new int[] {2, 3, 4, 7}) {
          VertexPass divided = pass(subject, data, count);
          assertSame(alone, divided, kernels.equals("vector") ? 0 : ROUNDING);
        }
      }
    }
  }

  private static VertexPass pass(Subject subject, Data data, int threads) {
    Workers.choose(threads);
    ComputationGraph graph = subject.graph(DataType.FLOAT);
    return VertexPass.of(graph, data, 3);
  }

  private static void assertSame(VertexPass expected, VertexPass actual, double tolerance) {
    assertSame("output", expected.output(), actual.output(), tolerance);
    expected
        .parameterGradients()
        .forEach(
            (name, gradient) ->
                assertSame(name, gradient, actual.parameterGradients().get(name), tolerance));
    for (int i = 0; i < expected.inputGradients().length; i++) {
      assertSame("input " + i, expected.inputGradients()[i], actual.inputGradients()[i], tolerance);
    }
  }

  private static void assertSame(
      String what, INDArray expected, INDArray actual, double tolerance) {
    double difference = expected.sub(actual).amaxNumber().doubleValue();
    assertThat(difference).as(what).isLessThanOrEqualTo(tolerance * largest(expected));
  }

  private static double largest(INDArray array) {
    return array.amaxNumber().doubleValue();
  }
}
