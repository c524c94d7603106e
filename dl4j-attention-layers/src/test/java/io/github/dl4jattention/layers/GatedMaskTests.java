package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** Mask rules of recurrent layers, as properties over random shapes. */
class GatedMaskTests {
  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  /** A network below a softmax, alternately of one, two and bidirectional layers. */
  private static final class Case {
    final MultiLayerNetwork network;
    final ComputationGraph graph;
    final INDArray input;
    final INDArray labels;
    final INDArray mask;

    Case(int seed) {
      Random random = new Random(seed);
      int batch = 2 + random.nextInt(3);
      int time = 2 + random.nextInt(5);
      Gated[] kinds = Gated.values();
      Layer first = kinds[seed % 3].layer(1 + random.nextInt(4));
      List<Layer> layers =
          switch (seed / 3 % 4) {
            case 0 -> List.of(first);
            case 1 -> List.of(first, kinds[random.nextInt(3)].layer(2));
            case 2 -> List.of(new Bidirectional(first));
            default -> List.of(new Bidirectional(Bidirectional.Mode.ADD, first));
          };
      graph = GatedNetworks.trained(layers.toArray(Layer[]::new));
      layers = new ArrayList<>(layers);
      layers.add(GatedNetworks.softmax());
      network =
          GatedNetworks.alone(
              DataType.DOUBLE, layers.stream().map(Layer::clone).toArray(Layer[]::new));
      network.setParams(graph.params());
      input = TestGraphs.random(DataType.DOUBLE, seed, batch, GatedNetworks.CHANNELS, time);
      labels = Nd4j.zeros(DataType.DOUBLE, batch, 2, time);
      mask = Nd4j.zeros(DataType.DOUBLE, batch, time);
      for (int example = 0; example < batch; example++) {
        for (int t = 0; t < time; t++) {
          labels.putScalar(new int[] {example, random.nextInt(2), t}, 1);
          mask.putScalar(example, t, random.nextInt(3) == 0 ? 0 : 1);
        }
        mask.putScalar(example, random.nextInt(time), 1);
      }
      mask.putScalar(0, 0, 0); // Something is padding.
      mask.putScalar(0, 1, 1);
    }

    Pair<Gradient, INDArray> gradients(INDArray padded) {
      return network.calculateGradients(padded, labels, mask, mask);
    }

    INDArray hidden(INDArray padded) {
      network.setLayerMaskArrays(mask, null);
      List<INDArray> all = network.feedForward(padded);
      network.clearLayerMaskArrays();
      return all.get(all.size() - 2);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatPaddingHoldsChangesNothing(int seed) {
    Case c = new Case(seed);
    INDArray output = c.hidden(GatedNetworks.withPadding(c.input, c.mask, 0)).dup();
    Pair<Gradient, INDArray> gradients = c.gradients(c.input);
    INDArray ofParameters = gradients.getFirst().gradient().dup();
    INDArray ofInput = gradients.getSecond().dup();
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e9}) {
      INDArray padded = GatedNetworks.withPadding(c.input, c.mask, value);
      assertThat(GatedNetworks.difference(c.hidden(padded), output)).isZero();
      Pair<Gradient, INDArray> again = c.gradients(padded);
      assertThat(GatedNetworks.difference(again.getFirst().gradient(), ofParameters)).isZero();
      assertThat(GatedNetworks.difference(again.getSecond(), ofInput)).isZero();
    }
    assertThat(ofParameters.amaxNumber().doubleValue()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void paddingIsZeroInTheOutputAndInTheGradientOfTheInput(int seed) {
    Case c = new Case(seed);
    for (INDArray array : List.of(c.hidden(c.input), c.gradients(c.input).getSecond())) {
      for (int example = 0; example < c.mask.size(0); example++) {
        for (int t = 0; t < c.mask.size(1); t++) {
          double largest =
              array
                  .get(NDArrayIndex.point(example), NDArrayIndex.all(), NDArrayIndex.point(t))
                  .amaxNumber()
                  .doubleValue();
          assertThat(largest == 0).isEqualTo(c.mask.getDouble(example, t) == 0);
        }
      }
    }
  }

  /** An error from above that is NaN under the mask, as from a loss divided by nothing. */
  @ParameterizedTest
  @EnumSource
  void whatComesFromAboveAtPaddingChangesNothing(Gated kind) {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, kind.layer(4));
    network.initGradientsView();
    var layer = network.getLayer(0);
    INDArray input = GatedNetworks.data(true).getFeatures(0);
    INDArray epsilon = TestGraphs.random(DataType.DOUBLE, 3, 5, 4, 5);
    INDArray[] ofInput = new INDArray[2];
    INDArray[] ofParameters = new INDArray[2];
    for (int i = 0; i < 2; i++) {
      layer.setInput(input, LayerWorkspaceMgr.noWorkspaces());
      layer.setMaskArray(GatedNetworks.MASK);
      INDArray from =
          GatedNetworks.withPadding(epsilon, GatedNetworks.MASK, i == 0 ? 0 : Double.NaN);
      ofInput[i] = layer.backpropGradient(from, LayerWorkspaceMgr.noWorkspaces()).getSecond();
      ofParameters[i] = layer.getGradientsViewArray().dup();
    }
    assertThat(GatedNetworks.difference(ofInput[1], ofInput[0])).isZero();
    assertThat(GatedNetworks.difference(ofParameters[1], ofParameters[0])).isZero();
    assertThat(ofParameters[0].amaxNumber().doubleValue()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anExampleIsTheSameAloneAsInABatch(int seed) {
    Case c = new Case(seed);
    INDArray together = c.network.output(c.input, false, c.mask, null).dup();
    for (int example = 0; example < c.mask.size(0); example++) {
      INDArray alone = c.network.output(row(c.input, example), false, row(c.mask, example), null);
      assertThat(GatedNetworks.difference(alone, row(together, example))).isLessThan(1e-12);
    }
  }

  /** Padding before, between and after: the real steps come out as without any. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theRealStepsAreAsWithoutPadding(int seed) {
    Case c = new Case(seed);
    INDArray[] inputs = {c.input};
    INDArray[] masks = {c.mask};
    INDArray padded = c.network.output(c.input, false, c.mask, null).dup();
    INDArray paddedInGraph = c.graph.output(false, inputs, masks)[0];
    assertThat(GatedNetworks.difference(paddedInGraph, padded)).isLessThan(1e-12);
    for (int example = 0; example < c.mask.size(0); example++) {
      int row = example;
      int[] real =
          IntStream.range(0, (int) c.mask.size(1))
              .filter(t -> c.mask.getDouble(row, t) != 0)
              .toArray();
      INDArray alone = c.network.output(steps(row(c.input, example), real));
      assertThat(GatedNetworks.difference(steps(row(padded, example), real), alone))
          .isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMaskOfOnePassIsNotThatOfTheNext(Gated kind) {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, kind.layer(3));
    MultiDataSet data = GatedNetworks.data(false);
    INDArray before = network.output(data.getFeatures(0)).dup();
    INDArray masked = network.output(data.getFeatures(0), false, GatedNetworks.MASK, null);
    assertThat(GatedNetworks.difference(masked, before)).isGreaterThan(0.01);
    assertThat(network.output(data.getFeatures(0))).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aMaskOfAnotherShapeIsRefused(Gated kind) {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, kind.layer(3));
    INDArray input = GatedNetworks.data(false).getFeatures(0);
    INDArray mask = Nd4j.ones(DataType.DOUBLE, 5, 4);
    assertThatThrownBy(() -> network.output(input, false, mask, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[batch, time] = [5, 5], got [5, 4]");
  }

  @ParameterizedTest
  @EnumSource
  void trainingOnNaNUnderMasksLearns(Gated kind) {
    MultiLayerNetwork network =
        GatedNetworks.alone(
            DataType.DOUBLE,
            builder -> builder.updater(new Adam(0.05)),
            new Bidirectional(kind.layer(6)),
            GatedNetworks.softmax());
    MultiDataSet multi = GatedNetworks.data(true);
    DataSet data =
        new DataSet(
            GatedNetworks.withPadding(multi.getFeatures(0), GatedNetworks.MASK, Double.NaN),
            multi.getLabels(0),
            GatedNetworks.MASK,
            GatedNetworks.MASK);
    double before = network.score(data);
    for (int i = 0; i < 100; i++) {
      network.fit(data);
    }
    assertThat(network.score(data)).isLessThan(before / 10);
  }

  private static INDArray row(INDArray array, int row) {
    return array.get(NDArrayIndex.interval(row, row + 1)).dup();
  }

  private static INDArray steps(INDArray sequence, int[] steps) {
    INDArray[] picked = new INDArray[steps.length];
    for (int i = 0; i < steps.length; i++) {
      picked[i] =
          sequence.get(
              NDArrayIndex.all(),
              NDArrayIndex.all(),
              NDArrayIndex.interval(steps[i], steps[i] + 1));
    }
    return Nd4j.concat(2, picked);
  }
}
