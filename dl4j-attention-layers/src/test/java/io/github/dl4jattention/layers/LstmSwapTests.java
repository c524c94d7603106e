package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.runtime.LstmLayer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** DL4J's LSTMs exchanged for this library's, and back. */
class LstmSwapTests {
  @TempDir private Path folder;

  private static org.deeplearning4j.nn.conf.layers.LSTM dl4js(long size) {
    return new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
        .nOut(size)
        .activation(Activation.TANH)
        .build();
  }

  /** One by itself, one in both directions, one that is frozen. */
  private static MultiLayerNetwork trainedNetwork(DataType type) {
    MultiLayerNetwork network =
        GatedNetworks.alone(
            type,
            builder -> builder.updater(new Adam(0.05)),
            dl4js(4),
            new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(dl4js(3)),
            new FrozenLayer(dl4js(5)),
            GatedNetworks.softmax());
    for (int i = 0; i < 3; i++) {
      network.fit(data());
    }
    return network;
  }

  private static Layer layer(MultiLayerNetwork network, int index) {
    return network.getLayerWiseConfigurations().getConf(index).getLayer();
  }

  private static DataSet data() {
    var data = GatedNetworks.data(false);
    return new DataSet(data.getFeatures(0), data.getLabels(0));
  }

  private static INDArray input(DataType type) {
    return GatedNetworks.data(false).getFeatures(0).castTo(type);
  }

  /** What it gives, and what it gives after it is trained further. */
  private static void requireSame(MultiLayerNetwork actual, MultiLayerNetwork expected) {
    DataType type = expected.params().dataType();
    double tolerance = type == DataType.DOUBLE ? 1e-9 : 1e-3; // Adam divides by small numbers.
    assertThat(actual.params()).isEqualTo(expected.params());
    assertThat(actual.updaterState()).isEqualTo(expected.updaterState());
    assertThat(actual.getIterationCount()).isEqualTo(expected.getIterationCount());
    for (int i = 0; i < 3; i++) {
      INDArray output = expected.output(input(type));
      assertThat(GatedNetworks.difference(actual.output(input(type)), output))
          .isLessThan(tolerance);
      actual.fit(data());
      expected.fit(data());
    }
    assertThat(GatedNetworks.difference(actual.params(), expected.params())).isLessThan(tolerance);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void aTrainedNetworkGoesOnAsItWas(DataType type) {
    MultiLayerNetwork theirs = trainedNetwork(type);
    INDArray before = theirs.params().dup();
    MultiLayerNetwork ours = LstmSwap.toOurs(theirs);
    assertThat(ours.getLayer(0)).isInstanceOf(LstmLayer.class);
    assertThat(layer(ours, 1)).isInstanceOf(Bidirectional.class);
    assertThat(((FrozenLayer) layer(ours, 2)).getLayer()).isInstanceOf(LSTM.class);
    MultiLayerNetwork back = LstmSwap.toDl4j(ours);
    assertThat(back.getLayerWiseConfigurations()).isEqualTo(theirs.getLayerWiseConfigurations());
    requireSame(ours, theirs);
    assertThat(theirs.params()).isNotEqualTo(before);
    theirs.setParams(before);
    assertThat(GatedNetworks.difference(back.output(input(type)), theirs.output(input(type))))
        .isZero();
  }

  private static ComputationGraph trainedGraph() {
    ComputationGraph graph =
        GatedNetworks.trained(
            builder -> builder.updater(new Adam(0.05)),
            dl4js(4),
            new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(dl4js(3)));
    for (int i = 0; i < 3; i++) {
      graph.fit(GatedNetworks.data(false));
    }
    return graph;
  }

  @Test
  void aTrainedGraphGoesOnAsItWas() {
    ComputationGraph theirs = trainedGraph();
    ComputationGraph ours = LstmSwap.toOurs(theirs);
    assertThat(ours.getLayer("1")).isInstanceOf(LstmLayer.class);
    assertThat(ours.getLayer("2").conf().getLayer()).isInstanceOf(Bidirectional.class);
    assertThat(LstmSwap.toDl4j(ours).getConfiguration()).isEqualTo(theirs.getConfiguration());
    assertThat(ours.params()).isEqualTo(theirs.params());
    for (int i = 0; i < 3; i++) {
      assertThat(
              GatedNetworks.difference(
                  ours.output(input(DataType.DOUBLE))[0], theirs.output(input(DataType.DOUBLE))[0]))
          .isLessThan(1e-9);
      ours.fit(GatedNetworks.data(false));
      theirs.fit(GatedNetworks.data(false));
    }
    assertThat(GatedNetworks.difference(ours.params(), theirs.params())).isLessThan(1e-9);
  }

  @Test
  void aFileOfDl4jsIsReadAndWritten() throws IOException {
    File file = folder.resolve("model.zip").toFile();
    ComputationGraph graph = trainedGraph();
    graph.save(file, true);
    ComputationGraph ours = LstmSwap.toOurs(ComputationGraph.load(file, true));
    File swapped = folder.resolve("swapped.zip").toFile();
    ours.save(swapped, true);
    ComputationGraph read = ComputationGraph.load(swapped, true);
    assertThat(read.getLayer("1")).isInstanceOf(LstmLayer.class);
    assertThat(read.getUpdater().getStateViewArray())
        .isEqualTo(graph.getUpdater().getStateViewArray());
    INDArray expected = graph.output(input(DataType.DOUBLE))[0];
    assertThat(GatedNetworks.difference(read.output(input(DataType.DOUBLE))[0], expected))
        .isLessThan(1e-12);
    MultiLayerNetwork network = trainedNetwork(DataType.FLOAT);
    ModelSerializer.writeModel(network, file, true);
    requireSame(LstmSwap.toOurs(MultiLayerNetwork.load(file, true)), network);
  }

  @Test
  void aNetworkThatWasNeverTrainedHasNoUpdaterState() {
    MultiLayerNetwork theirs = GatedNetworks.alone(DataType.FLOAT, dl4js(4));
    assertThat(LstmSwap.toOurs(theirs).params()).isEqualTo(theirs.params());
    ComputationGraph graph = GatedNetworks.trained(dl4js(4));
    assertThat(LstmSwap.toOurs(graph).params()).isEqualTo(graph.params());
  }

  @Test
  void whatIsNoLstmStaysWhatItIs() {
    MultiLayerNetwork network =
        GatedNetworks.alone(
            DataType.FLOAT,
            new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(GruTests.gru(3, true)),
            new LastTimeStep(dl4js(4)));
    MultiLayerNetwork ours = LstmSwap.toOurs(network);
    assertThat(ours.getLayer(0).conf().getLayer()).isEqualTo(network.getLayer(0).conf().getLayer());
    assertThat(((LastTimeStep) layer(ours, 1)).getUnderlying()).isInstanceOf(LSTM.class);
  }

  @Test
  void aSingleLayerKeepsItsSettings() {
    org.deeplearning4j.nn.conf.layers.LSTM theirs =
        new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
            .name("encoder")
            .nIn(3)
            .nOut(4)
            .activation(Activation.SOFTSIGN)
            .gateActivationFunction(Activation.HARDSIGMOID)
            .forgetGateBiasInit(2.5)
            .weightInit(WeightInit.RELU)
            .dropOut(0.8)
            .l2(0.01)
            .build();
    LSTM ours = LSTM.from(theirs);
    assertThat(ours.getActivationFn()).isEqualTo(theirs.getActivationFn());
    assertThat(ours.getGateActivationFn()).isEqualTo(new ActivationHardSigmoid());
    assertThat(ours.getForgetGateBiasInit()).isEqualTo(2.5);
    assertThat(ours.getIDropout()).isEqualTo(theirs.getIDropout());
    assertThat(ours.getRegularization()).isEqualTo(theirs.getRegularization());
    assertThat(ours.getLayerName()).isEqualTo("encoder");
    assertThat(List.of(ours.getNIn(), ours.getNOut())).isEqualTo(List.of(3L, 4L));
  }

  /** Clones of a network in threads of their own give what the network gives alone. */
  @Test
  void clonesRunAtOnce() throws InterruptedException, ExecutionException {
    MultiLayerNetwork network = LstmSwap.toOurs(trainedNetwork(DataType.FLOAT));
    INDArray expected = network.output(input(DataType.FLOAT)).dup();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Double>> differences =
          IntStream.range(0, 3)
              .mapToObj(
                  i -> {
                    MultiLayerNetwork clone = network.clone();
                    return threads.submit(() -> largestDifference(clone, expected));
                  })
              .toList();
      for (Future<Double> difference : differences) {
        assertThat(difference.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static double largestDifference(MultiLayerNetwork network, INDArray expected) {
    return IntStream.range(0, 20)
        .mapToDouble(i -> GatedNetworks.difference(network.output(input(DataType.FLOAT)), expected))
        .max()
        .orElseThrow();
  }

  @Test
  void configurationsThatDifferAreNotEqual() {
    LSTM lstm = new LSTM.Builder().nOut(4).build();
    assertThat(lstm)
        .isEqualTo(new LSTM.Builder().nOut(4).build())
        .hasSameHashCodeAs(new LSTM.Builder().nOut(4).build())
        .isNotEqualTo(new LSTM.Builder().nOut(5).build())
        .isNotEqualTo(new LSTM.Builder().nOut(4).forgetGateBiasInit(2).build())
        .isNotEqualTo(dl4js(4));
    assertThat(dl4js(4)).isNotEqualTo(lstm);
    assertThat(new Bidirectional(lstm))
        .isEqualTo(new Bidirectional(lstm.clone()))
        .isNotEqualTo(new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(lstm));
    assertThat(new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(lstm))
        .isNotEqualTo(new Bidirectional(lstm));
    assertThat(((FeedForwardLayer) (Layer) lstm).getNOut()).isEqualTo(4);
    assertThat(lstm.toString()).contains("nOut=4", "forgetGateBiasInit=1.0");
  }
}
