package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What an LSTM computes: figures, gradients, and that both are those of DL4J's own. */
class LstmTests {
  private static final DataType DOUBLE = DataType.DOUBLE;

  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  private static LSTM lstm(long size) {
    return new LSTM.Builder().nOut(size).build();
  }

  private static org.deeplearning4j.nn.conf.layers.LSTM dl4js(long size) {
    return new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
        .nOut(size)
        .activation(Activation.TANH)
        .build();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void equalsTheEquationsInPlainLoops(int seed) {
    Random random = new Random(seed);
    int batch = 1 + random.nextInt(4);
    int time = 1 + random.nextInt(6);
    MultiLayerNetwork network = GatedNetworks.alone(DOUBLE, lstm(1 + random.nextInt(5)));
    NaiveLstm naive = new NaiveLstm(network.getLayer(0).paramTable());
    INDArray input = TestGraphs.random(DOUBLE, seed, batch, GatedNetworks.CHANNELS, time);
    INDArray mask = Nd4j.zeros(DOUBLE, batch, time);
    for (int i = 0; i < mask.length(); i++) {
      mask.putScalar(i, random.nextInt(3) == 0 ? 0 : 1);
    }
    assertThat(GatedNetworks.difference(network.output(input), naive.output(input, null)))
        .isLessThan(1e-12);
    INDArray masked = network.output(input, false, mask, null);
    assertThat(GatedNetworks.difference(masked, naive.output(input, mask))).isLessThan(1e-12);
  }

  static Stream<List<Layer>> stacks() {
    return Stream.of(
        List.of(lstm(4)),
        List.of(lstm(1)),
        List.of(lstm(3), lstm(2)),
        List.of(new Bidirectional(lstm(2))),
        List.of(new Bidirectional(Bidirectional.Mode.MUL, lstm(2))),
        List.of(new Bidirectional(Bidirectional.Mode.ADD, lstm(2)), lstm(2)),
        List.of(
            new LSTM.Builder()
                .nOut(3)
                .activation(Activation.SOFTSIGN)
                .gateActivationFunction(Activation.HARDSIGMOID)
                .build()));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void gradients(List<Layer> layers) {
    GradientCheck.check(network(layers), GatedNetworks.data(false));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void gradientsUnderMasks(List<Layer> layers) {
    GradientCheck.check(network(layers), GatedNetworks.data(true));
  }

  private static ComputationGraph network(List<Layer> layers) {
    return GatedNetworks.trained(layers.stream().map(Layer::clone).toArray(Layer[]::new));
  }

  /** Two of them below a softmax: outputs, and the gradients of all parameters. */
  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void givesWhatDl4jsOwnGives(DataType type) {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(20);
      MultiLayerNetwork ours =
          GatedNetworks.alone(type, lstm(size), lstm(3), GatedNetworks.softmax());
      MultiLayerNetwork theirs =
          GatedNetworks.alone(type, dl4js(size), dl4js(3), GatedNetworks.softmax());
      ours.setParams(theirs.params());
      int batch = 1 + random.nextInt(5);
      int time = 1 + random.nextInt(7);
      DataSet data = data(type, seed, batch, time, null);
      INDArray input = data.getFeatures();
      double tolerance = type == DOUBLE ? 1e-10 : 1e-5;
      assertThat(GatedNetworks.difference(ours.output(input), theirs.output(input)))
          .isLessThan(tolerance);
      INDArray expected = GruTests.gradient(theirs, data);
      assertThat(GatedNetworks.difference(GruTests.gradient(ours, data), expected))
          .isLessThan(tolerance * Math.max(1, expected.amaxNumber().doubleValue()));
      assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(1e-3);
    }
  }

  /** DL4J's own reads the padding, and it does not matter: it reads it last. */
  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void givesWhatDl4jsOwnGivesWithPaddingAtTheEnd(DataType type) {
    MultiLayerNetwork ours = GatedNetworks.alone(type, lstm(4), lstm(3), GatedNetworks.softmax());
    MultiLayerNetwork theirs =
        GatedNetworks.alone(type, dl4js(4), dl4js(3), GatedNetworks.softmax());
    ours.setParams(theirs.params());
    INDArray mask =
        Nd4j.createFromArray(new double[][] {{1, 1, 1, 0, 0, 0}, {1, 1, 1, 1, 1, 1}}).castTo(type);
    DataSet data = data(type, 3, 2, 6, mask);
    double tolerance = type == DOUBLE ? 1e-10 : 1e-5;
    INDArray expected = GruTests.gradient(theirs, data);
    assertThat(GatedNetworks.difference(GruTests.gradient(ours, data), expected))
        .isLessThan(tolerance);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(1e-2);
    INDArray real = mask.reshape(2, 1, 6).broadcast(2, 2, 6);
    INDArray ourOutput = ours.output(data.getFeatures(), false, mask, mask).mul(real);
    INDArray theirOutput = theirs.output(data.getFeatures(), false, mask, mask).mul(real);
    assertThat(GatedNetworks.difference(ourOutput, theirOutput)).isLessThan(tolerance);
  }

  private static DataSet data(DataType type, int seed, int batch, int time, INDArray mask) {
    Random random = new Random(seed);
    INDArray labels = Nd4j.zeros(type, batch, 2, time);
    for (int example = 0; example < batch; example++) {
      for (int t = 0; t < time; t++) {
        labels.putScalar(new int[] {example, random.nextInt(2), t}, 1);
      }
    }
    INDArray input = TestGraphs.random(type, seed, batch, GatedNetworks.CHANNELS, time);
    return new DataSet(input, labels, mask, mask);
  }

  @Test
  void aSeedGivesTheParametersItGivesDl4js() {
    for (double bias : new double[] {1, 0, -2.5}) {
      MultiLayerNetwork ours =
          plain(new LSTM.Builder().nIn(3).nOut(5).forgetGateBiasInit(bias).build());
      MultiLayerNetwork theirs =
          plain(
              new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
                  .nIn(3)
                  .nOut(5)
                  .forgetGateBiasInit(bias)
                  .build());
      assertThat(ours.params()).isEqualTo(theirs.params());
      assertThat(ours.paramTable().keySet()).isEqualTo(theirs.paramTable().keySet());
      theirs
          .paramTable()
          .forEach((name, value) -> assertThat(ours.getParam(name)).isEqualTo(value));
    }
  }

  private static MultiLayerNetwork plain(Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(layer)
                .build());
    network.init();
    return network;
  }

  @Test
  void theLastStepUnderAMaskIsTheLastRealOne() {
    MultiLayerNetwork network = GatedNetworks.alone(DOUBLE, new LastTimeStep(lstm(4)));
    INDArray input = GatedNetworks.data(true).getFeatures(0);
    INDArray mask = GatedNetworks.MASK.dup();
    mask.putScalar(3, 0, 1); // LastTimeStep refuses an example without a real step.
    INDArray last = network.output(input, false, mask, null);
    INDArray all = new NaiveLstm(network.getLayer(0).paramTable()).output(input, mask);
    int[] lastReal = {2, 4, 4, 0, 4};
    for (int example = 0; example < 5; example++) {
      for (int i = 0; i < 4; i++) {
        assertThat(last.getDouble(example, i))
            .isCloseTo(
                all.getDouble(example, i, lastReal[example]),
                org.assertj.core.api.Assertions.within(1e-7)); // It computes in float.
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void theOtherDataFormatIsTheSamePermuted(DataType type) {
    MultiLayerNetwork channelsFirst = GatedNetworks.alone(type, lstm(4), GatedNetworks.softmax());
    MultiLayerNetwork timeFirst =
        GatedNetworks.timeFirst(type, new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build());
    timeFirst.setParams(channelsFirst.params());
    MultiDataSet data = GatedNetworks.data(true);
    INDArray mask = GatedNetworks.MASK.castTo(type);
    INDArray input = data.getFeatures(0).castTo(type);
    INDArray labels = data.getLabels(0).castTo(type);
    INDArray permuted = input.permute(0, 2, 1).dup();
    double tolerance = type == DOUBLE ? 1e-12 : 1e-5;
    assertThat(
            GatedNetworks.difference(
                timeFirst.output(permuted, false, mask, null).permute(0, 2, 1),
                channelsFirst.output(input, false, mask, null)))
        .isLessThan(tolerance);
    assertThat(
            GatedNetworks.difference(
                GruTests.gradient(
                    timeFirst, new DataSet(permuted, labels.permute(0, 2, 1), mask, mask)),
                GruTests.gradient(channelsFirst, new DataSet(input, labels, mask, mask))))
        .isLessThan(tolerance);
  }
}
