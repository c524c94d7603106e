package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Options;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.kernel.HasKernel;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.PlainLanes;
import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;

/** The ways a layer or vertex can run. A graph takes the one chosen when it first runs. */
enum Path {
  /** As SameDiff graphs, in double. */
  DOUBLE(DataType.DOUBLE, "off"),
  /** As SameDiff graphs, in float. */
  FLOAT(DataType.FLOAT, "off"),
  /** By kernels in plain Java. */
  PLAIN(DataType.FLOAT, "plain"),
  /** By kernels in vectors. */
  VECTOR(DataType.FLOAT, "vector");

  private final DataType type;
  private final String kernels;

  Path(DataType type, String kernels) {
    this.type = type;
    this.kernels = kernels;
  }

  /** Every subject by every path that it has: not all have kernels. */
  static Stream<Arguments> all(Stream<Subject> subjects) {
    return subjects.flatMap(subject -> of(subject).map(path -> Arguments.of(subject, path)));
  }

  /**
   * Every subject in double, and by its kernel if it has one: in plain Java and in vectors in turn,
   * for what does not depend on how a kernel computes. That both give the same, {@link
   * KernelContractTests} holds.
   */
  static Stream<Arguments> doubleAndKernel(Stream<Subject> subjects) {
    AtomicInteger kernels = new AtomicInteger();
    return subjects.flatMap(
        subject ->
            of(subject)
                .filter(path -> path == DOUBLE || path == VECTOR)
                .map(path -> path == VECTOR ? inTurn(kernels.getAndIncrement()) : path)
                .map(path -> Arguments.of(subject, path)));
  }

  private static Path inTurn(int number) {
    return number % 2 == 0 ? PLAIN : VECTOR;
  }

  static Stream<Path> of(Subject subject) {
    return hasKernel(subject.graph(DataType.FLOAT))
        ? Stream.of(values())
        : Stream.of(DOUBLE, FLOAT);
  }

  private static boolean hasKernel(ComputationGraph graph) {
    return configuration(graph).kernel(new PlainLanes()).isPresent();
  }

  /** What was built of the subject, with its sizes. */
  static HasKernel configuration(ComputationGraph graph) {
    return (HasKernel)
        (graph.getVertex("subject") instanceof AttentionGraphVertex vertex
            ? vertex.getConfig()
            : graph.getLayer("subject").conf().getLayer());
  }

  DataType type() {
    return type;
  }

  /** For the graphs that run from now on; those that have run keep theirs. */
  void choose() {
    LanesProvider.choose(kernels);
  }

  /** After a test: what the JVM has. */
  static void restore() {
    LanesProvider.choose("auto");
  }

  /** A graph that takes this path if nothing else is chosen before it runs. */
  ComputationGraph graph(Subject subject) {
    choose();
    return subject.graph(type);
  }

  ComputationGraph graph(Subject subject, Options options) {
    choose();
    options.type = type;
    return subject.graph(options);
  }

  Data data(Subject subject, long seed, int batch, Padding padding) {
    return subject.data(type, seed, batch, padding);
  }

  /** What results of another order of summing may differ by. */
  double rounding() {
    return type == DataType.DOUBLE ? 1e-12 : 1e-5;
  }
}
