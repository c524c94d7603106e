package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Options;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.Subject.Trait;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What every layer of this library with one input does in a {@code MultiLayerNetwork}. */
class MultiLayerContractTests {
  @TempDir private Path folder;

  static Stream<Subject> layers() {
    return Subjects.layers();
  }

  static Stream<Subject> layersThatStack() {
    return Subjects.layers().filter(Subject::stacks);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aNetworkOfLayersGivesWhatAGraphGives(Subject subject) {
    MultiLayerNetwork network = subject.network(training());
    ComputationGraph graph = subject.graph(training());
    assertClose(network.params(), graph.params(), 0);
    MultiDataSet data = subject.trainingData(1, 2, Padding.END);
    Data same = new Data(data.getFeatures(), data.getFeaturesMaskArrays());
    for (int step = 0; step < 3; step++) {
      assertClose(
          output(network, same), graph.output(false, same.inputs(), same.masks())[0], 1e-12);
      network.fit(
          data.getFeatures(0),
          data.getLabels(0),
          same.mask(0),
          data.getLabelsMaskArrays() == null ? null : data.getLabelsMaskArray(0));
      graph.fit(data);
    }
    assertClose(network.params(), graph.params(), 1e-9);
  }

  static Stream<Subject> layersOverSequences() {
    return Subjects.layers().filter(subject -> subject.inputs()[0].steps() != null);
  }

  @ParameterizedTest
  @MethodSource("layersOverSequences")
  void masksOfOneBatchDoNotReachTheNext(Subject subject) {
    MultiLayerNetwork network = subject.network(training());
    MultiDataSet data = subject.trainingData(1, 2, Padding.END);
    INDArray input = data.getFeatures(0);
    INDArray before = network.output(input).dup();
    INDArray masked = output(network, new Data(data.getFeatures(), data.getFeaturesMaskArrays()));
    assertThat(masked).isNotEqualTo(before);
    assertClose(network.output(input), before, 0);
    // A forward pass that keeps the layers' state, as training does.
    network.setLayerMaskArrays(data.getFeaturesMaskArray(0), null);
    network.feedForward(input);
    network.clearLayerMaskArrays();
    assertClose(network.output(input), before, 0);
  }

  @ParameterizedTest
  @MethodSource("layersThatStack")
  void aStackOfFourTrains(Subject subject) {
    Options options = training();
    options.updater = new Adam(0.01);
    options.stack = 4;
    MultiLayerNetwork network = subject.network(options);
    MultiDataSet data = subject.trainingData(1, 2, Padding.END);
    double before = Double.NaN;
    for (int step = 0; step < 10; step++) {
      network.fit(
          data.getFeatures(0),
          data.getLabels(0),
          data.getFeaturesMaskArray(0),
          data.getLabelsMaskArray(0));
      before = step == 0 ? network.score() : before;
    }
    assertThat(network.score()).isLessThan(before);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void trainingGoesOnFromAFileAndFromAClone(Subject subject) throws IOException {
    Options options = training();
    options.updater = new Adam(0.1);
    MultiLayerNetwork network = subject.network(options);
    MultiDataSet data = subject.trainingData(1, 2, Padding.NONE);
    network.fit(data.getFeatures(0), data.getLabels(0));
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file, true);
    MultiLayerNetwork clone = network.clone();
    INDArray before = network.params().dup();
    for (MultiLayerNetwork each : new MultiLayerNetwork[] {read, clone}) {
      assertClose(each.output(data.getFeatures(0)), network.output(data.getFeatures(0)), 0);
      each.fit(data.getFeatures(0), data.getLabels(0));
    }
    assertClose(network.params(), before, 0);
    network.fit(data.getFeatures(0), data.getLabels(0));
    assertClose(read.params(), network.params(), 0);
    assertClose(clone.params(), network.params(), 0);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void parametersThatAreSetAct(Subject subject) {
    MultiLayerNetwork network = subject.network(training());
    INDArray input = subject.data(DataType.DOUBLE, 1, 2, Padding.NONE).inputs()[0];
    INDArray before = network.output(input).dup();
    for (String name : network.getLayer(1).paramTable().keySet()) {
      INDArray old = network.getParam("1_" + name).dup();
      INDArray value = TestGraphs.random(DataType.DOUBLE, 3, old.shape());
      network.setParam("1_" + name, value);
      assertThat(network.getParam("1_" + name)).isEqualTo(value);
      if (Subject.matters(name)) {
        assertThat(network.output(input)).as(name).isNotEqualTo(before);
      }
      network.setParam("1_" + name, old);
    }
    assertClose(network.output(input), before, 0);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aFrozenLayerStaysAndShowsItsWeights(Subject subject) {
    MultiLayerNetwork network = subject.network(training());
    MultiLayerNetwork frozen =
        new TransferLearning.Builder(network)
            .fineTuneConfiguration(new FineTuneConfiguration.Builder().seed(7).build())
            .setFeatureExtractor(1)
            .build();
    MultiDataSet data = subject.trainingData(1, 2, Padding.NONE);
    frozen.fit(data.getFeatures(0), data.getLabels(0));
    for (int layer = 0; layer < 2; layer++) {
      assertClose(frozen.getLayer(layer).params(), network.getLayer(layer).params(), 1e-6);
    }
    assertThat(frozen.getLayer(2).params()).isNotEqualTo(network.getLayer(2).params());
    if (subject.has(Trait.WEIGHTS)) {
      AttentionWeights weights = AttentionWeights.of(frozen, 1);
      weights.keep(true);
      frozen.output(data.getFeatures(0));
      assertThat(weights.lastWeights().rank()).isEqualTo(4);
    }
  }

  private static Options training() {
    Options options = new Options();
    options.trained = true;
    options.updater = new Sgd(0.1);
    return options;
  }

  private static INDArray output(MultiLayerNetwork network, Data data) {
    return network.output(data.inputs()[0], false, data.mask(0), null).dup();
  }
}
