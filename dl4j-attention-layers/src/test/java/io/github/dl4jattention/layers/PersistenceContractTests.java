package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Options;
import io.github.dl4jattention.layers.Subject.Padding;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/** What every layer and vertex of this library does: it survives JSON, YAML, files and clones. */
class PersistenceContractTests {
  private static final long SECONDS_FOR_ANOTHER_JVM = 120;

  @TempDir private Path folder;

  static Stream<Subject> subjects() {
    return Subjects.all();
  }

  static Stream<Subject> subjectsWithAndWithoutDropout() {
    return Stream.concat(Subjects.all(), Subjects.withDropout());
  }

  static Stream<Subject> layers() {
    return Subjects.layers();
  }

  @ParameterizedTest
  @MethodSource("subjectsWithAndWithoutDropout")
  void aGraphsConfigurationSurvivesJsonAndYamlAndJava(Subject subject) {
    ComputationGraphConfiguration configuration = subject.trainedGraph().getConfiguration();
    ComputationGraphConfiguration fromJson =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(fromJson).isEqualTo(configuration).hasSameHashCodeAs(configuration);
    assertThat(fromJson.toJson()).isEqualTo(configuration.toJson());
    ComputationGraphConfiguration fromYaml =
        ComputationGraphConfiguration.fromYaml(configuration.toYaml());
    assertThat(fromYaml).isEqualTo(configuration).hasSameHashCodeAs(configuration);
    assertThat(fromYaml.toYaml()).isEqualTo(configuration.toYaml());
    assertThat(SerializationUtils.clone(configuration)).isEqualTo(configuration);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aNetworksConfigurationSurvivesJsonAndYamlAndJava(Subject subject) {
    MultiLayerConfiguration configuration =
        subject.network(new Options()).getLayerWiseConfigurations();
    MultiLayerConfiguration fromJson = MultiLayerConfiguration.fromJson(configuration.toJson());
    assertThat(fromJson).isEqualTo(configuration).hasSameHashCodeAs(configuration);
    assertThat(fromJson.toJson()).isEqualTo(configuration.toJson());
    MultiLayerConfiguration fromYaml = MultiLayerConfiguration.fromYaml(configuration.toYaml());
    assertThat(fromYaml).isEqualTo(configuration).hasSameHashCodeAs(configuration);
    assertThat(fromYaml.toYaml()).isEqualTo(configuration.toYaml());
    assertThat(SerializationUtils.clone(configuration)).isEqualTo(configuration);
  }

  @ParameterizedTest
  @MethodSource("subjectsWithAndWithoutDropout")
  void aCloneOfAConfigurationIsEqualAndIndependent(Subject subject) {
    Object configuration = subject.configuration().get();
    Object untouched = subject.configuration().get();
    assertThat(configuration).isEqualTo(untouched).hasSameHashCodeAs(untouched);
    Object clone =
        configuration instanceof Layer layer
            ? layer.clone()
            : ((GraphVertex) configuration).clone();
    assertThat(clone).isEqualTo(untouched).isNotSameAs(configuration).hasSameHashCodeAs(untouched);
    inferSizes(subject, clone);
    assertThat(configuration).isEqualTo(untouched).hasSameHashCodeAs(untouched);
  }

  private static void inferSizes(Subject subject, Object configuration) {
    if (configuration instanceof Layer layer) {
      layer.setNIn(subject.inputTypes()[0], true);
      layer.getOutputType(0, subject.inputTypes()[0]);
    } else {
      ((GraphVertex) configuration).getOutputType(0, subject.inputTypes());
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aCloneOfAGraphIsEqualAndIndependent(Subject subject) {
    ComputationGraph graph = subject.trainedGraph();
    Data data = subject.data(DataType.DOUBLE, 1, 2, Padding.END);
    INDArray before = output(graph, data);
    ComputationGraph clone = graph.clone();
    assertThat(clone.getConfiguration()).isEqualTo(graph.getConfiguration());
    assertClose(output(clone, data), before, 0);
    clone.params().addi(0.5);
    assertClose(output(graph, data), before, 0);
    assertThat(output(clone, data)).isNotEqualTo(before);
  }

  @Test
  void configurationsAreEqualWhereTheirTextsAre() {
    List<Object> all =
        subjectsWithAndWithoutDropout()
            .<Object>map(subject -> subject.configuration().get())
            .toList();
    List<String> texts =
        subjectsWithAndWithoutDropout().map(PersistenceContractTests::textOfConfiguration).toList();
    assertThat(texts.stream().distinct().count()).isGreaterThan(texts.size() / 2);
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        assertThat(all.get(i).equals(all.get(j)))
            .as("%s and %s", texts.get(i), texts.get(j))
            .isEqualTo(texts.get(i).equals(texts.get(j)));
      }
    }
  }

  /** DL4J's text of the layer or vertex alone, before a network gives it sizes. */
  private static String textOfConfiguration(Subject subject) {
    try {
      return JsonMappers.getMapper().writeValueAsString(subject.configuration().get());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void trainingGoesOnFromAFileAsIfNothingHadHappened(Subject subject) throws IOException {
    Options options = new Options();
    options.trained = true;
    options.updater = new Adam(0.1);
    ComputationGraph graph = subject.graph(options);
    MultiDataSet data = subject.trainingData(3, 2, Padding.END);
    graph.fit(data);
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(graph, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    INDArray written = graph.params().dup();
    assertClose(read.params(), written, 0);
    Data same = new Data(data.getFeatures(), data.getFeaturesMaskArrays());
    assertClose(output(read, same), output(graph, same), 0);
    subject.rewardLike(graph, read);
    Nd4j.getRandom().setSeed(1);
    graph.fit(data);
    Nd4j.getRandom().setSeed(1);
    read.fit(data);
    assertClose(read.params(), graph.params(), 0);
    assertThat(graph.params()).isNotEqualTo(written);
  }

  /** One process reads the models of all subjects. */
  @Test
  void anotherJvmReadsTheModelsAndGivesTheSame() throws IOException, InterruptedException {
    List<Subject> all = Subjects.all().toList();
    for (int i = 0; i < all.size(); i++) {
      ComputationGraph graph = all.get(i).trainedGraph();
      Data data = all.get(i).data(DataType.DOUBLE, i, 2, Padding.END);
      ModelSerializer.writeModel(graph, folder.resolve(i + ".zip").toFile(), true);
      // The output takes the place of the labels.
      new MultiDataSet(data.inputs(), new INDArray[] {output(graph, data)}, data.masks(), null)
          .save(folder.resolve(i + ".data").toFile());
    }
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                ReadModels.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(SECONDS_FOR_ANOTHER_JVM, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains(all.size() + " models give what they gave");
  }

  private static INDArray output(ComputationGraph graph, Data data) {
    return graph.output(false, data.inputs(), data.masks())[0].dup();
  }
}
