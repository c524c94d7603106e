package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TrainedSubject.distance;
import static io.github.dl4jattention.layers.TrainedSubject.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's initialisations of weights, on a layer and on a vertex. */
class InitialWeightsTests {
  @ParameterizedTest
  @EnumSource
  void variancesOfInitialWeightsAreByTheRightFan(TrainedSubject kind) {
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
  void everyInitialisationTakesEffect(TrainedSubject kind) {
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

  private static INDArray[] weights(TrainedSubject kind, long size, Score score, WeightInit init) {
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
  void theNetworksInitialisationIsInheritedAndOverridden(TrainedSubject kind) {
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
}
