package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Options;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.Subject.Trait;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** What every layer and vertex with dropout inside does, at a dropout of a half. */
class DropoutContractTests {
  private static final int SAMPLES = 2000;

  static Stream<Subject> subjects() {
    return Subjects.withDropout();
  }

  static Stream<Arguments> subjectsAndPaths() {
    return Path.doubleAndKernel(subjects());
  }

  static Stream<Arguments> subjectsThatKeepTheExpectationAndPaths() {
    return Path.doubleAndKernel(subjects().filter(subject -> subject.has(Trait.KEEPS_EXPECTATION)));
  }

  @AfterEach
  void restore() {
    Path.restore();
  }

  static Stream<Subject> layers() {
    return Subjects.layers();
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void dropsInTrainingOnly(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject);
    Data data = path.data(subject, 1, 3, Padding.END);
    INDArray atInference = output(graph, false, data);
    assertClose(output(path.graph(plain(subject)), false, data), atInference, 0);
    INDArray first = output(graph, true, data);
    assertThat(first).isNotEqualTo(atInference);
    assertThat(output(graph, true, data)).isNotEqualTo(first);
    assertClose(output(graph, false, data), atInference, 0);
  }

  /** The same subject without dropout; a network of the same seed has the same parameters. */
  private static Subject plain(Subject subject) {
    return Subjects.all()
        .filter(other -> other.name().equals(subject.name()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("subjectsAndPaths")
  void networksOfOneSeedDropTheSame(Subject subject, Path path) {
    INDArray trained = trained(subject, path, 7, null);
    assertClose(trained(subject, path, 7, null), trained, 0);
    Options options = new Options();
    options.trained = true;
    INDArray start = path.graph(subject, options).params().dup();
    assertClose(trained(subject, path, 7, start), trained, 0);
    assertThat(trained(subject, path, 8, start)).isNotEqualTo(trained);
  }

  private static INDArray trained(Subject subject, Path path, long seed, INDArray start) {
    MultiDataSet data = subject.trainingData(1, 3, Padding.END);
    Options options = new Options();
    options.trained = true;
    options.seed = seed;
    options.updater = new Sgd(0.5);
    ComputationGraph graph = path.graph(subject, options); // Seeds ND4J's generator.
    if (start != null) {
      graph.setParams(start);
    }
    graph.fit(data);
    graph.fit(data);
    return graph.params().dup();
  }

  /** Many copies of one example in a batch: the mean of their outputs is near the expectation. */
  @ParameterizedTest
  @MethodSource("subjectsThatKeepTheExpectationAndPaths")
  void theExpectationIsKept(Subject subject, Path path) {
    ComputationGraph graph = path.graph(subject);
    Data one = subject.data(DataType.DOUBLE, 1, 1, Padding.NONE);
    INDArray[] copies =
        Arrays.stream(one.inputs()).map(DropoutContractTests::copies).toArray(INDArray[]::new);
    INDArray expected = output(graph, false, one).castTo(DataType.DOUBLE);
    Nd4j.getRandom().setSeed(5);
    INDArray samples = output(graph, true, new Data(copies, null)).castTo(DataType.DOUBLE);
    INDArray mean = samples.mean(true, 0);
    INDArray deviation =
        samples.std(true, true, 0); // Of one sample; the mean's is the root's part.
    assertThat(deviation.maxNumber().doubleValue()).isGreaterThan(0.1);
    INDArray bound = deviation.mul(5 / Math.sqrt(SAMPLES)).add(1e-9);
    assertThat(mean.sub(expected).div(bound).amaxNumber().doubleValue()).isLessThan(1);
  }

  private static INDArray copies(INDArray example) {
    INDArray row = example.reshape(1, example.length());
    long[] shape = example.shape().clone();
    shape[0] = SAMPLES;
    return Nd4j.ones(DataType.DOUBLE, SAMPLES, 1).mmul(row).dup('c').reshape('c', shape);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void forwardAndBackwardDropTheSame(Subject subject) {
    gradientsAreRight(subject, new Options());
  }

  /** DL4J's own dropOut, the probability of keeping, which its SameDiff layers ignore. */
  @ParameterizedTest
  @MethodSource("layers")
  void dropOutOfALayerActsOnItsInputInTrainingOnly(Subject subject) {
    Options options = new Options();
    options.keepInput = 0.5;
    // With them M2.1's output(true, ...) fails for a first layer with dropOut, an LSTM included.
    options.workspaces = WorkspaceMode.NONE;
    ComputationGraph graph = subject.graph(options);
    Data data = subject.data(DataType.DOUBLE, 1, 3, Padding.END);
    INDArray atInference = output(graph, false, data);
    assertClose(output(subject.graph(DataType.DOUBLE), false, data), atInference, 0);
    assertThat(output(graph, true, data)).isNotEqualTo(atInference);
    assertClose(output(graph, false, data), atInference, 0);
    gradientsAreRight(subject, options);
  }

  private static void gradientsAreRight(Subject subject, Options options) {
    ComputationGraph graph = subject.graph(options);
    Data data = subject.data(DataType.DOUBLE, 3, 3, Padding.END);
    GradientCheck.check(graph, data, VertexPass.of(graph, data, 5));
  }

  private static INDArray output(ComputationGraph graph, boolean train, Data data) {
    return graph.output(train, data.inputs(), data.masks())[0].dup();
  }
}
