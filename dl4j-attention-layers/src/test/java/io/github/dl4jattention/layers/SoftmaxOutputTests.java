package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.kernel.LanesProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The output layer with numbers for labels, against DL4J's with one-hot columns. */
class SoftmaxOutputTests {
  @TempDir Path folder;

  @AfterEach
  void restore() {
    LanesProvider.choose("auto");
  }

  private static ComputationGraph ours(DataType type, double smoothing) {
    return TokenGraphs.graph(type, TokenGraphs.output().labelSmoothing(smoothing).build());
  }

  private static ComputationGraph dl4j(DataType type, ComputationGraph ours) {
    ComputationGraph graph = TokenGraphs.graph(type, TokenGraphs.ofDl4j());
    graph.setParams(ours.params().dup());
    return graph;
  }

  private static INDArray gradient(ComputationGraph graph, MultiDataSet data) {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    graph.clearLayerMaskArrays();
    return graph.gradient().gradient().dup();
  }

  @ParameterizedTest
  @CsvSource({
    "DOUBLE, auto, false",
    "DOUBLE, auto, true",
    "FLOAT, plain, true",
    "FLOAT, vector, true",
    "FLOAT, vector, false",
    "FLOAT, off, true"
  })
  void givesWhatDl4jGivesOfOneHotLabels(DataType type, String kernels, boolean masked) {
    LanesProvider.choose(kernels);
    double tolerance = type == DataType.DOUBLE ? 1e-12 : 1e-5;
    ComputationGraph ours = ours(type, 0);
    ComputationGraph dl4j = dl4j(type, ours);
    MultiDataSet numbers = TokenGraphs.data(type, masked);
    MultiDataSet columns = TokenGraphs.oneHot(type, masked);

    INDArray expected = gradient(dl4j, columns);
    TestGraphs.assertClose(gradient(ours, numbers), expected, tolerance);
    assertThat(ours.score()).isCloseTo(dl4j.score(), within(tolerance));
    assertThat(ours.score(numbers, false)).isCloseTo(dl4j.score(columns, false), within(tolerance));
    // DL4J's own scoreExamples fails on sequences.
    assertThat(ours.scoreExamples(numbers, false).meanNumber().doubleValue())
        .isCloseTo(dl4j.score(columns, false), within(tolerance));
    ours.fit(numbers);
    dl4j.fit(columns);
    TestGraphs.assertClose(ours.params(), dl4j.params(), tolerance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void givesProbabilitiesAndZerosAtPadding(DataType type) {
    ComputationGraph ours = ours(type, 0.1);
    INDArray[] input = {TokenGraphs.tokens(type, 1)};
    INDArray expected = dl4j(type, ours).output(false, input, null)[0];
    TestGraphs.assertClose(ours.output(false, input, null)[0], expected, 1e-6);

    INDArray mask = TokenGraphs.mask(type);
    INDArray masked = ours.output(false, input, new INDArray[] {mask})[0];
    TestGraphs.assertClose(masked.sum(1), mask, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsOfSmoothedLabels(boolean masked) {
    GradientCheck.check(ours(DataType.DOUBLE, 0.3), TokenGraphs.data(DataType.DOUBLE, masked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector", "off"})
  void inFloatSmoothedLabelsGiveTheGradientsOfDouble(String kernels) {
    LanesProvider.choose(kernels);
    ComputationGraph doubles = ours(DataType.DOUBLE, 0.3);
    ComputationGraph floats = ours(DataType.FLOAT, 0.3);
    floats.setParams(doubles.params().castTo(DataType.FLOAT));
    INDArray expected = gradient(doubles, TokenGraphs.data(DataType.DOUBLE, true));
    INDArray actual = gradient(floats, TokenGraphs.data(DataType.FLOAT, true));
    TestGraphs.assertClose(actual.castTo(DataType.DOUBLE), expected, 1e-5);
    assertThat(floats.score()).isCloseTo(doubles.score(), within(1e-5));
  }

  /** By hand: of probabilities p, with 3 classes and s = 0.3, y gets 0.8 and the others 0.1. */
  @Test
  void smoothedLabelsAreAMixtureOfTheLabelAndAllClasses() {
    ComputationGraph graph = ours(DataType.DOUBLE, 0.3);
    MultiDataSet data = TokenGraphs.data(DataType.DOUBLE, true);
    INDArray p = graph.output(false, data.getFeatures(), data.getFeaturesMaskArrays())[0];
    double expected = 0;
    for (int b = 0; b < TokenGraphs.BATCH; b++) {
      for (int t = 0; t < TokenGraphs.TIME; t++) {
        for (int k = 0; k < TokenGraphs.TOKENS; k++) {
          double share =
              (data.getLabels(0).getInt(b, 0, t) == k ? 0.7 : 0) + 0.3 / TokenGraphs.TOKENS;
          if (TokenGraphs.mask(DataType.DOUBLE).getInt(b, t) == 1) {
            expected -= share * Math.log(p.getDouble(b, k, t));
          }
        }
      }
    }
    assertThat(graph.score(data, true)).isCloseTo(expected / TokenGraphs.BATCH, within(1e-12));
  }

  @Test
  void smoothingIsForTrainingOnly() {
    MultiDataSet data = TokenGraphs.data(DataType.DOUBLE, true);
    assertThat(ours(DataType.DOUBLE, 0.3).score(data, false))
        .isEqualTo(ours(DataType.DOUBLE, 0).score(data, false));
  }

  /** Past the numbers that the kernel takes at a time: of rows, classes and channels. */
  @Test
  void manyClassesAndRowsToo() {
    int classes = 1111;
    int time = 300;
    INDArray x = TestGraphs.random(DataType.FLOAT, 3, 3, 70, time);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 3, 1, time);
    for (int i = 0; i < labels.length(); i++) {
      labels.putScalar(i, (i * 37) % classes);
    }
    MultiDataSet data = new MultiDataSet(x, labels);
    INDArray[] gradients = new INDArray[2];
    double[] scores = new double[2];
    String[] kernels = {"auto", "off"};
    for (int i = 0; i < 2; i++) {
      LanesProvider.choose(kernels[i]);
      ComputationGraph graph =
          TokenGraphs.initialised(
              TokenGraphs.builder(DataType.FLOAT, InputType.recurrent(70))
                  .addLayer(
                      "output",
                      new SoftmaxOutput.Builder().nOut(classes).labelSmoothing(0.1).build(),
                      "tokens")
                  .setOutputs("output"));
      gradients[i] = gradient(graph, data);
      scores[i] = graph.score();
    }
    assertThat(scores[0]).isCloseTo(scores[1], within(1e-2)); // of about 2000
    TestGraphs.assertClose(gradients[0], gradients[1], 1e-3);
    assertThat(gradients[1].amaxNumber().doubleValue()).isGreaterThan(0.5);
  }

  @Test
  void isSavedAndLoaded() throws IOException {
    ComputationGraph graph = ours(DataType.FLOAT, 0.1);
    File file = folder.resolve("graph.zip").toFile();
    graph.save(file);
    ComputationGraph loaded = ComputationGraph.load(file, true);
    assertThat(loaded.getConfiguration()).isEqualTo(graph.getConfiguration());
    MultiDataSet data = TokenGraphs.data(DataType.FLOAT, true);
    assertThat(loaded.score(data, true)).isEqualTo(graph.score(data, true));
    assertThat(loaded.score(data, true)).isNotEqualTo(loaded.score(data, false));
  }

  @Test
  void oneHotLabelsAreToldToBeNumbers() {
    ComputationGraph graph = ours(DataType.FLOAT, 0);
    assertThatThrownBy(() -> graph.fit(TokenGraphs.oneHot(DataType.FLOAT, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be numbers of classes, [batch, 1, time] = [3, 1, 5]")
        .hasMessageContaining("in the place of one-hot columns");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 7, 0.5})
  void labelsThatAreNoClassAreNamed(double label) {
    ComputationGraph graph = ours(DataType.FLOAT, 0);
    MultiDataSet data = TokenGraphs.data(DataType.FLOAT, false);
    data.getLabels(0).putScalar(1, 0, 2, label);
    assertThatThrownBy(() -> graph.fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label " + label)
        .hasMessageContaining("example 1, step 2")
        .hasMessageContaining("from 0 to 6");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void smoothingIsAShare(double share) {
    assertThatThrownBy(() -> TokenGraphs.output().labelSmoothing(share).build())
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("0 to below 1");
  }
}
