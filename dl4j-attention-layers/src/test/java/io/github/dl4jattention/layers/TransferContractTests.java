package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Options;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.Subject.Trait;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.runtime.TransferredVertices;
import io.github.dl4jattention.layers.score.GeneralScore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What every layer and vertex of this library does in DL4J's transfer learning. */
class TransferContractTests {
  @TempDir private Path folder;

  static Stream<Subject> subjects() {
    return Subjects.learningFromTheLoss();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void frozenParametersStayAndTheHeadTrains(Subject subject) throws IOException {
    ComputationGraph original = trained(subject);
    ComputationGraph frozen =
        new TransferLearning.GraphBuilder(original)
            .fineTuneConfiguration(fineTuning().build())
            .setFeatureExtractor("subject")
            .build();
    theHeadAloneTrains(subject, frozen, original.params());
    File file = folder.resolve("frozen.zip").toFile();
    ModelSerializer.writeModel(frozen, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    assertClose(read.params(), frozen.params(), 0);
    theHeadAloneTrains(subject, read, frozen.params());
  }

  private static void theHeadAloneTrains(Subject subject, ComputationGraph graph, INDArray before) {
    Data data = subject.data(DataType.FLOAT, 1, 2, Padding.END);
    INDArray expected = before.dup();
    graph.fit(subject.trainingData(2, 2, Padding.END));
    long head = graph.getVertex("output").numParams();
    long below = graph.params().length() - head; // numParams() of a graph leaves vertices out.
    assertClose(part(graph.params(), 0, below), part(expected, 0, below), 0);
    assertThat(part(graph.params(), below, below + head))
        .isNotEqualTo(part(expected, below, below + head));
    if (subject.has(Trait.WEIGHTS)) {
      AttentionWeights weights = AttentionWeights.of(graph, "subject");
      weights.keep(true);
      graph.output(false, data.inputs(), data.masks());
      assertThat(weights.lastWeights().rank()).isEqualTo(4);
    }
  }

  /**
   * DL4J 1.0.0-M2.1 copies the parameters of layers into an edited graph, and leaves vertices with
   * new random ones: TransferredVertices copies those.
   */
  @ParameterizedTest
  @MethodSource("subjects")
  void anotherHeadGivesTheSameFeatures(Subject subject) {
    ComputationGraph original = trained(subject);
    ComputationGraph edited =
        new TransferLearning.GraphBuilder(original)
            .fineTuneConfiguration(fineTuning().build())
            .removeVertexAndConnections("output")
            .addVertex("new output", new ScaleVertex(1), "subject")
            .setOutputs("new output")
            .validateOutputLayerConfig(false)
            .build();
    if (!subject.isLayer() && original.getVertex("subject").numParams() > 0) {
      INDArray learnt = original.getVertex("subject").params();
      INDArray own = edited.getVertex("subject").params();
      assertThat(own.sub(learnt).amaxNumber().doubleValue()).as("not copied").isPositive();
      assertThat(TransferredVertices.copyParameters(original, edited)).containsExactly("subject");
      assertClose(own, learnt, 0);
    } else {
      assertThat(TransferredVertices.copyParameters(original, edited)).isEmpty();
    }
    Data data = subject.data(DataType.FLOAT, 1, 2, Padding.NONE);
    INDArray expected = original.feedForward(data.inputs(), false).get("subject");
    INDArray features = edited.output(data.inputs())[0];
    assertClose(features, expected, 1e-6);
  }

  /** DL4J 1.0.0-M2.1 changes the sizes of layers of its own kinds only. */
  @ParameterizedTest
  @MethodSource("subjects")
  void anotherSizeBelowIsRefusedWithTheMend(Subject subject) {
    ComputationGraph original = trained(subject);
    int size = (int) subject.inputs()[0].size() + 1;
    Data data = subject.data(DataType.FLOAT, 1, 2, Padding.END);
    assertThatThrownBy(
            () ->
                new TransferLearning.GraphBuilder(original)
                    .fineTuneConfiguration(fineTuning().build())
                    .nOutReplace("below0", size, WeightInit.XAVIER)
                    .build()
                    .output(false, data.inputs(), data.masks()))
        .hasMessageContaining(subject.isLayer() ? "nIn(" + size + ")" : "Cannot modify nOut");
  }

  /**
   * DL4J 1.0.0-M2.1 tells its {@code BaseLayer}s of the new settings; all others keep their own.
   */
  @ParameterizedTest
  @MethodSource("subjects")
  void fineTuningTrainsEveryParameter(Subject subject) {
    ComputationGraph original = trained(subject);
    ComputationGraph tuned =
        new TransferLearning.GraphBuilder(original)
            .fineTuneConfiguration(fineTuning().updater(new Sgd(0.05)).l2(0.01).build())
            .build();
    assertClose(tuned.params(), original.params(), 0);
    tuned
        .paramTable()
        .keySet()
        .forEach(
            name ->
                assertThat(updater(tuned, name))
                    .as(name)
                    .isEqualTo(new Sgd(name.startsWith("subject_") ? 0.1 : 0.05)));
    tuned.fit(subject.trainingData(2, 2, Padding.NONE));
    tuned.paramTable().keySet().stream()
        .filter(name -> Subject.matters(name.replace("subject_", "")))
        .forEach(
            name ->
                assertThat(
                        tuned
                            .paramTable()
                            .get(name)
                            .sub(original.paramTable().get(name))
                            .amaxNumber()
                            .doubleValue())
                    .as(name)
                    .isPositive());
  }

  private static IUpdater updater(ComputationGraph graph, String parameter) {
    int cut = parameter.lastIndexOf('_');
    return graph
        .getVertex(parameter.substring(0, cut))
        .getConfig()
        .getUpdaterByParam(parameter.substring(cut + 1));
  }

  private static FineTuneConfiguration.Builder fineTuning() {
    return new FineTuneConfiguration.Builder().seed(7);
  }

  private static INDArray part(INDArray row, long from, long to) {
    return row.reshape(row.length()).get(NDArrayIndex.interval(from, to));
  }

  private static ComputationGraph trained(Subject subject) {
    Options options = new Options();
    options.type = DataType.FLOAT; // DL4J's fine tuning makes it so whatever it was.
    options.trained = true;
    options.updater = new Sgd(0.1);
    ComputationGraph graph = subject.graph(options);
    MultiDataSet data = subject.trainingData(1, 2, Padding.END);
    graph.fit(data);
    return graph;
  }

  @Test
  void aVertexOfOtherSizesIsNotCopied() {
    Subject small = over(2);
    Subject large = over(3);
    assertThatThrownBy(
            () ->
                TransferredVertices.copyParameters(
                    small.graph(DataType.FLOAT), large.graph(DataType.FLOAT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"subject\" has 9 parameters in one graph and 4 in the other");
  }

  private static Subject over(long size) {
    return Subject.attention(
        "general",
        () -> Attention.builder().setScore(new GeneralScore()).build(),
        Subject.sequence(size, "q"),
        Subject.sequence(size, "k"));
  }
}
