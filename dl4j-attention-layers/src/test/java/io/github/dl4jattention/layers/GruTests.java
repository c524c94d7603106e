package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What a GRU computes: figures and gradients. */
class GruTests {
  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  static GRU gru(int size, boolean resetAfter) {
    return new GRU.Builder().nOut(size).resetAfter(resetAfter).build();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void equalsTheEquationsInPlainLoops(int seed) {
    Random random = new Random(seed);
    int batch = 1 + random.nextInt(4);
    int time = 1 + random.nextInt(6);
    boolean resetAfter = random.nextBoolean();
    MultiLayerNetwork network =
        GatedNetworks.alone(DataType.DOUBLE, gru(1 + random.nextInt(5), resetAfter));
    NaiveGru naive = new NaiveGru(resetAfter, network.getLayer(0).paramTable());
    INDArray input = TestGraphs.random(DataType.DOUBLE, seed, batch, GatedNetworks.CHANNELS, time);
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, batch, time);
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
        List.of(gru(4, true)),
        List.of(gru(4, false)),
        List.of(gru(1, true)),
        List.of(gru(3, true), gru(2, false)),
        List.of(new Bidirectional(gru(2, true))),
        List.of(new Bidirectional(Bidirectional.Mode.MUL, gru(2, false))),
        List.of(new Bidirectional(Bidirectional.Mode.ADD, gru(2, true)), gru(2, true)),
        List.of(
            new GRU.Builder()
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

  /** The layer below is a GRU too: its gradient is that of this layer's input. */
  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void gradientsInAMultiLayerNetwork(boolean resetAfter, boolean masked) {
    MultiLayerNetwork network =
        GatedNetworks.alone(
            DataType.DOUBLE, gru(3, resetAfter), gru(2, resetAfter), GatedNetworks.softmax());
    MultiDataSet multi = GatedNetworks.data(masked);
    DataSet data =
        new DataSet(
            multi.getFeatures(0),
            multi.getLabels(0),
            masked ? GatedNetworks.MASK : null,
            masked ? GatedNetworks.MASK : null);
    INDArray analytic = gradient(network, data).div(5);
    INDArray parameters = network.params();
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + 1e-6);
      double above = network.score(data, true);
      parameters.putScalar(i, value - 1e-6);
      double below = network.score(data, true);
      parameters.putScalar(i, value);
      assertThat(analytic.getDouble(i)).isCloseTo((above - below) / 2e-6, within(1e-8));
    }
    assertThat(analytic.amaxNumber().doubleValue()).isGreaterThan(1e-2);
  }

  static INDArray gradient(MultiLayerNetwork network, DataSet data) {
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    return network.gradient().gradient().dup();
  }

  @Test
  void theLastStepUnderAMaskIsTheLastRealOne() {
    GRU gru = gru(4, true);
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, new LastTimeStep(gru));
    NaiveGru naive = new NaiveGru(true, network.getLayer(0).paramTable());
    INDArray input = GatedNetworks.data(true).getFeatures(0);
    INDArray mask = GatedNetworks.MASK.dup();
    mask.putScalar(3, 0, 1); // LastTimeStep refuses an example without a real step.
    INDArray last = network.output(input, false, mask, null);
    INDArray all = naive.output(input, mask); // LastTimeStep's own output is in single precision.
    int[] lastReal = {2, 4, 4, 0, 4};
    for (int example = 0; example < 5; example++) {
      for (int i = 0; i < 4; i++) {
        assertThat(last.getDouble(example, i))
            .isCloseTo(all.getDouble(example, i, lastReal[example]), within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theOtherDataFormatIsTheSamePermuted(boolean masked) {
    MultiLayerNetwork channelsFirst =
        GatedNetworks.alone(DataType.DOUBLE, gru(4, true), GatedNetworks.softmax());
    MultiLayerNetwork timeFirst =
        GatedNetworks.timeFirst(
            DataType.DOUBLE, new GRU.Builder().nOut(4).dataFormat(RNNFormat.NWC).build());
    timeFirst.setParams(channelsFirst.params());
    MultiDataSet data = GatedNetworks.data(masked);
    INDArray mask = masked ? GatedNetworks.MASK : null;
    INDArray input = data.getFeatures(0);
    INDArray labels = data.getLabels(0);
    INDArray permuted = input.permute(0, 2, 1).dup();
    assertThat(
            GatedNetworks.difference(
                timeFirst.output(permuted, false, mask, null).permute(0, 2, 1),
                channelsFirst.output(input, false, mask, null)))
        .isLessThan(1e-12);
    assertThat(
            GatedNetworks.difference(
                gradient(timeFirst, new DataSet(permuted, labels.permute(0, 2, 1), mask, mask)),
                gradient(channelsFirst, new DataSet(input, labels, mask, mask))))
        .isLessThan(1e-12);
  }

  @Test
  void singleAndDoublePrecisionAgree() {
    MultiLayerNetwork twice =
        GatedNetworks.alone(DataType.DOUBLE, gru(8, true), gru(4, false), GatedNetworks.softmax());
    MultiLayerNetwork single =
        GatedNetworks.alone(DataType.FLOAT, gru(8, true), gru(4, false), GatedNetworks.softmax());
    single.setParams(twice.params().castTo(DataType.FLOAT));
    MultiDataSet data = GatedNetworks.data(true);
    DataSet set =
        new DataSet(data.getFeatures(0), data.getLabels(0), GatedNetworks.MASK, GatedNetworks.MASK);
    INDArray input = data.getFeatures(0);
    assertThat(single.output(input.castTo(DataType.FLOAT)).dataType()).isEqualTo(DataType.FLOAT);
    assertThat(
            GatedNetworks.difference(
                single.output(input.castTo(DataType.FLOAT)), twice.output(input)))
        .isLessThan(1e-5);
    assertThat(GatedNetworks.difference(gradient(single, set), gradient(twice, set)))
        .isLessThan(1e-5);
  }
}
