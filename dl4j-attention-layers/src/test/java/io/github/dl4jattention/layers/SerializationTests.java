package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.cell.LstmCell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Models of released formats load for ever; settings beside those of {@link
 * PersistenceContractTests} survive JSON.
 */
class SerializationTests {
  private static final INDArray QUERIES = TestGraphs.random(DataType.FLOAT, 1, 2, 3, 4);
  private static final INDArray KEYS = TestGraphs.random(DataType.FLOAT, 2, 2, 5, 6);

  @TempDir private Path folder;

  static Stream<GraphVertex> vertices() {
    return Stream.of(
        AdditiveAttention.builder().optQuerySize(3).optKeySize(5).setAttentionSize(2).build(),
        BahdanauDecoder.builder()
            .optInputSize(3)
            .optAnnotationSize(5)
            .setStateSize(4)
            .optAttentionSize(2)
            .optCell(new LstmCell().withForgetGateBias(0.5))
            .optWeightInit(new WeightInitUniform())
            .build());
  }

  private static ComputationGraph graph(GraphVertex vertex) {
    return TestGraphs.alone(DataType.FLOAT, vertex, InputType.recurrent(3), InputType.recurrent(5));
  }

  @ParameterizedTest
  @MethodSource("vertices")
  void aConfigurationSurvivesJson(GraphVertex vertex) {
    ComputationGraphConfiguration configuration = graph(vertex).getConfiguration();
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    assertThat(read.toJson()).isEqualTo(configuration.toJson());
  }

  @Test
  void configurationsThatDifferAreNotEqual() {
    assertThat(
            Stream.of(2, 3)
                .map(
                    size ->
                        AdditiveAttention.builder()
                            .optQuerySize(3)
                            .optKeySize(5)
                            .setAttentionSize(size)
                            .build())
                .distinct())
        .hasSize(2);
    assertThat(
            Stream.of(0.0, 1.0)
                .map(
                    bias ->
                        BahdanauDecoder.builder()
                            .optInputSize(3)
                            .optAnnotationSize(5)
                            .setStateSize(4)
                            .optCell(new LstmCell().withForgetGateBias(bias))
                            .build())
                .distinct())
        .hasSize(2);
  }

  /**
   * Models of each released format load for ever: the file was written by version 0.1.0, with the
   * output it gave then.
   */
  @ParameterizedTest
  @MethodSource("releasedModels")
  void aModelOfAReleasedFormatLoadsAndGivesWhatItGave(String name) throws IOException {
    ComputationGraph graph;
    try (InputStream in = resource(name + ".zip")) {
      graph = ModelSerializer.restoreComputationGraph(in);
    }
    Path copy = folder.resolve("output.npy");
    try (InputStream in = resource(name + ".npy")) {
      Files.copy(in, copy);
    }
    INDArray expected = Nd4j.createFromNpyFile(copy.toFile());
    INDArray actual = graph.output(QUERIES, KEYS)[0];
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(0.01);
  }

  static Stream<String> releasedModels() {
    return Stream.of("additive-attention-0.1.0", "bahdanau-decoder-0.1.0");
  }

  private static InputStream resource(String name) {
    return SerializationTests.class.getResourceAsStream("/released/" + name);
  }
}
