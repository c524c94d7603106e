package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.runtime.GruLayer;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** A GRU's state between passes, and the gradients of a layer by itself. */
class GruStateTests {
  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();
  private static final INDArray INPUT =
      TestGraphs.random(DataType.DOUBLE, 1, 2, GruNetworks.CHANNELS, 6);

  private static INDArray piece(INDArray sequence, int from, int to) {
    return sequence
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup();
  }

  private static MultiLayerNetwork stack() {
    return GruNetworks.alone(DataType.DOUBLE, GruTests.gru(4, true), GruTests.gru(3, false));
  }

  @Test
  void piecesInARowAreTheWholeSequence() {
    MultiLayerNetwork network = stack();
    INDArray whole = network.output(INPUT).dup();
    int[] cuts = {0, 1, 4, 6};
    for (int i = 0; i < 3; i++) {
      INDArray part = network.rnnTimeStep(piece(INPUT, cuts[i], cuts[i + 1]));
      assertThat(GruNetworks.difference(part, piece(whole, cuts[i], cuts[i + 1])))
          .isLessThan(1e-12);
    }
  }

  @Test
  void stepsAsMatricesAreTheWholeSequence() {
    MultiLayerNetwork network = stack();
    INDArray whole = network.output(INPUT).dup();
    for (int t = 0; t < 6; t++) {
      INDArray step =
          INPUT.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup();
      INDArray expected =
          whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup();
      assertThat(GruNetworks.difference(network.rnnTimeStep(step), expected)).isLessThan(1e-12);
    }
  }

  @Test
  void aClearedOrSetStateIsStartedFrom() {
    MultiLayerNetwork network = stack();
    INDArray first = network.rnnTimeStep(INPUT).dup();
    Map<String, INDArray> state = network.rnnGetPreviousState(0);
    assertThat(state).containsOnlyKeys(GruLayer.STATE_KEY_PREV_ACTIVATION);
    INDArray second = network.rnnTimeStep(INPUT).dup();
    assertThat(GruNetworks.difference(second, first)).isGreaterThan(1e-3);
    network.rnnSetPreviousState(0, state);
    network.rnnClearPreviousState();
    assertThat(GruNetworks.difference(network.rnnTimeStep(INPUT), first)).isZero();
    INDArray other = network.output(INPUT).dup();
    assertThat(GruNetworks.difference(other, first)).isZero(); // output() starts from nothing.
  }

  @Test
  void theStateOfAnotherBatchIsRefused() {
    MultiLayerNetwork network = stack();
    network.rnnTimeStep(INPUT);
    INDArray three = Nd4j.concat(0, INPUT, piece(INPUT, 0, 6));
    assertThatThrownBy(() -> network.rnnTimeStep(three))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of 2 examples, the input of 4")
        .hasMessageContaining("rnnClearPreviousState()");
  }

  @Test
  void paddingLeavesTheStateOfTheLastRealStep() {
    MultiLayerNetwork network = GruNetworks.alone(DataType.DOUBLE, GruTests.gru(4, true));
    GruLayer layer = (GruLayer) network.getLayer(0);
    layer.setMaskArray(
        Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 0, 0}, {0, 1, 1, 1, 1, 0}}));
    layer.rnnTimeStep(INPUT, NO_WORKSPACES);
    INDArray state = layer.rnnGetPreviousState().get(GruLayer.STATE_KEY_PREV_ACTIVATION);
    NaiveGru naive = new NaiveGru(true, layer.paramTable());
    INDArray first = naive.output(piece(INPUT, 0, 4), null);
    INDArray second = naive.output(piece(INPUT, 1, 5), null);
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

  @Test
  void truncationThatReachesAllStepsIsNone() {
    MultiLayerNetwork whole =
        GruNetworks.alone(
            DataType.DOUBLE, GruTests.gru(4, true), GruTests.gru(3, false), GruNetworks.softmax());
    INDArray expected = GruTests.gradient(whole, data());
    for (int length : new int[] {6, 100}) {
      assertThat(
              GruNetworks.difference(GruTests.gradient(truncated(whole, length), data()), expected))
          .isLessThan(1e-15);
    }
  }

  /** DL4J's LSTM fails this: its backward pass starts from zeros whatever came before. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGradientOfALaterPieceKnowsTheStateBeforeIt(boolean resetAfter) {
    MultiLayerNetwork network =
        truncated(
            GruNetworks.alone(
                DataType.DOUBLE,
                GruTests.gru(3, resetAfter),
                GruTests.gru(2, resetAfter),
                GruNetworks.softmax()),
            6);
    Supplier<Double> score =
        () -> {
          for (int i = 0; i < 2; i++) {
            INDArray state = TestGraphs.random(DataType.DOUBLE, i, 2, 3 - i);
            ((GruLayer) network.getLayer(i))
                .rnnSetTBPTTState(Map.of(GruLayer.STATE_KEY_PREV_ACTIVATION, state));
          }
          GruTests.gradient(network, data());
          return 2 * network.score(); // The gradient is the batch's sum, the score its mean.
        };
    assertThat(score.get()).isPositive();
    requireFiniteDifferences(network.params(), network.gradient().gradient().dup(), score);
  }

  @Test
  void truncatedTrainingLearns() {
    MultiLayerNetwork network =
        truncated(
            GruNetworks.alone(
                DataType.DOUBLE,
                builder -> builder.updater(new Adam(0.05)),
                GruTests.gru(8, true),
                GruNetworks.softmax()),
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
  @ValueSource(booleans = {true, false})
  void aTruncatedGradientIsThatOfTheLastStepsAlone(boolean resetAfter) {
    GruLayer layer = layer(GruTests.gru(4, resetAfter));
    INDArray epsilon = TestGraphs.random(DataType.DOUBLE, 2, 2, 4, 6);
    layer.setInput(INPUT, NO_WORKSPACES);
    INDArray ofInput = layer.tbpttBackpropGradient(epsilon, 2, NO_WORKSPACES).getSecond();
    INDArray ofParameters = layer.getGradientsViewArray().dup();
    layer.rnnActivateUsingStoredState(piece(INPUT, 0, 4), true, true, NO_WORKSPACES);
    layer.rnnActivateUsingStoredState(piece(INPUT, 4, 6), true, true, NO_WORKSPACES);
    INDArray alone =
        layer.tbpttBackpropGradient(piece(epsilon, 4, 6), 2, NO_WORKSPACES).getSecond();
    assertThat(GruNetworks.difference(piece(ofInput, 4, 6), alone)).isLessThan(1e-12);
    assertThat(piece(ofInput, 0, 4).amaxNumber().doubleValue()).isZero();
    assertThat(GruNetworks.difference(layer.getGradientsViewArray(), ofParameters))
        .isLessThan(1e-12);
    assertThat(ofParameters.amaxNumber().doubleValue()).isGreaterThan(1e-2);
  }

  /** Finite differences of one layer, with a state before it, dropout and weight noise. */
  @ParameterizedTest
  @CsvSource({"true,1", "false,1", "true,0.5", "false,0.5"})
  void gradientsOfALayerByItself(boolean resetAfter, double retained) {
    GRU.Builder builder = new GRU.Builder().nOut(3).resetAfter(resetAfter);
    if (retained < 1) {
      builder.dropOut(retained).weightNoise(new WeightNoise(new NormalDistribution(0, 0.2)));
    }
    GruLayer layer = layer(builder.build());
    INDArray state = TestGraphs.random(DataType.DOUBLE, 4, 2, 3);
    layer.rnnSetTBPTTState(Map.of(GruLayer.STATE_KEY_PREV_ACTIVATION, state));
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

  private static GruLayer layer(Layer configuration) {
    MultiLayerNetwork network = GruNetworks.alone(DataType.DOUBLE, configuration);
    network.initGradientsView();
    return (GruLayer) network.getLayer(0);
  }
}
