package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.runtime.GatedLayer;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** States of recurrent layers between passes, and the gradients of a layer by itself. */
class GatedStateTests {
  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();
  private static final INDArray INPUT =
      TestGraphs.random(DataType.DOUBLE, 1, 2, GatedNetworks.CHANNELS, 6);

  private static INDArray piece(INDArray sequence, int from, int to) {
    return sequence
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup();
  }

  private static MultiLayerNetwork stack(Gated kind) {
    return GatedNetworks.alone(DataType.DOUBLE, kind.layer(4), kind.layer(3));
  }

  @ParameterizedTest
  @EnumSource
  void piecesInARowAreTheWholeSequence(Gated kind) {
    MultiLayerNetwork network = stack(kind);
    INDArray whole = network.output(INPUT).dup();
    int[] cuts = {0, 1, 4, 6};
    for (int i = 0; i < 3; i++) {
      INDArray part = network.rnnTimeStep(piece(INPUT, cuts[i], cuts[i + 1]));
      assertThat(GatedNetworks.difference(part, piece(whole, cuts[i], cuts[i + 1])))
          .isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepsAsMatricesAreTheWholeSequence(Gated kind) {
    MultiLayerNetwork network = stack(kind);
    INDArray whole = network.output(INPUT).dup();
    for (int t = 0; t < 6; t++) {
      INDArray step =
          INPUT.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup();
      INDArray expected =
          whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup();
      assertThat(GatedNetworks.difference(network.rnnTimeStep(step), expected)).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClearedOrSetStateIsStartedFrom(Gated kind) {
    MultiLayerNetwork network = stack(kind);
    INDArray first = network.rnnTimeStep(INPUT).dup();
    Map<String, INDArray> state = network.rnnGetPreviousState(0);
    assertThat(state).containsOnlyKeys(kind.states());
    INDArray second = network.rnnTimeStep(INPUT).dup();
    assertThat(GatedNetworks.difference(second, first)).isGreaterThan(1e-3);
    network.rnnSetPreviousState(0, state);
    network.rnnClearPreviousState();
    assertThat(GatedNetworks.difference(network.rnnTimeStep(INPUT), first)).isZero();
    INDArray other = network.output(INPUT).dup();
    assertThat(GatedNetworks.difference(other, first)).isZero(); // output() starts from nothing.
  }

  @ParameterizedTest
  @EnumSource
  void theStateOfAnotherBatchIsRefused(Gated kind) {
    MultiLayerNetwork network = stack(kind);
    network.rnnTimeStep(INPUT);
    INDArray three = Nd4j.concat(0, INPUT, piece(INPUT, 0, 6));
    assertThatThrownBy(() -> network.rnnTimeStep(three))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of 2 examples, the input of 4")
        .hasMessageContaining("rnnClearPreviousState()");
  }

  @ParameterizedTest
  @EnumSource
  void paddingLeavesTheStateOfTheLastRealStep(Gated kind) {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, kind.layer(4));
    GatedLayer layer = (GatedLayer) network.getLayer(0);
    layer.setMaskArray(
        Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 0, 0}, {0, 1, 1, 1, 1, 0}}));
    layer.rnnTimeStep(INPUT, NO_WORKSPACES);
    INDArray state = layer.rnnGetPreviousState().get(GatedLayer.STATE_KEY_PREV_ACTIVATION);
    INDArray first = kind.naive(layer.paramTable(), piece(INPUT, 0, 4), null);
    INDArray second = kind.naive(layer.paramTable(), piece(INPUT, 1, 5), null);
    for (int i = 0; i < 4; i++) {
      assertThat(state.getDouble(0, i)).isCloseTo(first.getDouble(0, i, 3), within(1e-12));
      assertThat(state.getDouble(1, i)).isCloseTo(second.getDouble(1, i, 3), within(1e-12));
    }
  }

  private static MultiLayerNetwork truncated(MultiLayerNetwork like, int length) {
    MultiLayerConfiguration configuration = like.getLayerWiseConfigurations().clone();
    configuration.setBackpropType(BackpropType.TruncatedBPTT);
    configuration.setTbpttFwdLength(length);
    configuration.setTbpttBackLength(length);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(like.params().dup(), false);
    return network;
  }

  private static DataSet data() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 2, 6);
    for (int t = 0; t < 6; t++) {
      labels.putScalar(new int[] {0, t % 2, t}, 1);
      labels.putScalar(new int[] {1, t / 3, t}, 1);
    }
    return new DataSet(INPUT, labels);
  }

  @ParameterizedTest
  @EnumSource
  void truncationThatReachesAllStepsIsNone(Gated kind) {
    MultiLayerNetwork whole =
        GatedNetworks.alone(DataType.DOUBLE, kind.layer(4), kind.layer(3), GatedNetworks.softmax());
    INDArray expected = GruTests.gradient(whole, data());
    for (int length : new int[] {6, 100}) {
      assertThat(
              GatedNetworks.difference(
                  GruTests.gradient(truncated(whole, length), data()), expected))
          .isLessThan(1e-15);
    }
  }

  /** DL4J's LSTM fails this: its backward pass starts from zeros whatever came before. */
  @ParameterizedTest
  @EnumSource
  void theGradientOfALaterPieceKnowsTheStateBeforeIt(Gated kind) {
    MultiLayerNetwork network =
        truncated(
            GatedNetworks.alone(
                DataType.DOUBLE, kind.layer(3), kind.layer(2), GatedNetworks.softmax()),
            6);
    Supplier<Double> score =
        () -> {
          for (int i = 0; i < 2; i++) {
            ((GatedLayer) network.getLayer(i)).rnnSetTBPTTState(kind.randomStates(i, 2, 3 - i));
          }
          GruTests.gradient(network, data());
          return 2 * network.score(); // The gradient is the batch's sum, the score its mean.
        };
    assertThat(score.get()).isPositive();
    requireFiniteDifferences(network.params(), network.gradient().gradient().dup(), score);
  }

  @ParameterizedTest
  @EnumSource
  void truncatedTrainingLearns(Gated kind) {
    MultiLayerNetwork network =
        truncated(
            GatedNetworks.alone(
                DataType.DOUBLE,
                builder -> builder.updater(new Adam(0.05)),
                kind.layer(8),
                GatedNetworks.softmax()),
            2);
    double before = network.score(data());
    for (int i = 0; i < 60; i++) {
      network.fit(data());
    }
    assertThat(network.score(data())).isLessThan(before / 10);
    assertThat(network.rnnGetPreviousState(0)).isEmpty();
  }

  /** Of a piece: the state before it counts, and no gradient goes to what is before it. */
  @ParameterizedTest
  @EnumSource
  void aTruncatedGradientIsThatOfTheLastStepsAlone(Gated kind) {
    GatedLayer layer = layer(kind.layer(4));
    INDArray epsilon = TestGraphs.random(DataType.DOUBLE, 2, 2, 4, 6);
    layer.setInput(INPUT, NO_WORKSPACES);
    INDArray ofInput = layer.tbpttBackpropGradient(epsilon, 2, NO_WORKSPACES).getSecond();
    INDArray ofParameters = layer.getGradientsViewArray().dup();
    layer.rnnActivateUsingStoredState(piece(INPUT, 0, 4), true, true, NO_WORKSPACES);
    layer.rnnActivateUsingStoredState(piece(INPUT, 4, 6), true, true, NO_WORKSPACES);
    INDArray alone =
        layer.tbpttBackpropGradient(piece(epsilon, 4, 6), 2, NO_WORKSPACES).getSecond();
    assertThat(GatedNetworks.difference(piece(ofInput, 4, 6), alone)).isLessThan(1e-12);
    assertThat(piece(ofInput, 0, 4).amaxNumber().doubleValue()).isZero();
    assertThat(GatedNetworks.difference(layer.getGradientsViewArray(), ofParameters))
        .isLessThan(1e-12);
    assertThat(ofParameters.amaxNumber().doubleValue()).isGreaterThan(1e-2);
  }

  /** Finite differences of one layer, with a state before it, dropout and weight noise. */
  @ParameterizedTest
  @CsvSource({
    "GRU,1",
    "GRU,0.5",
    "GRU_RESET_BEFORE,1",
    "GRU_RESET_BEFORE,0.5",
    "LSTM,1",
    "LSTM,0.5"
  })
  void gradientsOfALayerByItself(Gated kind, double retained) {
    BaseRecurrentLayer.Builder<?> settings = kind.settings().nOut(3);
    if (retained < 1) {
      settings.dropOut(retained).weightNoise(new WeightNoise(new NormalDistribution(0, 0.2)));
    }
    GatedLayer layer = layer(settings.build());
    layer.rnnSetTBPTTState(kind.randomStates(4, 2, 3));
    layer.setMaskArray(
        Nd4j.createFromArray(new double[][] {{1, 1, 0, 1, 1, 1}, {0, 1, 1, 1, 0, 0}}));
    INDArray input = INPUT.dup();
    INDArray epsilon = TestGraphs.random(DataType.DOUBLE, 5, 2, 3, 6);
    Supplier<Double> loss =
        () -> {
          Nd4j.getRandom().setSeed(11);
          layer.clearNoiseWeightParams();
          return layer
              .rnnActivateUsingStoredState(input, true, false, NO_WORKSPACES)
              .mul(epsilon)
              .sumNumber()
              .doubleValue();
        };
    assertThat(loss.get()).isNotZero(); // Leaves the layer as the backward pass expects it.
    INDArray ofInput = layer.tbpttBackpropGradient(epsilon, 6, NO_WORKSPACES).getSecond().dup();
    requireFiniteDifferences(input, ofInput, loss);
    requireFiniteDifferences(layer.params(), layer.getGradientsViewArray().dup(), loss);
  }

  private static void requireFiniteDifferences(
      INDArray variable, INDArray analytic, Supplier<Double> loss) {
    INDArray flatAnalytic = analytic.dup('c').reshape(analytic.length());
    for (int i = 0; i < variable.length(); i++) {
      double value = variable.getDouble(i);
      variable.putScalar(i, value + 1e-6);
      double above = loss.get();
      variable.putScalar(i, value - 1e-6);
      double below = loss.get();
      variable.putScalar(i, value);
      assertThat(flatAnalytic.getDouble(i)).isCloseTo((above - below) / 2e-6, within(1e-7));
    }
    assertThat(analytic.amaxNumber().doubleValue()).isGreaterThan(1e-2);
  }

  private static GatedLayer layer(Layer configuration) {
    MultiLayerNetwork network = GatedNetworks.alone(DataType.DOUBLE, configuration);
    network.initGradientsView();
    return (GatedLayer) network.getLayer(0);
  }
}
