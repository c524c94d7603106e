package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.ops.transforms.Transforms;

/** DL4J's settings of training take effect on a layer and on a vertex as on DL4J's own layers. */
class TrainingSettingsTests {
  /** The settings of one test, for the layer's builder and the vertex'. */
  private static final class Settings {
    Score score = new AdditiveScore(3).normalized(); // With two biases, gain and offset.
    IWeightInit weightInit;
    Map<String, IWeightInit> ofParameter = new LinkedHashMap<>();
    double l1;
    double l2;
    double l2OfBiases;
    IWeightNoise noise;
    LayerConstraint constraint;
    LayerConstraint biasConstraint;
    IUpdater updater;
    IUpdater biasUpdater;
    UnaryOperator<NeuralNetConfiguration.Builder> network = UnaryOperator.identity();
  }

  /** What is under test. */
  private enum Kind {
    LAYER {
      @Override
      Object configuration(Settings settings) {
        SelfAttention.Builder builder = SelfAttention.builder().setScore(settings.score);
        if (settings.weightInit != null) {
          builder.weightInit(settings.weightInit);
        }
        settings.ofParameter.forEach(builder::weightInit);
        builder.l1(settings.l1).l2(settings.l2).l2Bias(settings.l2OfBiases);
        builder.weightNoise(settings.noise);
        builder.updater(settings.updater).biasUpdater(settings.biasUpdater);
        if (settings.constraint != null) {
          builder.constrainWeights(settings.constraint);
        }
        if (settings.biasConstraint != null) {
          builder.constrainBias(settings.biasConstraint);
        }
        return builder.build();
      }
    },
    VERTEX {
      @Override
      Object configuration(Settings settings) {
        Attention.Builder builder = Attention.builder().setScore(settings.score);
        if (settings.weightInit != null) {
          builder.optWeightInit(settings.weightInit);
        }
        settings.ofParameter.forEach(builder::optWeightInit);
        if (settings.l1 > 0) {
          builder.optL1(settings.l1);
        }
        if (settings.l2 > 0) {
          builder.optL2(settings.l2);
        }
        if (settings.l2OfBiases > 0) {
          builder.optRegularizationBias(new L2Regularization(settings.l2OfBiases));
        }
        builder.optWeightNoise(settings.noise);
        builder.optUpdater(settings.updater).optBiasUpdater(settings.biasUpdater);
        if (settings.constraint != null) {
          builder.optConstrainWeights(settings.constraint);
        }
        if (settings.biasConstraint != null) {
          builder.optConstrainBias(settings.biasConstraint);
        }
        return builder.build();
      }
    };

    abstract Object configuration(Settings settings);

    ComputationGraph graph(long size, Consumer<Settings> change) {
      Settings settings = new Settings();
      change.accept(settings);
      NeuralNetConfiguration.Builder network =
          new NeuralNetConfiguration.Builder()
              .dataType(DataType.DOUBLE)
              .seed(7)
              .updater(new Sgd(1));
      ComputationGraphConfiguration.GraphBuilder builder =
          settings
              .network
              .apply(network)
              .graphBuilder()
              .addInputs("in")
              .setInputTypes(InputType.recurrent(size))
              .setOutputs("output");
      if (configuration(settings) instanceof Layer layer) {
        builder.addLayer("subject", layer, "in");
      } else {
        builder.addVertex("subject", (GraphVertex) configuration(settings), "in", "in");
      }
      builder.addLayer(
          "output",
          new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
              .nOut(2)
              .activation(Activation.IDENTITY)
              .updater(new NoOp())
              .build(),
          "subject");
      ComputationGraph graph = new ComputationGraph(builder.build());
      graph.init();
      return graph;
    }
  }

  private static Map<String, INDArray> parameters(ComputationGraph graph) {
    return graph.getVertex("subject").paramTable(false);
  }

  private static Map<String, INDArray> copies(ComputationGraph graph) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    parameters(graph).forEach((name, array) -> copies.put(name, array.dup()));
    return copies;
  }

  private static MultiDataSet data(long size) {
    return new MultiDataSet(
        TestGraphs.random(DataType.DOUBLE, 1, 4, size, 3),
        TestGraphs.random(DataType.DOUBLE, 2, 4, 2, 3));
  }

  /** What one step of training takes off each parameter. */
  private static Map<String, INDArray> step(ComputationGraph graph) {
    Map<String, INDArray> before = copies(graph);
    graph.fit(data(3));
    Map<String, INDArray> difference = new LinkedHashMap<>();
    parameters(graph).forEach((name, array) -> difference.put(name, before.get(name).sub(array)));
    return difference;
  }

  private static double distance(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  private static boolean isWeight(String name) {
    return List.of("Wq", "Wk", "v").contains(name);
  }

  @ParameterizedTest
  @EnumSource
  void variancesOfInitialWeightsAreByTheRightFan(Kind kind) {
    int in = 300;
    int out = 100;
    Map<WeightInit, Double> expected =
        Map.of(
            WeightInit.XAVIER, 2.0 / (in + out),
            WeightInit.RELU, 2.0 / in,
            WeightInit.LECUN_NORMAL, 1.0 / in);
    expected.forEach(
        (init, variance) -> {
          ComputationGraph graph =
              kind.graph(
                  in,
                  settings -> {
                    settings.score = new AdditiveScore(out);
                    settings.weightInit = init.getWeightInitFunction();
                  });
          for (String name : new String[] {"Wq", "Wk"}) {
            INDArray weight = parameters(graph).get(name);
            assertThat(weight.shape()).containsExactly(in, out);
            assertThat(weight.mul(weight).meanNumber().doubleValue())
                .as("%s %s", init, name)
                .isCloseTo(variance, within(0.05 * variance));
          }
        });
  }

  /** DL4J 1.0.0-M2.1 takes the number of heads' channels for the fan-in of the inputs' weights. */
  @Test
  void dl4jsOwnLayerSwapsTheFans() {
    int in = 300;
    int headChannels = 100;
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(7)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(in))
                .addLayer(
                    "subject",
                    new SelfAttentionLayer.Builder()
                        .nHeads(1)
                        .headSize(headChannels)
                        .nOut(in)
                        .projectInput(true)
                        .weightInit(WeightInit.RELU)
                        .build(),
                    "in")
                .setOutputs("subject")
                .build());
    graph.init();
    INDArray weight = parameters(graph).get("Wq");
    double variance = weight.mul(weight).meanNumber().doubleValue();
    assertThat(variance).isCloseTo(2.0 / headChannels, within(0.05 * 2 / headChannels));
    assertThat(variance).isGreaterThan(2 * 2.0 / in);
  }

  @ParameterizedTest
  @EnumSource
  void everyInitialisationTakesEffect(Kind kind) {
    for (INDArray zeros : weights(kind, 3, new AdditiveScore(2), WeightInit.ZERO)) {
      assertThat(zeros.amaxNumber().doubleValue()).isZero();
    }
    ComputationGraph constant =
        kind.graph(3, settings -> settings.weightInit = new WeightInitConstant(0.25));
    assertThat(distance(parameters(constant).get("Wk").mul(0).add(0.25), wk(constant))).isZero();
    ComputationGraph uniform =
        kind.graph(
            3,
            settings ->
                settings.weightInit = new WeightInitDistribution(new UniformDistribution(5, 6)));
    assertThat(wk(uniform).minNumber().doubleValue()).isGreaterThanOrEqualTo(5);
    assertThat(wk(uniform).maxNumber().doubleValue()).isLessThanOrEqualTo(6);
    INDArray identity = weights(kind, 3, new GeneralScore(), WeightInit.IDENTITY)[0];
    assertThat(distance(identity, Nd4j.eye(3).castTo(DataType.DOUBLE))).isZero();
    // Orthogonal in the matrix' own layout: columns of length one at right angles.
    ComputationGraph orthogonal =
        kind.graph(
            5,
            settings ->
                settings.weightInit = new WeightInitDistribution(new OrthogonalDistribution(1)));
    INDArray product = wk(orthogonal).transpose().mmul(wk(orthogonal)); // [3, 3]
    assertThat(distance(product, Nd4j.eye(3).castTo(DataType.DOUBLE))).isLessThan(1e-6);
  }

  private static INDArray wk(ComputationGraph graph) {
    return parameters(graph).get("Wk");
  }

  private static INDArray[] weights(Kind kind, long size, Score score, WeightInit init) {
    ComputationGraph graph =
        kind.graph(
            size,
            settings -> {
              settings.score = score;
              settings.weightInit = init.getWeightInitFunction();
            });
    return parameters(graph).values().toArray(INDArray[]::new);
  }

  @ParameterizedTest
  @EnumSource
  void theNetworksInitialisationIsInheritedAndOverridden(Kind kind) {
    IWeightInit one = new WeightInitConstant(1);
    IWeightInit two = new WeightInitConstant(2);
    ComputationGraph inherited =
        kind.graph(3, settings -> settings.network = network -> network.weightInit(one));
    assertThat(wk(inherited).minNumber().doubleValue()).isEqualTo(1);
    ComputationGraph own =
        kind.graph(
            3,
            settings -> {
              settings.network = network -> network.weightInit(one);
              settings.weightInit = two;
              settings.ofParameter.put("Wq", new WeightInitConstant(3));
            });
    assertThat(wk(own).minNumber().doubleValue()).isEqualTo(2);
    assertThat(parameters(own).get("Wq").minNumber().doubleValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void l1AndL2ChangeTheUpdateByTheirGradient(Kind kind) {
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
  void theScoreHasTheL2TermOfALayer(Kind kind) {
    ComputationGraph plain = kind.graph(3, settings -> {});
    ComputationGraph regularized = kind.graph(3, settings -> settings.l2 = 0.1);
    double squares = 0;
    for (Map.Entry<String, INDArray> entry : parameters(plain).entrySet()) {
      INDArray weight = entry.getValue();
      squares += isWeight(entry.getKey()) ? weight.mul(weight).sumNumber().doubleValue() : 0;
    }
    double difference = regularized.score(data(3), true) - plain.score(data(3), true);
    assertThat(difference).isCloseTo(kind == Kind.LAYER ? 0.05 * squares : 0, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void dropConnectActsInTrainingOnlyAndItsGradientIsAtTheNoisyWeights(Kind kind) {
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
  void constraintsHoldAfterEachUpdate(Kind kind) {
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
  void noiseAndConstraintsOfTheNetworkAreInheritedAndOverridden(Kind kind) {
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
    INDArray x = data(3).getFeatures(0);
    assertThat(distance(graph.outputSingle(x), plain.outputSingle(x))).isZero();
    Subject.Data data = new Subject.Data(new INDArray[] {x}, null);
    Nd4j.getRandom().setSeed(3);
    VertexPass pass = VertexPass.of(graph, data, 1);
    assertThat(distance(pass.output(), plain.outputSingle(x))).isPositive();
    // About half of the input has no gradient: what was dropped.
    double dropped =
        pass.inputGradients()[0].eq(0).castTo(DataType.DOUBLE).meanNumber().doubleValue();
    assertThat(dropped).isBetween(0.25, 0.75);
  }

  @ParameterizedTest
  @EnumSource
  void updatersOfItsOwnTakeEffect(Kind kind) {
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
  void gradientsAreClippedAndNormalised(Kind kind) {
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

  private static Consumer<Settings> clip(GradientNormalization way, double threshold) {
    return settings ->
        settings.network =
            network -> network.gradientNormalization(way).gradientNormalizationThreshold(threshold);
  }
}
