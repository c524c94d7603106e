package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TrainedSubject.copies;
import static io.github.dl4jattention.layers.TrainedSubject.data;
import static io.github.dl4jattention.layers.TrainedSubject.distance;
import static io.github.dl4jattention.layers.TrainedSubject.isWeight;
import static io.github.dl4jattention.layers.TrainedSubject.parameters;
import static io.github.dl4jattention.layers.TrainedSubject.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/** DL4J's settings of training take effect on a layer and on a vertex as on DL4J's own layers. */
class TrainingSettingsTests {
  private static INDArray wk(ComputationGraph graph) {
    return parameters(graph).get("Wk");
  }

  @ParameterizedTest
  @EnumSource
  void l1AndL2ChangeTheUpdateByTheirGradient(TrainedSubject kind) {
    Map<String, INDArray> plain = step(kind.graph(3, settings -> {}));
    Map<String, INDArray> weights = copies(kind.graph(3, settings -> {}));
    Map<String, INDArray> withL1 = step(kind.graph(3, settings -> settings.l1 = 0.1));
    Map<String, INDArray> withL2 = step(kind.graph(3, settings -> settings.l2 = 0.1));
    Map<String, INDArray> inherited =
        step(kind.graph(3, settings -> settings.network = network -> network.l2(0.1)));
    Map<String, INDArray> ofBiases = step(kind.graph(3, settings -> settings.l2OfBiases = 0.1));
    assertThat(plain).hasSize(5);
    plain.forEach(
        (name, update) -> {
          INDArray weight = weights.get(name);
          double ofWeights = isWeight(name) ? 0.1 : 0;
          INDArray signs = Transforms.sign(weight, true);
          assertThat(distance(withL1.get(name).sub(update), signs.mul(ofWeights)))
              .as("L1 %s", name)
              .isLessThan(1e-12);
          assertThat(distance(withL2.get(name).sub(update), weight.mul(ofWeights)))
              .as("L2 %s", name)
              .isLessThan(1e-12);
          assertThat(distance(inherited.get(name), withL2.get(name))).isLessThan(1e-12);
          assertThat(distance(ofBiases.get(name).sub(update), weight.mul(isWeight(name) ? 0 : 0.1)))
              .as("L2 of biases %s", name)
              .isLessThan(1e-12);
        });
  }

  /** DL4J 1.0.0-M2.1 asks layers for their part of the score, and not vertices. */
  @ParameterizedTest
  @EnumSource
  void theScoreHasTheL2TermOfALayer(TrainedSubject kind) {
    ComputationGraph plain = kind.graph(3, settings -> {});
    ComputationGraph regularized = kind.graph(3, settings -> settings.l2 = 0.1);
    double squares = 0;
    for (Map.Entry<String, INDArray> entry : parameters(plain).entrySet()) {
      INDArray weight = entry.getValue();
      squares += isWeight(entry.getKey()) ? weight.mul(weight).sumNumber().doubleValue() : 0;
    }
    double difference = regularized.score(data(3), true) - plain.score(data(3), true);
    assertThat(difference)
        .isCloseTo(kind == TrainedSubject.LAYER ? 0.05 * squares : 0, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void dropConnectActsInTrainingOnlyAndItsGradientIsAtTheNoisyWeights(TrainedSubject kind) {
    ComputationGraph plain = kind.graph(3, settings -> {});
    ComputationGraph noisy = kind.graph(3, settings -> settings.noise = new DropConnect(0.5));
    INDArray x = data(3).getFeatures(0);
    assertThat(distance(noisy.outputSingle(x), plain.outputSingle(x))).isZero();
    Nd4j.getRandom().setSeed(3);
    INDArray first = training(noisy, x);
    INDArray second = training(noisy, x);
    assertThat(distance(first, second)).isPositive();
    INDArray params = noisy.params().dup();
    assertThat(distance(params, plain.params())).isZero();

    ComputationGraph halved = kind.graph(3, settings -> settings.noise = new HalvedWeights());
    assertThat(distance(halved.outputSingle(x), plain.outputSingle(x))).isZero();
    Map<String, INDArray> update = step(halved);
    parameters(plain)
        .forEach((name, array) -> array.muli(HalvedWeights.TRAINING.contains(name) ? 0.5 : 1));
    Map<String, INDArray> expected = step(plain);
    assertThat(update.get("Wk").amaxNumber().doubleValue()).isGreaterThan(1e-6);
    update.forEach(
        (name, array) -> assertThat(distance(array, expected.get(name))).isLessThan(1e-12));
  }

  private static INDArray training(ComputationGraph graph, INDArray x) {
    return graph.output(true, x)[0].dup();
  }

  /** A noise that is known: half of some weights, in training only. */
  private static final class HalvedWeights implements IWeightNoise {
    private static final long serialVersionUID = 1L;
    private static final List<String> TRAINING = List.of("Wq", "v");

    @Override
    public INDArray getParameter(
        org.deeplearning4j.nn.api.Layer layer,
        String name,
        int iteration,
        int epoch,
        boolean training,
        LayerWorkspaceMgr workspaces) {
      INDArray own = layer.getParam(name);
      return training && TRAINING.contains(name) ? own.mul(0.5) : own;
    }

    @Override
    public IWeightNoise clone() {
      return new HalvedWeights();
    }
  }

  @ParameterizedTest
  @EnumSource
  void constraintsHoldAfterEachUpdate(TrainedSubject kind) {
    ComputationGraph free = kind.graph(3, settings -> {});
    step(free);
    assertThat(wk(free).minNumber().doubleValue()).isNegative();
    assertThat(wk(free).norm2(0).maxNumber().doubleValue()).isGreaterThan(0.2);
    ComputationGraph limited =
        kind.graph(3, settings -> settings.constraint = new MaxNormConstraint(0.2, 0));
    step(limited);
    assertThat(wk(limited).norm2(0).maxNumber().doubleValue()).isLessThanOrEqualTo(0.2 + 1e-5);
    assertThat(
            parameters(limited)
                .get("attentionBias")
                .sub(parameters(free).get("attentionBias"))
                .amaxNumber())
        .satisfies(difference -> assertThat(difference.doubleValue()).isLessThan(1e-12));
    ComputationGraph positive =
        kind.graph(3, settings -> settings.constraint = new NonNegativeConstraint());
    step(positive);
    assertThat(wk(positive).minNumber().doubleValue()).isNotNegative();
    assertThat(wk(positive).maxNumber().doubleValue()).isPositive();
    ComputationGraph positiveBias =
        kind.graph(3, settings -> settings.biasConstraint = new NonNegativeConstraint());
    step(positiveBias);
    assertThat(parameters(free).get("attentionBias").minNumber().doubleValue()).isNegative();
    assertThat(parameters(positiveBias).get("attentionBias").minNumber().doubleValue())
        .isNotNegative();
    assertThat(distance(wk(positiveBias), wk(free))).isLessThan(1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void noiseAndConstraintsOfTheNetworkAreInheritedAndOverridden(TrainedSubject kind) {
    LayerConstraint[] narrow = {new MaxNormConstraint(0.2, 0)};
    ComputationGraph inherited =
        kind.graph(3, settings -> settings.network = network -> network.constrainWeights(narrow));
    step(inherited);
    assertThat(wk(inherited).norm2(0).maxNumber().doubleValue()).isLessThanOrEqualTo(0.2 + 1e-5);
    ComputationGraph own =
        kind.graph(
            3,
            settings -> {
              settings.network = network -> network.constrainWeights(narrow);
              settings.constraint = new NonNegativeConstraint();
            });
    step(own);
    assertThat(wk(own).minNumber().doubleValue()).isNotNegative();
    assertThat(wk(own).norm2(0).maxNumber().doubleValue()).isGreaterThan(0.3);
    ComputationGraph positiveBias =
        kind.graph(
            3,
            settings ->
                settings.network = network -> network.constrainBias(new NonNegativeConstraint()));
    step(positiveBias);
    INDArray bias = parameters(positiveBias).get("attentionBias");
    assertThat(bias.minNumber().doubleValue()).isNotNegative();

    ComputationGraph noisy =
        kind.graph(
            3, settings -> settings.network = network -> network.weightNoise(new HalvedWeights()));
    // The output layer has no weights of these names, so that only the subject's are halved.
    Map<String, INDArray> expected =
        step(kind.graph(3, settings -> settings.noise = new HalvedWeights()));
    step(noisy)
        .forEach(
            (name, update) -> assertThat(distance(update, expected.get(name))).isLessThan(1e-12));
  }

  /** DL4J's own dropout, on a layer's input; a vertex has none, as DL4J's vertices. */
  @Test
  void dropOutOfALayersInputActsInTrainingAndForwardAsBackward() {
    SelfAttention layer =
        SelfAttention.builder().setScore(new AdditiveScore(3)).dropOut(0.5).build();
    Subject subject = Subject.plain("dropout", () -> layer, Subject.sequence(3, "t"));
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    ComputationGraph plain =
        Subject.plain(
                "none",
                () -> SelfAttention.builder().setScore(new AdditiveScore(3)).build(),
                Subject.sequence(3, "t"))
            .graph(DataType.DOUBLE);
    INDArray x = TestGraphs.random(DataType.DOUBLE, 3, 4, 3, 20);
    assertThat(distance(graph.outputSingle(x), plain.outputSingle(x))).isZero();
    Subject.Data data = new Subject.Data(new INDArray[] {x}, null);
    VertexPass pass = VertexPass.of(graph, data, 1);
    assertThat(distance(pass.output(), plain.outputSingle(x))).isPositive();
    // About half of the input has no gradient: what was dropped.
    double dropped =
        pass.inputGradients()[0].eq(0).castTo(DataType.DOUBLE).meanNumber().doubleValue();
    assertThat(dropped).isBetween(0.25, 0.75);
  }

  @ParameterizedTest
  @EnumSource
  void updatersOfItsOwnTakeEffect(TrainedSubject kind) {
    Map<String, INDArray> plain = step(kind.graph(3, settings -> {}));
    Map<String, INDArray> slower =
        step(
            kind.graph(
                3,
                settings -> {
                  settings.updater = new Sgd(0.5);
                  settings.biasUpdater = new Sgd(0.25);
                }));
    Map<String, INDArray> one = step(kind.graph(3, settings -> settings.updater = new Sgd(0.5)));
    plain.forEach(
        (name, update) -> {
          assertThat(update.amaxNumber().doubleValue()).isPositive();
          double rate = isWeight(name) ? 0.5 : 0.25;
          assertThat(distance(slower.get(name), update.mul(rate))).as(name).isLessThan(1e-12);
          assertThat(distance(one.get(name), update.mul(0.5))).as(name).isLessThan(1e-12);
        });
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreClippedAndNormalised(TrainedSubject kind) {
    Map<String, INDArray> plain = step(kind.graph(3, settings -> {}));
    double norm = norm(plain);
    for (GradientNormalization way :
        new GradientNormalization[] {
          GradientNormalization.ClipL2PerLayer, GradientNormalization.RenormalizeL2PerLayer
        }) {
      double limit = way == GradientNormalization.ClipL2PerLayer ? norm / 2 : 1;
      Map<String, INDArray> clipped = step(kind.graph(3, clip(way, limit)));
      plain.forEach(
          (name, update) ->
              assertThat(distance(clipped.get(name), update.mul(limit / norm)))
                  .as("%s %s", way, name)
                  .isLessThan(1e-9));
    }
    Map<String, INDArray> cut =
        step(kind.graph(3, clip(GradientNormalization.ClipElementWiseAbsoluteValue, 1e-3)));
    plain.forEach(
        (name, update) -> {
          INDArray expected = Nd4j.math().clipByValue(update, -1e-3, 1e-3);
          assertThat(distance(cut.get(name), expected)).as(name).isLessThan(1e-12);
        });
    Map<String, INDArray> each =
        step(kind.graph(3, clip(GradientNormalization.RenormalizeL2PerParamType, 1)));
    each.values()
        .forEach(
            update -> assertThat(update.norm2Number().doubleValue()).isCloseTo(1, within(1e-9)));
  }

  private static double norm(Map<String, INDArray> arrays) {
    double squares = 0;
    for (INDArray array : arrays.values()) {
      squares += array.mul(array).sumNumber().doubleValue();
    }
    return Math.sqrt(squares);
  }

  private static Consumer<TrainedSubject.Settings> clip(
      GradientNormalization way, double threshold) {
    return settings ->
        settings.network =
            network -> network.gradientNormalization(way).gradientNormalizationThreshold(threshold);
  }
}
